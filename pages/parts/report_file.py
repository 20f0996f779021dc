"""The report as a file. It is written when asked for, not whenever the page is drawn."""

from __future__ import annotations

import re

import streamlit as st

from engine import report as reports
from engine.model import Report
from pages.parts.words import language, t


def download(report: Report) -> None:
    """A button that writes the PDF and hands it over; it turns while that takes."""
    speaking = language()
    st.download_button(
        t("report_page.download_pdf"),
        # Called on a thread of its own, where nothing of the page can be asked any more.
        lambda: reports.pdf(report, speaking),
        file_name=file_name(report),
        mime="application/pdf",
        key="download_pdf",
        icon=":material/download:",
        on_click="ignore",
    )


def file_name(report: Report) -> str:
    """ "rehearsal-backend-engineer-2026-03-14.pdf": letters of any script, digits and hyphens."""
    title = "-".join(re.findall(r"\w+", report.session.title.lower()))[:60]
    parts = ["rehearsal", title, report.session.created_at.date().isoformat()]
    return "-".join(part for part in parts if part) + ".pdf"
