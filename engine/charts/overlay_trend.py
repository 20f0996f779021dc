"""Scores of several people or cohorts over time, laid over each other."""

from __future__ import annotations

from datetime import UTC, timezone
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from engine import i18n, labels
from engine.charts.common import (
    DASHES,
    LEGEND_LINE,
    SMALL,
    brief,
    column,
    legend,
    nothing,
    plain,
    score_axis,
    sentences,
    sheet,
    short_day,
    spread,
    straight,
    whole,
    zones,
)
from engine.charts.groups import Group, left_over
from engine.charts.lines import Align, Line, Step, judges_of, lines_of
from engine.charts.once import once
from engine.charts.points import judge_name, points, shown_by
from engine.charts.sheet import Sheet
from engine.model import Language
from engine.theme import Theme, faded, theme

_PLOT: Final = 250  # px
_SHORT: Final = 11  # letters of a name beside its line
_LONG: Final = 40  # letters of a name in the legend


def overlay_trend(
    frame: pd.DataFrame,
    language: Language,
    dark: bool,
    tz: timezone = UTC,
    *,
    align: Align = "date",
    category: str | None = None,
    months: pd.DataFrame | None = None,
) -> go.Figure:
    """Scores 0-100 of up to ``MOST_GROUPS`` groups: a frame of sessions, or with a ``category`` of categories, with
    a column ``group``.

    A person is a line over their comparable sessions, with the partial and mixed ones hollow beside it. A cohort is
    the line of its people's median with a band around their middle half, by month (by week within four months), or
    by session number. ``align`` "number" lays first session over first session. Scores of different judges are
    different lines: colour and mark tell the group, the dash tells the judge.

    Where a cohort has too many sessions to be handed over, ``months`` says what they come to by date: group, judge
    (or its three parts), month (its first day, UTC), score, and if known lower, upper (the middle half), people
    (whose median the score then is).
    """
    colours = theme(dark)
    lines = _laid(frame, category, tz, align, months)[1]
    if not lines:
        return nothing(colours, language)
    judges = judges_of(lines)
    named = len(judges) > 1 or any(
        line.group.is_cohort or brief(line.group.name, _SHORT) != line.group.name for line in lines
    )
    shown = list(dict.fromkeys(line.group for line in lines))
    keyed = LEGEND_LINE * (len(shown) + (len(judges) if len(judges) > 1 else 0)) if named else 0
    below = 46 + (20 if align == "number" else 0) + keyed
    figure = sheet(colours, _PLOT + 14 + below, l=28, r=102, t=14, b=below)
    for line in lines:
        figure.trace(*_traces(line, judges, colours, language, tz))
    figure.trace(*_keys(shown, judges, colours, language))
    zones(figure, language, colours, named=False)  # the groups' names stand where the bands' would
    _name_lines(figure, lines, colours)
    figure.layout(
        showlegend=named,
        legend=legend(colours, orientation="v", traceorder="normal"),
        xaxis=_across(lines, colours, language, tz, align),
        yaxis=score_axis(colours),
    )
    return figure.drawn()


def describe_overlay_trend(
    frame: pd.DataFrame,
    language: Language,
    tz: timezone = UTC,
    *,
    align: Align = "date",
    category: str | None = None,
    months: pd.DataFrame | None = None,
) -> str:
    """The overlay group by group, for screen readers."""
    scored, lines = _laid(frame, category, tz, align, months)
    if not lines:
        return i18n.t("charts.describe.overlay_empty", language)
    told = [i18n.t(f"charts.describe.overlay_{align}", language)]
    if category is not None:
        told.append(i18n.t("charts.describe.of_category", language, category=labels.category(category, language)))
    for line in lines:
        if not line.steps:
            continue
        kind = "cohort" if line.group.people > 1 else "months" if line.group.is_cohort else "person"
        told.append(
            i18n.t(
                f"charts.describe.overlay_{kind}",
                language,
                name=brief(line.group.name, _LONG),
                n=line.group.people if line.group.people > 1 else len(line.steps),
                first=whole(line.steps[0].score),
                last=labels.score(whole(line.steps[-1].score), language),
                judge=judge_name(line.judge, language),
            )
        )
    if not scored["comparable"].all():
        told.append(i18n.t("charts.describe.trend_left_out", language))
    if len(judges_of(lines)) > 1:
        told.append(i18n.t("charts.describe.trend_judges", language))
    told += [left_over(frame, language), shown_by(scored, language, drawing="lines")]
    return sentences(told, language)


def overlay_trend_table(
    frame: pd.DataFrame,
    language: Language,
    tz: timezone = UTC,
    *,
    align: Align = "date",
    category: str | None = None,
    months: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The overlay's numbers group by group, oldest first: group, date or session, score, band, middle half, people,
    remark, judged by.
    """
    rows = [
        {
            "group": brief(line.group.name, _LONG),
            "date" if align == "date" else "session": _when(step, align, language, tz),
            "score": whole(step.score),
            "band": labels.band(whole(step.score), language),
            "middle": _middle(step),
            "people": step.people,
            "remark": i18n.t("charts.partial_or_mixed", language) if step.apart else "",
            "judge": judge_name(line.judge, language) if line.judge else "",
        }
        for line in _laid(frame, category, tz, align, months)[1]
        for step in (*line.steps, *line.apart)
    ]
    named = ("group", "date" if align == "date" else "session", "score", "band", "middle", "people", "remark", "judge")
    table = pd.DataFrame(rows, columns=list(named))
    return table.rename(columns={name: column(name, language) for name in named})


@once
def _laid(
    frame: pd.DataFrame, category: str | None, tz: timezone, align: Align, months: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[Line]]:
    """What is scored, and the lines of it."""
    scored = points(frame, category)
    return scored, lines_of(scored, tz, align, months)


def _traces(line: Line, judges: list[str], colours: Theme, language: Language, tz: timezone) -> list[go.Scatter]:
    group, colour = line.group, line.group.colour(colours)
    shared = {
        "name": plain(brief(group.name, _LONG)),
        "showlegend": False,
        "cliponaxis": False,
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    traces = []
    if any(step.low is not None for step in line.steps):
        traces.append(_band(line.steps, colour))
    if line.steps:
        traces.append(
            go.Scatter(
                x=[step.x for step in line.steps],
                y=[step.score for step in line.steps],
                mode="lines+markers",
                line={
                    "color": colour,
                    "width": 3 if group.is_cohort else 2,
                    "dash": _dash(line.judge, judges),
                },
                marker={"color": colour, "size": group.size(8), "symbol": group.mark},
                customdata=[_hover(line, step, language, tz) for step in line.steps],
                **shared,
            )
        )
    if line.apart:
        traces.append(
            go.Scatter(
                x=[step.x for step in line.apart],
                y=[step.score for step in line.apart],
                mode="markers",
                marker={
                    "color": colour,
                    "size": group.size(8),
                    "symbol": f"{group.mark}-open",
                    "line": {"width": 1.5},
                },
                customdata=[_hover(line, step, language, tz) for step in line.apart],
                **shared,
            )
        )
    return traces


def _keys(shown: list[Group], judges: list[str], colours: Theme, language: Language) -> list[go.Scatter]:
    """Entries of the legend: a mark for each group and, of several judges, a dash for each."""
    several = len(judges) > 1
    keys = [
        {
            "name": plain(group.title(language, _LONG)),
            "mode": "markers" if several else "lines+markers",
            "line": {"color": group.colour(colours), "width": 3 if group.is_cohort else 2},
            "marker": {"color": group.colour(colours), "size": group.size(8), "symbol": group.mark},
        }
        for group in shown
    ]
    if several:
        keys += [
            {
                "name": plain(brief(judge_name(judge, language), 44)),
                "mode": "lines",
                "line": {"color": colours.muted, "width": 2, "dash": _dash(judge, judges)},
            }
            for judge in judges
        ]
    return [go.Scatter(x=[None], y=[None], hoverinfo="skip", **key) for key in keys]


def _dash(judge: str, judges: list[str]) -> str:
    return DASHES[judges.index(judge) % len(DASHES)]


def _band(steps: list[Step], colour: str) -> go.Scatter:
    """The middle half as one shape for each run of steps that have it; a lone one is an upright stroke."""
    x: list[Any] = []
    y: list[Any] = []
    run: list[Step] = []
    for step in [*steps, None]:
        if step is not None and step.low is not None:
            run.append(step)
        elif run:
            x += [*(each.x for each in run), *(each.x for each in reversed(run)), run[0].x, None]
            y += [*(each.high for each in run), *(each.low for each in reversed(run)), run[0].high, None]
            run = []
    return go.Scatter(
        x=x[:-1],
        y=y[:-1],
        mode="lines",
        fill="toself",
        fillcolor=faded(colour, 0.14),
        line={"color": faded(colour, 0.35), "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _name_lines(figure: Sheet, lines: list[Line], colours: Theme) -> None:
    """Each group's name at the right, led to from the end of its newest line."""
    newest = {line.group.place: line for line in lines}
    ends = [(line, (line.steps or line.apart)[-1]) for line in newest.values()]
    places = spread([step.score for _, step in ends], 16 * 100 / _PLOT, 2, 98)
    for (line, step), y in zip(ends, places, strict=True):
        figure.note(
            line.group.label(colours, _SHORT),
            xref="paper",
            yref="y",
            x=1,
            y=y,
            xanchor="left",
            xshift=6,
            font={"size": SMALL, "color": colours.text},
        )
        figure.shape(
            type="line",
            xref="x",
            x0=step.x,
            x1=_ends(lines)[1],
            y0=step.score,
            y1=y,
            layer="below",
            line={"color": faded(line.group.colour(colours), 0.6), "width": 1, "dash": "dot"},
        )


def _ends(lines: list[Line]) -> tuple[Any, Any]:
    """Where the axis begins and ends: a little outside the first and last step."""
    places = [step.x for line in lines for step in (*line.steps, *line.apart)]
    first, last = min(places), max(places)
    edge = (last - first) * 0.03
    if first == last:
        edge = pd.Timedelta(days=7) if isinstance(first, pd.Timestamp) else 1
    return first - edge, last + edge


def _across(lines: list[Line], colours: Theme, language: Language, tz: timezone, align: Align) -> dict[str, Any]:
    places = sorted({step.x for line in lines for step in (*line.steps, *line.apart)})
    first, last = places[0], places[-1]
    common = {"showgrid": False, "range": list(_ends(lines)), "tickangle": 0, "ticklabelstandoff": 6}
    if align == "number":
        step = max(1, -(-int(last) // 8))
        ticks = list(range(1, int(last) + 1, step))
        title = {"text": i18n.t("charts.session_number", language), "font": {"size": SMALL, "color": colours.muted}}
        return straight(colours, **common, tickvals=ticks, title=title)
    dated = [first + (last - first) * part / 3 for part in range(4)] if last - first > pd.Timedelta(days=3) else [last]
    years = {when.tz_convert(tz).year for when in (first, last)}
    texts = [short_day(when, language, tz, with_year=len(years) > 1) for when in dated]
    return straight(colours, **common, type="date", tickvals=dated, ticktext=texts)


def _when(step: Step, align: Align, language: Language, tz: timezone) -> str:
    if align == "number":
        return i18n.t("charts.session_numbered", language, number=step.x)
    when = i18n.day(step.x, language, tz=tz)
    return i18n.t("charts.around", language, date=when) if step.people != 1 or step.low is not None else when


def _middle(step: Step) -> str:
    return "" if step.low is None or step.high is None else f"{whole(step.low)}–{whole(step.high)}"


def _hover(line: Line, step: Step, language: Language, tz: timezone) -> str:
    align: Align = "date" if isinstance(step.x, pd.Timestamp) else "number"
    told = [
        plain(brief(line.group.name, _LONG)),
        _when(step, align, language, tz),
        f"<b>{plain(labels.score(whole(step.score), language))}</b>",
    ]
    if line.group.is_cohort:
        middle = _middle(step)
        if middle:
            told.append(i18n.t("charts.middle_half", language, span=middle))
        if step.people:
            told.append(i18n.t("charts.people", language, n=step.people))
    if step.apart:
        told.append(i18n.t("charts.partial_or_mixed", language))
    elif line.judge:
        told.append(plain(brief(judge_name(line.judge, language), 60)))
    return "<br>".join(told)
