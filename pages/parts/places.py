"""Ways from one page to another. The session in hand stands in the URL, so that a refresh keeps it."""

from __future__ import annotations

from typing import Final, NoReturn

import streamlit as st

from pages.parts import address

RESUME: Final = "resume.py"
INTERVIEW: Final = "interview.py"
REPORT: Final = "report.py"
HISTORY: Final = "history.py"
COACH: Final = "coach.py"
CANDIDATES: Final = "candidates.py"
CANDIDATE: Final = "candidate.py"
COMPARE: Final = "compare.py"
SETTINGS: Final = "settings.py"


def session_id() -> str | None:
    """The session the URL names, if any."""
    return st.query_params.get("session")


def stay(session: str) -> None:
    """Let the URL of this page name ``session``, in place of the resume it may have been reached with."""
    address.write("resume", None)
    st.query_params["session"] = session


def go(page: str, **query: str) -> NoReturn:
    """Leave for another page."""
    st.switch_page(page, query_params=query)
