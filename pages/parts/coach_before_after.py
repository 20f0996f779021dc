"""One person or cohort before a day and from then on, by category: whether what was changed then helped."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pandas as pd
import streamlit as st

from engine import labels as names
from engine.history import Group
from engine.report import Judge
from engine.wiring import services
from pages.parts import address, chart, groups, kept
from pages.parts.owner import owner
from pages.parts.plain import plain
from pages.parts.words import language, t, zone

_AGO = timedelta(days=90)
_COLUMNS = ("category", "before", "after", "before_n", "after_n")


def before_after() -> None:
    judges = services().people.judges(owner())
    if not judges:
        st.markdown(t("coach_page.before_after_empty"))
        return
    left, middle, right = st.columns([4, 2, 4], vertical_alignment="bottom")
    with left:
        options = groups.options([address.first("of")])
        key = kept.one(t("coach_page.of"), options, "of", also=("judged_by",))
    group = groups.group(key, options[key])
    with middle:
        today = datetime.now(zone()).date()
        when = datetime.combine(kept.day(t("coach_page.date"), "date", today - _AGO, today), time(), zone())
    with right:
        judge = _judge(group, judges)
    rows = services().histories.before_after(owner(), group, when, judge)
    st.caption(t("coach_page.before_after_note"))
    if rows:
        chart.before_after(pd.DataFrame(rows, columns=list(_COLUMNS)), when, "|".join(judge))
        st.caption(t("charts.shown_by", judge=plain(names.judge(*judge, language()))))
    else:
        st.markdown(t("coach_page.before_after_none"))


def _judge(group: Group, judges: list[Judge]) -> Judge:
    known = {"|".join(each): each for each in judges}
    newest = services().histories.newest_judge(owner(), int(group.value)) if group.kind == "person" else None
    options = {key: names.judge(*judge, language()) for key, judge in known.items()}
    return known[kept.one(t("coach_page.judge"), options, "judged_by", default="|".join(newest or judges[0]))]
