"""A resume judged: scores, strengths and what to change, as soon as the analysis is there."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine import labels as names
from engine.model import Analysis, Resume, Suggestion, WorkStatus
from engine.wiring import services
from pages.parts import labels
from pages.parts.owner import owner
from pages.parts.plain import plain, quoted
from pages.parts.problems import step
from pages.parts.serving import has_model, to_settings
from pages.parts.words import language, t

_EVERY_SECONDS: Final = 1.0
_SCORES: Final = (
    ("project_score", 40),
    ("skill_match_score", 20),
    ("content_score", 15),
    ("structure_score", 15),
    ("expression_score", 10),
)
"""Fields of an analysis with the most each can be."""

_COLOURS: Final[dict[str, labels.Colour]] = {"high": "red", "medium": "orange", "low": "gray"}


def analysis(resume: Resume) -> None:
    assert resume.id is not None
    st.subheader(t("resume_page.analysis"), anchor=False)
    state = services().library.analysis(owner(), resume.id)
    if state.status in (WorkStatus.PENDING, WorkStatus.PROCESSING):
        st.fragment(_wait, run_every=_EVERY_SECONDS)(resume.id)
        return
    if state.status is WorkStatus.FAILED:
        st.warning(t("resume_page.analysis_failed"), icon=":material/error:")
        if st.button(t("resume_page.analyze_again"), key="analyze_again", icon=":material/refresh:"):
            services().library.analyze_again(owner(), resume.id)
            st.rerun()
    if state.analysis:
        _draw(state.analysis, resume.id)


def _wait(resume_id: int) -> None:
    state = services().library.analysis(owner(), resume_id)
    if state.status not in (WorkStatus.PENDING, WorkStatus.PROCESSING):
        st.rerun()
    st.caption(t("resume_page.analysing"))
    st.skeleton(height=120)


def _by_model(resume_id: int) -> None:
    services().interviewers.try_again()
    services().library.analyze_again(owner(), resume_id)


def _draw(found: Analysis, resume_id: int) -> None:
    left, right = st.columns([2, 3], gap="medium")
    with left:
        st.metric(t("resume_page.overall"), f"{found.overall_score} / 100")
        st.markdown(plain(found.summary))
    with right:
        for field, most in _SCORES:
            score = getattr(found, field)
            st.progress(score / most, text=t(f"resume_page.{field}", score=score, most=most))
    if found.strengths:
        st.markdown(f"**{t('resume_page.strengths')}**")
        st.markdown("\n".join(f"- {plain(each)}" for each in found.strengths))
    if found.suggestions:
        st.markdown(f"**{t('resume_page.suggestions')}**")
        for suggestion in found.suggestions:
            _suggestion(suggestion)
    made = found.provenance
    judge = names.judge(made.interviewer, made.model, made.rubric_version, language())
    st.caption(t("pages.judged_by", judge=plain(judge)))
    if made.fallback_reason:
        why = plain(names.fallback(made.fallback_reason, language()))
        st.caption(f":material/info: {t('resume_page.analysed_by_stand_in', reason=why)}")
        if has_model():
            st.button(
                t("resume_page.analyze_by_model"),
                key="analyze_by_model",
                icon=":material/refresh:",
                on_click=step(_by_model),
                args=(resume_id,),
            )
        else:
            to_settings()


def _suggestion(suggestion: Suggestion) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.badge(t(f"resume_page.priority_{suggestion.priority}"), color=_COLOURS[suggestion.priority])
            st.badge(t(f"resume_page.about_{suggestion.category}"), color="gray")
        st.markdown(plain(suggestion.issue))
        if suggestion.original:
            st.markdown(quoted(suggestion.original))
        st.markdown(plain(suggestion.recommendation))
