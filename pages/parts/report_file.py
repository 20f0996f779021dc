"""The report as a file. It is written when asked for, not whenever the page is drawn."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine import export
from engine import report as reports
from engine.api.views import exported
from engine.model import Report
from pages.parts.words import language, t, zone


def download(report: Report) -> None:
    """Four buttons, each of which writes its file and hands it over; it turns while that takes."""
    speaking, here = language(), zone()
    # Called on a thread of their own, where nothing of the page can be asked any more.
    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "pdf": ("application/pdf", lambda: reports.pdf(report, speaking, here)),
        "json": ("application/json", lambda: exported(report).encode()),
        "csv": ("text/csv", lambda: "".join(export.csv_lines(report)).encode()),
        "md": ("text/markdown", lambda: "".join(export.markdown(report, speaking)).encode()),
    }
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for extension, (mime, write) in files.items():
            st.download_button(
                t(f"report_page.download_{extension}"),
                write,
                file_name=export.file_name(report, extension),
                mime=mime,
                key=f"download_{extension}",
                icon=":material/download:",
                type="secondary" if extension == "pdf" else "tertiary",
                on_click="ignore",
            )
