"""Which interviewer, model, prompts and rubric produced each score of a person."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from engine import labels as names
from engine import rubric
from engine.model import Row
from engine.wiring import services
from pages.parts import labels
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.session_row import title
from pages.parts.words import language, moment, t

_KEY: Final = ("interviewer", "model", "prompt_version", "rubric_version", "fallback_reason")
_TITLES: Final = 6


def provenance(candidate_id: int) -> None:
    st.header(t("candidate_page.provenance"), anchor=False)
    rows = services().histories.provenance(owner(), candidate_id)
    if not rows:
        st.markdown(t("candidate_page.provenance_none"))
        return
    st.caption(t("candidate_page.provenance_note"))
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[name] for name in _KEY), []).append(row)
    for same in groups.values():
        with st.container(border=True):
            st.markdown(" · ".join(_told(same[0])))
            st.caption(_produced(same))
            if reason := same[0]["fallback_reason"]:
                st.caption(plain(names.stand_in(reason, language())))
    with st.expander(t("pages.numbers"), key="numbers_provenance", type="compact"):
        st.dataframe(_table(rows), hide_index=True, key="table_provenance", alt=t("candidate_page.provenance"))
    usual, behavioural = (
        t("common.list").join(f"{labels.dimension(name)} {weight:.0%}" for name, weight in weights.items())
        for weights in (rubric.WEIGHTS, rubric.BEHAVIOURAL_WEIGHTS)
    )
    st.caption(t("report.rubric_note", usual=usual, behavioural=behavioural))


def _told(row: Row) -> list[str]:
    judge = plain(names.judge(row["interviewer"], row["model"], row["rubric_version"], language()))
    prompts = t("candidate_page.prompts", version=plain(row["prompt_version"])) if row["prompt_version"] else ""
    stood_in = t("candidate_page.stood_in") if row["fallback_reason"] else ""
    return [f"**{judge[:1].upper()}{judge[1:]}**", *filter(None, (prompts, stood_in))]


def _produced(same: list[Row]) -> str:
    titles = [f"{title(row)} ({t('report.session', number=row['number'])})" for row in same[:_TITLES]]
    if len(same) > _TITLES:
        titles.append("…")
    answers = sum(row["answers"] for row in same)
    return t("candidate_page.produced", n=len(same), answers=answers, titles=t("common.list").join(titles))


def _table(rows: list[Row]) -> pd.DataFrame:
    columns = ("session", "interviewer", "model", "prompts", "rubric", "answers", "scored", "judged")
    cells = [
        (
            f"{row['number']} · {' '.join(row['title'].split())}",
            names.judge(row["interviewer"], "", "", language()),
            row["model"],
            row["prompt_version"],
            row["rubric_version"],
            row["answers"],
            row["scored"],
            moment(row["evaluated_at"]),
        )
        for row in rows
    ]
    return pd.DataFrame(cells, columns=[t(f"candidate_page.table_{name}") for name in columns])
