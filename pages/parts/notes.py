"""What a coach writes beside a session and its answers: notes, and a score of their own with its reason.

The machine's score stays as it is; both are shown, each with who gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import streamlit as st

from engine.coaching import TEXT_LIMIT
from engine.errors import NotFound
from engine.model import Row
from engine.wiring import services
from pages.parts import labels
from pages.parts.owner import owner
from pages.parts.plain import plain, quoted
from pages.parts.problems import told
from pages.parts.words import moment, t

Place = tuple[int, int]


class Beside:
    """All that coaches wrote on a session, read once for the page."""

    def __init__(self, session_id: str) -> None:
        self.session_id = session_id
        self._notes = services().coaching.notes(owner(), session_id)
        self._scores: Mapping[Place, Row] = services().coaching.overrides(owner(), session_id)

    def on_session(self) -> None:
        """Notes on the whole session, and the way to write one."""
        self._written([row for row in self._notes if row["main"] is None])
        if st.button(t("coach_page.note_session"), key="note_session", type="tertiary", icon=":material/edit_note:"):
            _note_dialog(t("coach_page.note_session"), lambda text: self._note(text, None))

    def on_answer(self, place: Place, machine: int | None, *, scorable: bool) -> None:
        """Beside one answer: the coach's own score, notes, and the ways to give them."""
        score = self._scores.get(place)
        if score is not None:
            self._score(place, score, machine)
        self._written([row for row in self._notes if (row["main"], row["follow_up"]) == place])
        at = f"{place[0]}_{place[1]}"
        with st.container(horizontal=True, gap="small"):
            if st.button(t("coach_page.note"), key=f"note_{at}", type="tertiary", icon=":material/edit_note:"):
                _note_dialog(t("coach_page.note"), lambda text: self._note(text, place))
            if scorable:
                label = t("coach_page.own_score_again" if score else "coach_page.own_score")
                if st.button(label, key=f"own_score_{at}", type="tertiary", icon=":material/rate_review:"):
                    self._score_dialog(place, score, machine)

    # --- private ----------------------------------------------------------------------------------

    def _note(self, text: str, place: Place | None) -> None:
        services().coaching.note(owner(), self.session_id, text, place=place)

    def _score(self, place: Place, score: Row, machine: int | None) -> None:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.badge(t("coach_page.coach_score", score=score["score"]), color="blue", icon=":material/person:")
            if machine is not None:
                st.caption(t("coach_page.machine_score", score=machine), width="content")
        st.markdown(quoted(score["reason"]))
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.caption(_by(score["author"], score["created_at"]), width="content")
            key = f"withdraw_{place[0]}_{place[1]}"
            if st.button(t("coach_page.withdraw"), key=key, type="tertiary", icon=":material/undo:"):
                with told():
                    reason = t("coach_page.withdrawn")
                    services().coaching.override(owner(), self.session_id, place, None, reason)
                    st.rerun()

    def _score_dialog(self, place: Place, score: Row | None, machine: int | None) -> None:
        @st.dialog(t("coach_page.own_score"))
        def ask() -> None:
            st.markdown(t("coach_page.own_score_how"))
            if machine is not None:
                with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                    st.caption(t("coach_page.machine"), width="content")
                    labels.score_badge(machine)
            value = st.number_input(
                t("coach_page.score"), 0, 100, value=score["score"] if score else None, step=1, key="own_score_value"
            )
            reason = st.text_area(t("coach_page.reason"), key="own_score_reason", max_chars=TEXT_LIMIT)
            if st.button(t("coach_page.save"), key="own_score_save", type="primary"):
                if value is None or not reason.strip():
                    st.error(t("coach_page.score_and_reason"), icon=":material/error:")
                    return
                with told():
                    services().coaching.override(owner(), self.session_id, place, int(value), reason)
                    st.rerun()

        ask()

    def _written(self, notes: Sequence[Row]) -> None:
        for row in notes:
            with st.container(border=True):
                st.markdown(quoted(row["text"]))
                with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                    changed = row["changed_at"] > row["created_at"]
                    by = _by(row["author"], row["changed_at"])
                    st.caption(t("coach_page.changed", by=by) if changed else by, width="content")
                    st.space("stretch")
                    if st.button(t("coach_page.edit"), key=f"edit_note_{row['id']}", type="tertiary"):
                        _note_dialog(t("coach_page.edit_note"), _changing(row["id"]), row["text"])
                    if st.button(t("coach_page.delete_note"), key=f"delete_note_{row['id']}", type="tertiary"):
                        # Gone already, by a second press or in another tab: that is what was wanted.
                        with suppress(NotFound):
                            services().coaching.delete_note(owner(), row["id"])
                        st.rerun()


def _changing(note_id: int) -> Callable[[str], None]:
    return lambda text: services().coaching.change_note(owner(), note_id, text)


def _note_dialog(title: str, save: Callable[[str], None], text: str = "") -> None:
    @st.dialog(title)
    def ask() -> None:
        written = st.text_area(t("coach_page.note_text"), text, key="note_text", height=160, max_chars=TEXT_LIMIT)
        if st.button(t("coach_page.save"), key="note_save", type="primary"):
            if not written.strip():
                st.error(t("coach_page.note_blank"), icon=":material/error:")
                return
            with told():
                save(written)
                st.rerun()

    ask()


def _by(author: str, when: datetime) -> str:
    name = t("coach_page.you") if author == owner() else plain(author)
    return f"{name} · {moment(when)}"
