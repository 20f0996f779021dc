"""Curves of straight pieces, from one measure to another."""

from __future__ import annotations

from bisect import bisect_right

Curve = tuple[tuple[float, float], ...]
"""Corners from left to right: at least two."""


def at(curve: Curve, value: float) -> float:
    """The height of ``curve`` at ``value``; beyond its ends it stays level."""
    place = min(max(bisect_right(curve, (value, 2.0)), 1), len(curve) - 1)
    (left, low), (right, high) = curve[place - 1], curve[place]
    return low + (high - low) * min(1.0, max(0.0, (value - left) / (right - left)))
