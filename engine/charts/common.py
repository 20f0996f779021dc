"""What all charts share: the empty sheet they are drawn on, the words at their marks."""

from __future__ import annotations

import html
import textwrap
from datetime import datetime, timezone
from typing import Any, Final

import plotly.graph_objects as go
from babel.dates import format_date

from engine import i18n, labels
from engine.model import Language
from engine.theme import FONT, Theme

CONFIG: Final[dict[str, Any]] = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
"""To be passed on with each figure: no tool bar, and a finger on a chart scrolls the page."""

SMALL: Final = 12
"""Size of labels, px."""

LEGEND_LINE: Final = 21
"""Height of a line of a legend, px."""


def sheet(theme: Theme, height: int, **margins: int) -> go.Figure:
    """An empty figure: transparent, in the page's own font, without room for what is not there."""
    figure = go.Figure()
    figure.update_layout(
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
    return figure


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
    figure = sheet(theme, 120)
    figure.add_annotation(
        text=i18n.t("charts.nothing_scored", language),
        showarrow=False,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        font={"color": theme.muted, "size": 14},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    return figure


def plain(text: str) -> str:
    """Text as Plotly shows it: nothing in it is a tag, and nothing starts a formula."""
    return html.escape(text, quote=False).replace("$", "&#36;")


def category_label(key: str, language: Language, width: int = 14) -> str:
    """A category's word, broken into lines of about ``width`` letters."""
    word = textwrap.shorten(labels.category(key, language), 40, placeholder="…")
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
