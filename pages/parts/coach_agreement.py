"""How far coach and machine agree, by category, so that trust in the machine is measured."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from engine import analytics, charts
from engine import labels as names
from engine.wiring import services
from pages.parts import chart
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import language, t

FEWEST: Final = 20
"""Answers below which a kappa over five bands says next to nothing: its interval then spans half the scale."""

_WORDS: Final = ((0.8, "almost_perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"), (-2.0, "slight"))
"""The customary words for a kappa above each bound (J. R. Landis and G. G. Koch, 1977)."""


def agreement() -> None:
    st.markdown(t("coach_page.agreement_what"))
    pairs = analytics.pairs_frame(services().coaching.pairs(owner()))
    if pairs.empty:
        st.markdown(t("coach_page.agreement_empty"))
        return
    measured = analytics.agreement(pairs)
    for place, (judge, rows) in enumerate(measured.groupby("judge", sort=False)):
        st.header(t("pages.judged_by", judge=plain(charts.judge_name(str(judge), language()))), anchor=False)
        whole = rows[rows["category"] == ""].iloc[0]
        with st.container(horizontal=True, gap="large"):
            st.metric(t("charts.column.kappa"), _kappa(whole["kappa"]), width="content")
            st.metric(t("charts.column.difference"), _points(whole["difference"]), width="content")
            st.metric(t("charts.column.answers"), int(whole["n"]), width="content")
        st.markdown(_told(whole))
        chart.table(
            f"agreement_{place}",
            _table(rows[rows["category"] != ""].sort_values("n", ascending=False)),
            ("category", "answers", "kappa", "difference", "remark"),
            t("coach_page.agreement_table"),
        )
    st.caption(t("coach_page.kappa_how"))


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "category": [names.category(each, language()) for each in rows["category"]],
        "answers": list(rows["n"]),
        "kappa": [_kappa(each) for each in rows["kappa"]],
        "difference": [_points(each) for each in rows["difference"]],
        "remark": [_word(row) for _, row in rows.iterrows()],
    }
    return pd.DataFrame({t(f"charts.column.{name}"): values for name, values in columns.items()})


def _told(whole: pd.Series[Any]) -> str:
    """The whole in a sentence."""
    if whole["n"] < FEWEST:
        return t("coach_page.agreement_few", n=int(whole["n"]), fewest=FEWEST)
    points = round(abs(whole["difference"]))
    direction = "same" if not points else "higher" if whole["difference"] > 0 else "lower"
    return t(f"coach_page.agreement_{direction}", n=int(whole["n"]), word=_word(whole), points=points)


def _word(row: pd.Series[Any]) -> str:
    if row["n"] < FEWEST:
        return t("charts.too_few")
    if pd.isna(row["kappa"]):
        return t("coach_page.kappa.none")
    return t(f"coach_page.kappa.{next(word for bound, word in _WORDS if row['kappa'] > bound)}")


def _kappa(value: float) -> str:
    return "–" if pd.isna(value) else f"{value:.2f}".replace("-", "−")


def _points(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")
