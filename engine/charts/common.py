"""What all charts share: the empty sheet they are drawn on, the words at their marks."""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timezone
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import plotly.graph_objects as go
from babel.dates import format_date

from engine import i18n, labels, rubric
from engine.charts.sheet import Sheet
from engine.model import Category, Language
from engine.theme import FONT, Theme, faded

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""To be passed on with each figure: no tool bar, and a finger on a chart scrolls the page."""

SMALL: Final = 12
"""Size of labels, px."""

LEGEND_LINE: Final = 21
"""Height of a line of a legend, px."""

EDGE: Final = 32
"""Room at both ends of a score axis that lies, px: the half of a name or a number that reaches over its end."""

RADIUS: Final = (0, 108)
"""Of a radar of scores: beyond 100 there is room, so that a mark there does not stand on its corner's name."""

SCORE_TICKS: Final = (*(floor for floor, _ in rubric.BANDS), 100)

DASHES: Final = ("solid", "dash", "dot", "dashdot")

_ORDER: Final = {category.value: place for place, category in enumerate(Category)}


def sheet(theme: Theme, height: int, **margins: int) -> Sheet:
    """An empty figure: transparent, in the page's own font, without room for what is not there."""
    return Sheet(
        template=None,
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0, **margins},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": SMALL, "color": theme.text},
        hoverlabel={
            "bgcolor": theme.surface,
            "bordercolor": theme.border,
            "font": {"family": FONT, "size": 13, "color": theme.text},
            "align": "left",
        },
        dragmode=False,
        showlegend=False,
    )


def score_axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """An axis of scores: always 0-100, with its lines where the bands meet."""
    return straight(theme, range=[0, 100], tickvals=list(SCORE_TICKS), **more)


def axis(theme: Theme, **more: Any) -> dict[str, Any]:
    """An axis with quiet grid lines, straight or polar."""
    return {
        "gridcolor": theme.border,
        "linecolor": theme.border,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": SMALL, "color": theme.muted},
        **more,
    }


def straight(theme: Theme, **more: Any) -> dict[str, Any]:
    """An axis that is not polar, and that cannot be dragged or zoomed."""
    return axis(theme, zeroline=False, fixedrange=True, **more)


def legend(theme: Theme, **more: Any) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yref": "container",
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "font": {"size": SMALL, "color": theme.text},
        "itemclick": False,
        "itemdoubleclick": False,
        **more,
    }


def nothing(theme: Theme, language: Language) -> go.Figure:
    """A figure that says there is nothing to draw yet."""
    empty = sheet(theme, 120)
    empty.note(
        i18n.t("charts.nothing_scored", language),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        font={"color": theme.muted, "size": 14},
    )
    empty.layout(xaxis={"visible": False}, yaxis={"visible": False})
    return empty.drawn()


def zones(figure: Sheet, language: Language, colours: Theme, axis: str = "", *, named: bool = True) -> None:
    """The rubric's bands as faint zones behind an upright score axis ("", "2", ... is its number), with their names
    at its right.
    """
    across, up = f"x{axis} domain", f"y{axis}"
    for place, (top, floor) in enumerate(_bands()):
        figure.shape(**_zone(colours, place), xref=across, x0=0, x1=1, yref=up, y0=floor, y1=top)
        if named:
            figure.note(
                plain(labels.band(floor, language)),
                xref=across,
                x=1,
                xanchor="left",
                xshift=8,
                yref=up,
                y=(top + floor) / 2,
                font={"size": SMALL, "color": colours.muted},
            )


def zones_across(figure: Sheet, language: Language, colours: Theme) -> None:
    """The same for a score axis that lies, the names above; the narrow top band's ends where the axis does."""
    for place, (top, floor) in enumerate(_bands()):
        last = top == SCORE_TICKS[-1]
        figure.shape(**_zone(colours, place), xref="x", x0=floor, x1=top, yref="paper", y0=0, y1=1)
        figure.note(
            plain(labels.band(floor, language)),
            xref="x",
            x=top if last else (top + floor) / 2,
            xanchor="right" if last else "center",
            xshift=EDGE if last else 0,
            yref="paper",
            y=1,
            yanchor="bottom",
            font={"size": SMALL - 1, "color": colours.muted},
        )


def plain(text: str) -> str:
    """Text as Plotly shows it: nothing in it is a tag, and nothing starts a formula."""
    return html.escape(text, quote=False).replace("$", "&#36;")


@lru_cache(maxsize=1024)
def brief(text: str, width: int) -> str:
    """The start of ``text`` on one line of at most ``width`` letters (a Chinese one counts as two), as it was written.

    What is invisible goes, since it could turn the text beside it around; a cut is an ellipsis; nothing is "–".
    """
    line = " ".join(
        "".join(char for char in text if not unicodedata.category(char).startswith("C") or char in "\n\t").split()
    )
    if sum(map(_wide, line)) <= width:
        return line or "–"
    end, used = 0, 1.0
    for char in line:
        used += _wide(char)
        if used > width:
            break
        end += 1
    return line[:end].rstrip() + "…"


def sentences(told: Sequence[str], language: Language) -> str:
    """Sentences one after the other; empty ones are left out."""
    return ("" if language == "zh" else " ").join(each for each in told if each)


def column(name: str, language: Language) -> str:
    """The heading of a table's column."""
    return i18n.t(f"charts.column.{name}", language)


def whole(value: float) -> int:
    """A mean as it is shown: halves round up."""
    return int(value + 0.5)


def by_category(key: str) -> tuple[int, str]:
    """Sorts categories in the order they have everywhere: overall ("") first, those of someone else's making last."""
    if not key:
        return -1, key
    return _ORDER.get(key, len(_ORDER)), key


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near to the ``wanted`` ones as can be, at least ``gap`` apart and between ``low`` and ``high``.

    Where there is no room for all, they overlap evenly.
    """
    if not wanted:
        return []
    gap = min(gap, (high - low) / max(1, len(wanted) - 1))
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found = [0.0] * len(wanted)
    floor = low
    for place in order:
        found[place] = max(floor, min(wanted[place], high))
        floor = found[place] + gap
    ceiling = high
    for place in reversed(order):
        found[place] = min(found[place], ceiling)
        ceiling = found[place] - gap
    return found


def category_label(key: str, language: Language, width: int = 14) -> str:
    """A category's word, broken into lines of about ``width`` letters."""
    word = brief(labels.category(key, language), 40)
    return "<br>".join(plain(line) for line in textwrap.wrap(word, width)) or "–"


def short_day(when: datetime, language: Language, tz: timezone, *, with_year: bool = False) -> str:
    """A date for an axis: "14 Mar", "3月14日"; the year, if wanted, on a line below."""
    local = when.astimezone(tz).date()
    day = format_date(local, "M月d日" if language == "zh" else "d MMM", locale=language)
    return f"{day}<br>{local.year}" if with_year else day


def stacked_day(when: datetime, language: Language, tz: timezone, *, with_year: bool = False) -> str:
    """A date for a narrow column: "14" over "Mar", "3月" over "14日"; the year, if wanted, below."""
    local = when.astimezone(tz).date()
    day = format_date(local, "M月'<br>'d日" if language == "zh" else "d'<br>'MMM", locale=language)
    return f"{day}<br>{local.year}" if with_year else day


def _bands() -> list[tuple[int, int]]:
    """Top and floor of each band, the highest first."""
    return list(pairwise([100, *(floor for floor, _ in rubric.BANDS)]))


def _zone(colours: Theme, place: int) -> dict[str, Any]:
    fill = faded(colours.primary, 0.13 - 0.03 * place)
    return {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": fill}


def _wide(char: str) -> float:
    """Width beside that of a usual small letter, rather too wide than too narrow."""
    if unicodedata.east_asian_width(char) in "WF":
        return 2
    return 1.6 if char in "mwMW@%" else 1.2 if char.isupper() else 1
