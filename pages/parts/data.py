"""Where everything is kept, and how much of it there is."""

from __future__ import annotations

import streamlit as st

from engine.wiring import services
from pages.parts.owner import owner
from pages.parts.words import t


def data() -> None:
    file = services().settings.database.resolve()
    found = services().library.statistics(owner())
    counts = [
        t("settings_page.resumes", n=found.resumes),
        t("settings_page.sessions", n=found.sessions),
        t("settings_page.size", mib=f"{file.stat().st_size / 2**20:.1f}"),
    ]
    st.code(str(file), language=None, wrap_lines=True)
    st.markdown(" · ".join(counts))
    st.caption(t("settings_page.data_note"))
