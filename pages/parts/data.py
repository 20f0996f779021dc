"""Where everything is kept, and how much of it there is."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from engine.wiring import services
from pages.parts.owner import owner
from pages.parts.words import t


def _size(file: Path) -> str:
    # What was written last stands in a file beside it for a while.
    files = (file, file.with_name(f"{file.name}.wal"))
    taken = sum(each.stat().st_size for each in files if each.exists())
    if taken < 2**20:
        return t("settings_page.size_small", n=-(-taken // 2**10))
    return t("settings_page.size", n=f"{taken / 2**20:.1f}")


def data() -> None:
    file = services().settings.database.resolve()
    found = services().library.statistics(owner())
    counts = [
        t("settings_page.resumes", n=found.resumes),
        t("settings_page.sessions", n=found.sessions),
        _size(file),
    ]
    st.code(str(file), language=None, wrap_lines=True)
    st.markdown(" · ".join(counts))
    st.caption(t("settings_page.data_note"))
