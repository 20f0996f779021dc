"""One question of a finished session: what was said, what it came to, and why."""

from __future__ import annotations

import streamlit as st

from engine import labels as names
from engine.model import Evaluation, Turn
from pages.parts import labels
from pages.parts.notes import Beside
from pages.parts.plain import plain, quoted
from pages.parts.words import language, t


def judged_answer(turn: Turn, beside: Beside) -> None:
    assert turn.answer is not None
    with st.container(border=True):
        st.subheader(plain(turn.question.text), anchor=False)
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            _badges(turn)
        if turn.evaluation and not turn.answer.is_blank:
            _evaluation(turn.evaluation)
        if not turn.answer.is_blank:
            with st.expander(t("report.answer"), key=f"said_{turn.main}_{turn.follow_up}", type="compact"):
                st.text(turn.answer.text)
        if turn.question.reference_answer:
            with st.expander(t("report.reference"), key=f"strong_{turn.main}_{turn.follow_up}"):
                st.text(turn.question.reference_answer)
        if turn.question.reason:
            st.caption(t("report_page.why_asked", reason=plain(turn.question.reason)))
        machine = turn.evaluation.score if turn.evaluation else None
        left_out = turn.answer.is_blank and bool(turn.follow_up)
        beside.on_answer((turn.main, turn.follow_up), machine, scorable=not left_out)


def _badges(turn: Turn) -> None:
    assert turn.answer is not None
    if turn.answer.is_blank and turn.follow_up:
        # Left out of the score, so no score is shown.
        st.badge(t("pages.skipped"), color="gray")
    elif turn.evaluation:
        labels.score_badge(turn.evaluation.score)
        if interval := names.interval(turn.evaluation, language()):
            st.caption(plain(interval), width="content")
    else:
        st.badge(t("report.pending"), color="gray")
    if turn.answer.is_blank and not turn.follow_up:
        st.badge(t("pages.skipped"), color="gray")
    st.badge(labels.category(turn.question.category), color="gray")
    if turn.follow_up:
        st.badge(t("report.follow_up"), color="gray", icon=":material/subdirectory_arrow_right:")


def _evaluation(evaluation: Evaluation) -> None:
    for evidence in evaluation.evidence:
        st.markdown(quoted(t("report.quote", quote=evidence.quote)))
        if evidence.note:
            st.caption(plain(evidence.note))
    if evaluation.feedback:
        st.markdown(plain(evaluation.feedback))
    if not all(point in evaluation.feedback for point in evaluation.missing):
        st.markdown(t("report_page.missing"))
        st.markdown("\n".join(f"- {plain(point)}" for point in evaluation.missing))
    facts = [f"{labels.dimension(name)} {rating:.1f}" for name, rating in evaluation.ratings.items()]
    if facts:
        st.caption(" · ".join(facts))
    if evaluation.provenance.fallback_reason:
        why = names.stand_in(evaluation.provenance.fallback_reason, language())
        st.caption(f":material/info: {plain(why)}")
