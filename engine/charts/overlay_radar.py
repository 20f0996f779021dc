"""Mean scores by category of several people or cohorts, laid over each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import (
    EDGE,
    LEGEND_LINE,
    RADIUS,
    SMALL,
    axis,
    brief,
    by_category,
    category_label,
    column,
    legend,
    nothing,
    plain,
    score_axis,
    sentences,
    sheet,
    straight,
    whole,
    zones_across,
)
from engine.charts.groups import Group, common_judge, groups, left_over, mean_of_people
from engine.charts.once import once
from engine.charts.points import judged, points, shown_alone, shown_by
from engine.model import Language
from engine.theme import Theme, theme

_FEWEST: Final = 3  # corners of a radar
_MANY: Final = 9  # corners whose names stand close
_NUMBERED: Final = (20, 60, 100)
_RINGS: Final = (20, 40, 60, 80, 100)
_LONG: Final = 32  # letters of a name


def overlay_radar(frame: pd.DataFrame, language: Language, dark: bool, *, judge: str | None = None) -> go.Figure:
    """Mean 0-100 by category of up to ``MOST_GROUPS`` groups: a frame of categories with a column ``group``, or one
    of their means (group, category, score, sessions and the judge, without ``comparable``).

    Comparable scores of one ``judge`` only (default: the one that most groups share). In a cohort each
    person counts once, unless the means are given. A category that a group was never asked about is a gap in its
    line. With fewer than three categories, rows of marks.
    """
    colours = theme(dark)
    known = _known(frame, judge)
    if known is None:
        return nothing(colours, language)
    draw = _rows if len(known.categories) < _FEWEST else _radar
    return draw(known.means, known.categories, known.groups, language, colours)


def describe_overlay_radar(frame: pd.DataFrame, language: Language, *, judge: str | None = None) -> str:
    """The overlay group by group, for screen readers."""
    known = _known(frame, judge)
    if known is None:
        return i18n.t("charts.describe.radar_overlay_empty", language)
    told = [i18n.t("charts.describe.radar_overlay", language)]
    for group in known.groups:
        scores = [
            i18n.t(
                "charts.describe.category",
                language,
                category=labels.category(category, language),
                score=whole(known.means.loc[(group.name, category), "score"]),
            )
            for category in known.categories
            if (group.name, category) in known.means.index
        ]
        name, listed = brief(group.name, _LONG), i18n.t("charts.between", language).join(scores)
        told.append(i18n.t("charts.describe.group_scores", language, name=name, scores=listed))
    told.append(left_over(known.counted, language))
    if "comparable" in frame:
        told.append(shown_by(points(frame), language, known.judge))
    else:
        others = [str(each) for each in judged(frame)["judge"].unique() if each != known.judge]
        told.append(shown_alone(known.judge, others, language))
    return sentences(told, language)


def overlay_radar_table(frame: pd.DataFrame, language: Language, *, judge: str | None = None) -> pd.DataFrame:
    """The overlay's numbers: category, group, score (missing where there is none), band, sessions and, where they
    are known, people.
    """
    known = _known(frame, judge)
    rows = known.rows(language) if known else []
    names = ["category", "group", "score", "band", "sessions", *(["people"] if "comparable" in frame else [])]
    table = pd.DataFrame(rows, columns=names)
    table["score"] = table["score"].astype("Int64")
    return table.rename(columns={name: column(name, language) for name in names})


@dataclass(frozen=True)
class _Known:
    """What one judge gave. ``means`` has score, people and n by group and category."""

    counted: pd.DataFrame
    means: pd.DataFrame
    judge: str

    @property
    def categories(self) -> list[str]:
        return sorted(self.counted["category"].unique(), key=by_category)

    @property
    def groups(self) -> list[Group]:
        return groups(self.counted)

    def rows(self, language: Language) -> list[dict[str, Any]]:
        """The table's, category by category."""
        rows = []
        for category, group in product(self.categories, self.groups):
            key = (group.name, category)
            found = self.means.loc[key] if key in self.means.index else None
            score = None if found is None else whole(found["score"])
            rows.append(
                {
                    "category": labels.category(category, language),
                    "group": brief(group.name, _LONG),
                    "score": score,
                    "band": i18n.t("charts.not_asked", language) if score is None else labels.band(score, language),
                    "sessions": 0 if found is None else int(found["n"]),
                    "people": 0 if found is None else int(found["people"]),
                }
            )
        return rows


@once
def _known(frame: pd.DataFrame, judge: str | None) -> _Known | None:
    if frame.empty:  # means of nothing have no columns
        return None
    if "comparable" in frame:
        rows = points(frame)
        rows = rows[rows["comparable"]]
        chosen = judge or common_judge(rows)
        rows = rows[rows["judge"] == chosen]
        return None if rows.empty else _Known(rows, mean_of_people(rows, "group", "category"), chosen)
    rows = judged(frame[frame["score"].notna()])
    if rows.empty:
        return None
    chosen = judge or common_judge(rows)
    rows = rows[rows["judge"] == chosen]
    if rows.empty:
        return None
    total = rows.assign(score=rows["score"].astype("float64") * rows["sessions"])
    sums = total.groupby(["group", "category"], observed=True)[["score", "sessions"]].sum()
    means = pd.DataFrame({"score": sums["score"] / sums["sessions"], "people": 0, "n": sums["sessions"]})
    return _Known(rows, means, chosen)


def _radar(
    means: pd.DataFrame, categories: list[str], shown: list[Group], language: Language, colours: Theme
) -> go.Figure:
    corners = [category_label(each, language) for each in categories]
    angles = [place * 360 / len(categories) for place in range(len(categories))]
    room = 16 * (max(corner.count("<br>") for corner in corners) + 1)
    keyed = LEGEND_LINE * len(shown) + 10
    widest = max(len(line) for corner in corners for line in corner.split("<br>"))
    side = min(78, 10 + widest * (12 if language == "zh" else 6))
    figure = sheet(colours, 300 + keyed, l=side, r=side, t=room, b=room + keyed)
    # Of many corners none stands straight below, where its name would run into its neighbours'.
    turned = 180 / len(categories) if len(categories) >= _MANY else 0
    figure.trace(_scale(180 / len(categories), colours))
    for group in shown:
        scores = [_score(means, group, category) for category in categories]
        figure.trace(
            go.Scatterpolar(
                r=[*scores, scores[0]],
                theta=[*angles, angles[0]],
                name=plain(group.title(language, _LONG)),
                mode="lines+markers",
                connectgaps=False,
                line={"color": group.colour(colours), "width": 2, "dash": group.dash},
                marker={"color": group.colour(colours), "size": group.size(8), "symbol": group.mark},
                customdata=[*(told := _hover(means, group, categories, language)), told[0]],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
    figure.layout(
        showlegend=True,
        # An upright legend would take its width off the radar's; entries as wide as a phone stand in rows too.
        legend=legend(colours, traceorder="normal", entrywidth=270, xref="container"),
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "gridshape": "linear",
            "angularaxis": axis(
                colours,
                direction="clockwise",
                rotation=90 + turned,
                tickvals=angles,
                ticktext=corners,
                tickfont={"size": SMALL, "color": colours.text},
            ),
            "radialaxis": axis(
                colours,
                range=list(RADIUS),
                tickvals=list(_RINGS),
                showticklabels=False,
            ),
        },
    )
    return figure.drawn()


def _scale(angle: float, colours: Theme) -> go.Scatterpolar:
    """Numbers at some of the rings, between two corners so that they stand in the way of no mark."""
    return go.Scatterpolar(
        r=list(_NUMBERED),
        theta=[angle] * len(_NUMBERED),
        mode="text",
        text=[str(each) for each in _NUMBERED],
        textfont={"size": SMALL - 2, "color": colours.muted},
        showlegend=False,
        hoverinfo="skip",
    )


def _rows(
    means: pd.DataFrame, categories: list[str], shown: list[Group], language: Language, colours: Theme
) -> go.Figure:
    """A row for each category, its groups' marks under each other so that none hides another."""
    step = 13
    high = 26 + step * len(shown) + 10
    keyed = LEGEND_LINE * len(shown) + 10
    figure = sheet(colours, high * len(categories) + 20 + 24 + keyed, l=EDGE, r=EDGE, t=20, b=24 + keyed)
    for group in shown:
        known = [place for place, each in enumerate(categories) if _score(means, group, each) is not None]
        told = _hover(means, group, categories, language)
        figure.trace(
            go.Scatter(
                x=[_score(means, group, categories[place]) for place in known],
                y=[high * place + 32 + step * shown.index(group) for place in known],
                name=plain(group.title(language, _LONG)),
                mode="markers",
                marker={"color": group.colour(colours), "size": group.size(9), "symbol": group.mark},
                customdata=[told[place] for place in known],
                hovertemplate="%{customdata}<extra></extra>",
                cliponaxis=False,
            )
        )
    zones_across(figure, language, colours)
    for place, category in enumerate(categories):
        name = plain(brief(labels.category(category, language), 40))
        figure.note(name, xref="paper", x=0, xanchor="left", yref="y", y=high * place + 14, font={"size": SMALL})
    figure.layout(
        showlegend=True,
        legend=legend(colours, orientation="v", traceorder="normal"),
        xaxis=score_axis(colours),
        yaxis=straight(colours, range=[high * len(categories), 0], visible=False),
    )
    return figure.drawn()


def _score(means: pd.DataFrame, group: Group, category: str) -> float | None:
    key = (group.name, category)
    return float(means.loc[key, "score"]) if key in means.index else None


def _hover(means: pd.DataFrame, group: Group, categories: list[str], language: Language) -> list[str]:
    told = []
    for category in categories:
        if (group.name, category) not in means.index:
            told.append("")
            continue
        found = means.loc[(group.name, category)]
        lines = [
            plain(brief(group.name, 40)),
            plain(brief(labels.category(category, language), 40)),
            f"<b>{plain(labels.score(whole(found['score']), language))}</b>",
            i18n.t("charts.sessions", language, n=int(found["n"])),
        ]
        if group.is_cohort:
            lines.append(i18n.t("charts.people", language, n=int(found["people"])))
        told.append("<br>".join(lines))
    return told
