"""Having a person's sessions judged again by whoever serves now, so that they can be compared."""

from __future__ import annotations

from contextlib import suppress

import pandas as pd
import streamlit as st

from engine.errors import NotCompleted, NotFound
from engine.model import SessionStatus
from engine.wiring import services
from pages.parts.confirm import confirm
from pages.parts.judging import current_judge
from pages.parts.owner import owner
from pages.parts.words import t


def by_one_judge(sessions: pd.DataFrame) -> None:
    """The way to it where several have judged a frame of ``sessions``; nothing where one judged them all.

    Sessions that are open, unscored or being judged do not count: there is nothing to judge again in them yet.
    """
    judged = sessions[(sessions["status"] == SessionStatus.EVALUATED.value) & sessions["overall_score"].notna()]
    if judged["judge"].nunique() < 2 and not judged["mixed"].any():
        return
    now, name = current_judge()
    others = judged[(judged["judge"] != "|".join(now)) | judged["mixed"]]
    label = t("history_page.judge_all", n=len(others), judge=name)
    if st.button(label, key="judge_all", type="tertiary", icon=":material/refresh:"):
        confirm(
            "judge_all",
            t("history_page.judge_all_title", judge=name),
            t("history_page.judge_all_body", n=len(others)),
            t("history_page.judge_all_yes"),
            lambda: _again(others["session_id"].tolist()),
            otherwise=t("history_page.judge_all_no"),
        )


def _again(session_ids: list[str]) -> None:
    for each in session_ids:
        with suppress(NotCompleted, NotFound):  # gone on with, or deleted, meanwhile
            services().interviews.judge_all_again(owner(), each)
