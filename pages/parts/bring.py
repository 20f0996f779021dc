"""Bringing a resume: a file, pasted text, or a sample."""

from __future__ import annotations

from importlib import resources
from typing import Final

import streamlit as st

from engine.errors import BlankResume, NearlyNoText, ScannedResume
from engine.wiring import services
from pages.parts import address
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.problems import sentence, show
from pages.parts.words import language, t

_ROOM: Final = 4
"""Times our own limit that the browser lets through: what it refuses itself turns red without a sentence."""

_ROUND: Final = "bring_round"
_TRIED: Final = "bring_tried"
_PROBLEM: Final = "bring_problem"
_NEWS: Final = "bring_news"


def draw(*, first: bool) -> None:
    """The ways to bring a resume; ``first`` where there is none yet."""
    turn = round_number()
    ways = {each: t(f"resume_page.way_{each}") for each in ("file", "text")}
    way = st.radio(
        t("resume_page.way"),
        ways,
        horizontal=True,
        format_func=ways.__getitem__,
        key=f"bring_way_{turn}",
        label_visibility="collapsed",
        on_change=_forget_problem,
    )
    if way == "text":
        _paste(turn)
    else:
        _upload(turn)
    st.caption(t("resume_page.hint"))
    if first:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(t("resume_page.no_resume_at_hand"))
            if st.button(t("resume_page.sample"), key="sample", icon=":material/draft:"):
                name = f"sample_{language()}.md"
                _add(name, (resources.files("engine") / "samples" / name).read_bytes())


def show_news() -> None:
    """Say, once, what came of the last resume brought."""
    news = st.session_state.pop(_NEWS, None)
    if news:
        st.info(news, icon=":material/info:")


def round_number() -> int:
    """Part of a widget's key: a new round is a new, empty widget, once the old one's content is taken in."""
    return int(st.session_state.get(_ROUND, 0))


def _upload(turn: int) -> None:
    limit = services().settings.upload_limit_mib
    file = st.file_uploader(t("resume_page.file", limit=limit), key=f"bring_file_{turn}", max_upload_size=_ROOM * limit)
    if file is None:
        st.session_state.pop(_PROBLEM, None)
        return
    if st.session_state.get(_TRIED) != file.file_id:
        st.session_state[_TRIED] = file.file_id
        _add(file.name, file.getvalue())
    _show_problem(turn)


def _paste(turn: int) -> None:
    text = st.text_area(
        t("resume_page.paste"),
        key=f"bring_text_{turn}",
        height=260,
        placeholder=t("resume_page.paste_placeholder"),
    )
    if st.button(t("resume_page.use_text"), key="use_text", type="primary"):
        if (text or "").strip():
            _add(t("resume_page.pasted_name"), (text or "").encode())
        else:
            show(sentence(BlankResume()))
            return
    _show_problem(turn)


def _add(name: str, data: bytes) -> None:
    st.session_state.pop(_PROBLEM, None)
    try:
        with st.spinner(t("resume_page.reading", name=plain(name))):
            added = services().library.add(owner(), name, data)
    except Exception as error:
        offer = isinstance(error, ScannedResume | NearlyNoText)
        st.session_state[_PROBLEM] = (sentence(error), offer)
        return
    st.session_state[_ROUND] = round_number() + 1
    address.write("resume", str(added.resume.id))
    if added.duplicate:
        st.session_state[_NEWS] = t("resume_page.duplicate", name=plain(added.resume.filename))
    st.rerun()


def _show_problem(turn: int) -> None:
    problem = st.session_state.get(_PROBLEM)
    if problem is None:
        return
    text, offer = problem
    show(text)
    if offer and st.session_state.get(f"bring_way_{turn}") != "text":
        st.button(
            t("resume_page.paste_instead"),
            key="paste_instead",
            icon=":material/content_paste:",
            on_click=_paste_instead,
            args=(turn,),
        )


def _forget_problem() -> None:
    st.session_state.pop(_PROBLEM, None)


def _paste_instead(turn: int) -> None:
    _forget_problem()
    st.session_state[f"bring_way_{turn}"] = "text"
