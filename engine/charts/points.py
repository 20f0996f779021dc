"""Scores of several frames under one set of columns, and who gave them."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd

from engine import i18n, labels
from engine.model import Language


def points(frame: pd.DataFrame, category: str | None = None) -> pd.DataFrame:
    """The scored rows of a frame of sessions, categories or answers, oldest first, in the frame's own columns and

    score (float 0-100), low and high (float, missing unless judged repeatedly), partial and mixed (both false where
    the frame does not tell them apart). ``category`` picks one of a frame of categories or answers.
    """
    if category is not None:
        frame = frame[frame["category"] == category]
    name = "overall_score" if "overall_score" in frame else "score"
    rows = frame[frame[name].notna()]
    if not rows["created_at"].is_monotonic_increasing:
        rows = rows.sort_values("created_at", kind="stable")
    rows = rows.reset_index(drop=True)
    rows["score"] = rows[name].astype("float64")
    for each in ("low", "high"):
        rows[each] = rows[each].astype("float64") if each in rows else float("nan")
    for each in ("partial", "mixed"):
        if each not in rows:
            rows[each] = False
    if rows.empty and "group" not in rows:
        rows["group"] = ""  # a frame of no rows does not know that its rows would have had one
    return rows


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts: they are read one by one, which a row of a frame is twenty times as slow for."""
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def judged(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its ``judge``, from interviewer, model and rubric_version where it has no such column."""
    if "judge" in frame:
        return frame
    return frame.assign(judge=frame["interviewer"] + "|" + frame["model"] + "|" + frame["rubric_version"])


def with_overall(categories: pd.DataFrame, sessions: pd.DataFrame) -> pd.DataFrame:
    """A frame of categories with the overall score of each of ``sessions`` as one more, whose key is ""."""
    overall = sessions.rename(columns={"overall_score": "score"}).assign(category="")
    return pd.concat([categories, overall[[each for each in categories if each in overall]]], ignore_index=True)


def with_intervals(frame: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """A frame of sessions or categories with ``low`` and ``high`` from a frame of answers.

    They are what the score would be, had each answer been given the lowest or the highest of its judgements; as in
    the score, a question and its follow-ups count once. Missing where nothing was judged more than once.
    """
    key = ["session_id", *(["category"] if "category" in frame else [])]
    scored = answers[answers["score"].notna()]
    spans = pd.DataFrame(
        {
            **{each: scored[each] for each in (*key, "main")},
            "below": (scored["score"] - scored["low"]).astype("float64"),
            "above": (scored["high"] - scored["score"]).astype("float64"),
        }
    )
    repeated = spans[spans["below"].notna()][key].drop_duplicates()
    spans = spans.fillna({"below": 0.0, "above": 0.0})
    means = spans.groupby([*key, "main"])[["below", "above"]].mean().groupby(key).mean().reset_index()
    found = frame[key].merge(means.merge(repeated, on=key), on=key, how="left").set_axis(frame.index)
    name = "overall_score" if "overall_score" in frame else "score"
    score = frame[name].astype("float64")
    return frame.assign(
        low=(score - found["below"]).clip(0, 100).round().astype("Int64"),
        high=(score + found["above"]).clip(0, 100).round().astype("Int64"),
    )


def newest_judge(frame: pd.DataFrame) -> str:
    """The judge of the newest comparable row; "" where there is none."""
    counted = frame.loc[frame["comparable"].astype("bool"), ["created_at", "judge"]]
    if counted.empty:
        return ""
    return str(counted["judge"].iloc[int(counted["created_at"].argmax())])


def judge_name(judge: str, language: Language) -> str:
    """A frame's ``judge`` in words: "the offline interviewer, rubric 1"."""
    interviewer, _, rest = judge.partition("|")
    model, _, version = rest.rpartition("|")  # a model's name may have a bar of its own
    return labels.judge(interviewer, model, version, language)


Together = Literal["alone", "lines", "cells"]
"""How a chart draws several judges: one of them alone, each by a line of its own, or in cells beside each other."""


def shown_by(frame: pd.DataFrame, language: Language, judge: str | None = None, *, drawing: Together = "alone") -> str:
    """Who gave the scores of a chart of ``frame``, and whose are left out, in a sentence; "" where nothing is scored.

    A chart of one judge's scores draws those of ``judge`` (default: the newest). Sessions are counted, comparable
    ones only.
    """
    counted = frame.loc[frame["comparable"].astype("bool"), ["session_id", "judge"]]
    sessions = counted.drop_duplicates()["judge"].value_counts()
    if sessions.empty:
        return ""
    first = judge or newest_judge(frame)
    others = [str(each) for each in sessions.index if each != first]
    if not others:
        return shown_alone(first, [], language)

    def listed(judges: list[str]) -> str:
        return i18n.t("charts.between", language).join(
            i18n.t("charts.sessions_by", language, n=int(sessions.get(each, 0)), judge=judge_name(each, language))
            for each in judges
        )

    if drawing != "alone":
        key = "apart" if drawing == "lines" else "side_by_side"
        return i18n.t(f"charts.shown_{key}", language, judges=listed([first, *others]))
    return i18n.t("charts.shown_of_several", language, judge=judge_name(first, language), others=listed(others))


def shown_alone(judge: str, others: list[str], language: Language) -> str:
    """The same where only the judges are known: whose scores are drawn, and by whom there are ``others``."""
    name = judge_name(judge, language)
    if not others:
        return i18n.t("charts.shown_by", language, judge=name)
    listed = i18n.t("charts.between", language).join(judge_name(each, language) for each in others)
    return i18n.t("charts.shown_of_several", language, judge=name, others=listed)
