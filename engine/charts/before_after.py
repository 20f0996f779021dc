"""Mean score of each category before and after a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import (
    EDGE,
    LEGEND_LINE,
    SMALL,
    brief,
    by_category,
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
from engine.charts.points import newest_judge, points, records, shown_alone, shown_by
from engine.charts.sheet import Sheet
from engine.model import Language
from engine.theme import Theme, theme

FEWEST: Final = 3
"""Sessions on each side that a difference is told from."""

_HIGH: Final = 50  # px of a category's row
_MIDDLE: Final = 34  # px from its top to its marks
_NAME: Final = 22  # letters: the longest name of our own categories


def before_after(
    frame: pd.DataFrame,
    when: datetime,
    language: Language,
    dark: bool,
    tz: timezone = UTC,
    *,
    judge: str | None = None,
) -> go.Figure:
    """Mean 0-100 of each category of a frame of categories before ``when`` (hollow) and from then on (filled); with
    an overall row first where the frame is of ``with_overall``. Or the means themselves: a frame of category ("" for
    overall), before, after, before_n and after_n, given by ``judge``.

    Comparable scores of one ``judge`` only (default: the newest). Where a side has fewer than three sessions the
    two are not joined, and the row says "too few to tell".
    """
    colours = theme(dark)
    rows = _rows(frame, when, judge)
    if not rows:
        return nothing(colours, language)
    below = 26 + 2 * LEGEND_LINE + 8
    figure = sheet(colours, _HIGH * len(rows) + 20 + below, l=EDGE, r=EDGE, t=20, b=below)
    _join(figure, rows, colours)
    for after in (False, True):
        figure.trace(_side(rows, after, when, language, colours, tz))
    for place, row in enumerate(rows):
        _head(figure, row, place, language, colours)
    zones_across(figure, language, colours)
    figure.layout(
        showlegend=True,
        legend=legend(colours, orientation="v", traceorder="normal", itemsizing="constant"),
        xaxis=score_axis(colours),
        yaxis=straight(colours, range=[_HIGH * len(rows), 0], visible=False),
    )
    return figure.drawn()


def describe_before_after(
    frame: pd.DataFrame, when: datetime, language: Language, tz: timezone = UTC, *, judge: str | None = None
) -> str:
    """Before and after category by category, for screen readers."""
    rows = _rows(frame, when, judge)
    if not rows:
        return i18n.t("charts.describe.before_after_empty", language)
    told = [i18n.t("charts.describe.before_after", language, date=i18n.day(when, language, tz=tz))]
    told += [_told(row, language) for row in rows]
    if "before_n" not in frame:
        told.append(shown_by(points(frame), language, judge))
    elif judge:
        told.append(shown_alone(judge, [], language))
    return sentences(told, language)


def before_after_table(
    frame: pd.DataFrame, when: datetime, language: Language, *, judge: str | None = None
) -> pd.DataFrame:
    """The numbers: category, sessions and mean before, sessions and mean after, change (missing under three sessions
    on a side), remark.
    """
    rows = [
        {
            "category": row.name(language),
            "sessions_before": row.n_before,
            "before": whole(row.before) if row.n_before else None,
            "sessions_after": row.n_after,
            "after": whole(row.after) if row.n_after else None,
            "change": row.change if row.tells else None,
            "remark": "" if row.tells else i18n.t("charts.too_few", language),
        }
        for row in _rows(frame, when, judge)
    ]
    names = ("category", "sessions_before", "before", "sessions_after", "after", "change", "remark")
    table = pd.DataFrame(rows, columns=list(names))
    table[["before", "after", "change"]] = table[["before", "after", "change"]].astype("Int64")
    return table.rename(columns={name: column(name, language) for name in names})


@dataclass(frozen=True)
class _Row:
    """A category's means, 0-100; NaN on a side without a session."""

    category: str
    before: float
    after: float
    n_before: int
    n_after: int

    def name(self, language: Language) -> str:
        return labels.category(self.category, language) if self.category else i18n.t("charts.overall", language)

    @property
    def tells(self) -> bool:
        return min(self.n_before, self.n_after) >= FEWEST

    @property
    def change(self) -> int:
        """Difference of the means as they are shown, so that whoever subtracts gets the same."""
        return whole(self.after) - whole(self.before)


def _rows(frame: pd.DataFrame, when: datetime, judge: str | None) -> list[_Row]:
    if frame.empty:  # rows computed elsewhere have no columns where there are none
        return []
    if "before_n" in frame:
        found = [
            _Row(row["category"], float(row["before"]), float(row["after"]), int(row["before_n"]), int(row["after_n"]))
            for row in records(frame.astype({"before": "float64", "after": "float64"}))
        ]
        return sorted(found, key=lambda row: by_category(row.category))
    scored = points(frame)
    counted = scored[scored["comparable"] & (scored["judge"] == (judge or newest_judge(scored)))]
    found = []
    for category in sorted(counted["category"].unique(), key=by_category):
        rows = counted[counted["category"] == category]
        early = rows["created_at"] < when
        before, after = rows["score"][early], rows["score"][~early]
        found.append(_Row(str(category), before.mean(), after.mean(), len(before), len(after)))
    return found


def _told(row: _Row, language: Language) -> str:
    fields = {
        "category": row.name(language),
        "n_before": row.n_before,
        "n_after": row.n_after,
    }
    if not row.tells:
        return i18n.t("charts.describe.before_after_few", language, **fields)
    means = {"before": whole(row.before), "after": whole(row.after)}
    return i18n.t("charts.describe.before_after_category", language, **fields, **means)


def _join(figure: Sheet, rows: list[_Row], colours: Theme) -> None:
    for place, row in enumerate(rows):
        if row.tells:
            y = _HIGH * place + _MIDDLE
            figure.shape(
                type="line",
                x0=row.before,
                x1=row.after,
                y0=y,
                y1=y,
                layer="between",  # over the grid, under the marks
                line={"color": colours.primary, "width": 3},
            )


def _side(
    rows: list[_Row], after: bool, when: datetime, language: Language, colours: Theme, tz: timezone
) -> go.Scatter:
    known = [(place, row) for place, row in enumerate(rows) if (row.n_after if after else row.n_before)]
    means = [row.after if after else row.before for _, row in known]
    # The number stands on the side away from the other mark.
    outward = ["right" if (row.after >= row.before) == after else "left" for _, row in known]
    date = i18n.day(when, language, tz=tz)
    return go.Scatter(
        x=means,
        y=[_HIGH * place + _MIDDLE for place, _ in known],
        mode="markers+text",
        name=i18n.t("charts.from_day" if after else "charts.before_day", language, date=date),
        marker={
            "color": [
                (colours.primary if row.tells else colours.muted) if after else colours.background for _, row in known
            ],
            "size": 11,
            "line": {"color": [colours.primary if row.tells else colours.muted for _, row in known], "width": 2},
        },
        text=[f"<b>{whole(mean)}</b>" for mean in means],
        textposition=[f"middle {side}" for side in outward],
        textfont={"size": SMALL, "color": colours.text},
        customdata=[_hover(row, after, language) for _, row in known],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _head(figure: Sheet, row: _Row, place: int, language: Language, colours: Theme) -> None:
    numbers = i18n.t("charts.before_after_n", language, before=row.n_before, after=row.n_after)
    told = f"<b>{_signed(row.change)}</b>" if row.tells else i18n.t("charts.too_few", language)
    at = {"xref": "paper", "yref": "y", "y": _HIGH * place + 13}
    name = plain(brief(row.name(language), _NAME))
    figure.note(name, x=0, xanchor="left", xshift=-EDGE + 4, font={"size": SMALL, "color": colours.text}, **at)
    font = {"size": SMALL, "color": colours.text if row.tells else colours.muted}
    figure.note(f"{told} · {numbers}", x=1, xanchor="right", xshift=EDGE - 4, font=font, **at)


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "−") if points else "0"


def _hover(row: _Row, after: bool, language: Language) -> str:
    mean, n = (row.after, row.n_after) if after else (row.before, row.n_before)
    return "<br>".join(
        [
            plain(brief(row.name(language), 40)),
            f"<b>{plain(labels.score(whole(mean), language))}</b>",
            i18n.t("charts.sessions", language, n=n),
        ]
    )
