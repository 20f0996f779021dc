"""A chart while it is put together: Plotly checks a figure anew with each thing that is added, so here it is added in
plain lists and checked once at the end, which takes a sixth of the time.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType


class Sheet:
    """Traces and layout of a figure to be, whose layout has a height and all four margins in px."""

    def __init__(self, **layout: Any) -> None:
        self.traces: list[BaseTraceType] = []
        self._layout = layout
        self._shapes: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []

    @property
    def inside(self) -> int:
        """Height without the margins, px."""
        margin = self._layout["margin"]
        return int(self._layout["height"] - margin["t"] - margin["b"])

    def trace(self, *traces: BaseTraceType) -> None:
        self.traces += traces

    def layout(self, **layout: Any) -> None:
        """Set parts of the layout whole: an axis, the legend."""
        self._layout |= layout

    def shape(self, **shape: Any) -> None:
        self._shapes.append(shape)

    def note(self, text: str, **more: Any) -> None:
        """A line of text that stands where it is put, without an arrow."""
        self._annotations.append({"text": text, "showarrow": False, "borderpad": 0, **more})

    def drawn(self) -> go.Figure:
        """The figure. Raises ValueError where something in it is none of Plotly's."""
        return go.Figure(
            data=self.traces, layout={**self._layout, "shapes": self._shapes, "annotations": self._annotations}
        )
