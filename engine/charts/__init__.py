"""Plotly figures, each with its sentence for screen readers and its numbers as a table.

Streamlit draws one with ``st.plotly_chart(figure, theme=None, config=CONFIG, alt=describe_...(...))``: the
figures bring their own colours for light and dark and are transparent, so its theme must not be laid over them.
"""

from __future__ import annotations

from engine.charts.common import CONFIG
from engine.charts.heat_map import describe_heat_map, heat_map, heat_map_table
from engine.charts.radar import describe_radar, radar, radar_table
from engine.charts.trend import describe_trend, trend, trend_table

__all__ = [
    "CONFIG",
    "describe_heat_map",
    "describe_radar",
    "describe_trend",
    "heat_map",
    "heat_map_table",
    "radar",
    "radar_table",
    "trend",
    "trend_table",
]
