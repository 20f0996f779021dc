"""What a session's calls to a model came to, in one quiet line."""

from __future__ import annotations

import streamlit as st

from engine.model import Report
from pages.parts.words import t


def spent(report: Report) -> None:
    """Nothing where no model was called."""
    found = report.spent
    if found is None or not found.input_tokens + found.output_tokens:
        return
    told = [t("report_page.spent", input=f"{found.input_tokens:,}", output=f"{found.output_tokens:,}")]
    if found.cost is not None:
        told.append(t("report_page.cost", cost=amount(found.cost)))
    st.caption(" · ".join(told))


def amount(cost: float) -> str:
    """A sum of money without its currency: "1.24", and two digits of what is less than a cent: "0.0042"."""
    return f"{cost:.2f}" if cost >= 0.01 or not cost else f"{float(f'{cost:.1e}'):.12f}".rstrip("0")
