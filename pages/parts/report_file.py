"""The report as a file. It is written when asked for, not whenever the page is drawn."""

from __future__ import annotations

import streamlit as st

from engine import report as reports
from engine.export import file_name
from engine.model import Report
from pages.parts.words import language, t


def download(report: Report) -> None:
    """A button that writes the PDF and hands it over; it turns while that takes."""
    speaking = language()
    st.download_button(
        t("report_page.download_pdf"),
        # Called on a thread of its own, where nothing of the page can be asked any more.
        lambda: reports.pdf(report, speaking),
        file_name=file_name(report, "pdf"),
        mime="application/pdf",
        key="download_pdf",
        icon=":material/download:",
        on_click="ignore",
    )
