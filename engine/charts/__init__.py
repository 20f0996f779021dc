"""Plotly figures, each with its sentence for screen readers and its numbers as a table.

Streamlit draws one with ``st.plotly_chart(figure, theme=None, config=CONFIG, alt=describe_...(...))``: the
figures bring their own colours for light and dark and are transparent, so its theme must not be laid over them.

Scores of different judges are never averaged or joined. A chart that draws one judge's scores takes those of the
newest judge, or of several groups the one that most of them share, unless told which; ``shown_by`` is the line under
it that says whose they are and whose are left out.
"""

from __future__ import annotations

from engine.charts.before_after import before_after, before_after_table, describe_before_after
from engine.charts.common import CONFIG
from engine.charts.dimensions import describe_dimensions, dimensions, dimensions_table
from engine.charts.distribution import describe_distribution, distribution, distribution_table
from engine.charts.effort import describe_effort, effort, effort_table
from engine.charts.groups import MOST_GROUPS, common_judge, in_order
from engine.charts.heat_map import describe_heat_map, drawn_in_heat_map, heat_map, heat_map_table
from engine.charts.lines import Align
from engine.charts.overlay_radar import describe_overlay_radar, overlay_radar, overlay_radar_table
from engine.charts.overlay_trend import describe_overlay_trend, overlay_trend, overlay_trend_table
from engine.charts.points import Together, judge_name, newest_judge, shown_by, with_intervals, with_overall
from engine.charts.radar import describe_radar, radar, radar_table
from engine.charts.trend import describe_trend, trend, trend_table

__all__ = [
    "CONFIG",
    "MOST_GROUPS",
    "Align",
    "Together",
    "before_after",
    "before_after_table",
    "common_judge",
    "describe_before_after",
    "describe_dimensions",
    "describe_distribution",
    "describe_effort",
    "describe_heat_map",
    "describe_overlay_radar",
    "describe_overlay_trend",
    "describe_radar",
    "describe_trend",
    "dimensions",
    "dimensions_table",
    "distribution",
    "distribution_table",
    "drawn_in_heat_map",
    "effort",
    "effort_table",
    "heat_map",
    "heat_map_table",
    "in_order",
    "judge_name",
    "newest_judge",
    "overlay_radar",
    "overlay_radar_table",
    "overlay_trend",
    "overlay_trend_table",
    "radar",
    "radar_table",
    "shown_by",
    "trend",
    "trend_table",
    "with_intervals",
    "with_overall",
]
