"""The colours of everything drawn: charts in light and dark, the printed report in light.

The values are those of ``.streamlit/config.toml``; a test compares them, and holds every series colour to a
contrast of at least 3:1 against its background (WCAG 2.2, 1.4.11). Series are never told apart by colour
alone, since from the fourth on some are close for colour-blind readers: marks and dashes differ too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FONT: Final = "Source Sans, PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
"""The pages' font. Charts must name it: Plotly's own style sheet stands between theirs and the page's."""

MARKS: Final = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")
"""Shapes of the marks of one series after the other, on pages and on paper."""


@dataclass(frozen=True)
class Theme:
    """Colours as ``#RRGGBB``. ``primary`` is the first of ``series``, the accent of everything drawn; ``ramp`` is
    sequential, 0 to 100, monotone in lightness.
    """

    primary: str
    background: str
    surface: str
    text: str
    muted: str
    border: str
    series: tuple[str, ...]
    ramp: tuple[str, ...]


LIGHT: Final = Theme(
    primary="#0F6B5C",
    background="#FBFAF7",
    surface="#F1EFE8",
    text="#121715",
    muted="#5C6562",
    border="#DEDACF",
    series=("#0F6B5C", "#C4711A", "#4C6FB1", "#B5484B", "#7A6A9E", "#6B8E23", "#8C6D46", "#4A8FA3"),
    ramp=("#E9EEE4", "#BBD6C6", "#7DB5A4", "#3B8A7B", "#0C5347"),
)
DARK: Final = Theme(
    primary="#4FBFA8",
    background="#141817",
    surface="#1D2321",
    text="#E9ECE8",
    muted="#A3ACA8",
    border="#313A37",
    series=("#4FBFA8", "#E9A14F", "#86A3DE", "#E07A7C", "#AC9BD3", "#A3C055", "#C6A47A", "#79BACD"),
    ramp=("#232D2A", "#28504A", "#2F7B6E", "#4FB29D", "#B4EADB"),
)


def theme(dark: bool) -> Theme:
    return DARK if dark else LIGHT


def rgb(colour: str) -> tuple[int, int, int]:
    """``#RRGGBB`` as three numbers 0-255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def faded(colour: str, alpha: float) -> str:
    """``colour`` with an opacity of 0-1, as CSS."""
    red, green, blue = rgb(colour)
    return f"rgba({red},{green},{blue},{alpha:g})"


def luminance(colour: str) -> float:
    """Relative luminance 0-1 as WCAG 2.2 defines it."""
    linear = [_linear(channel / 255) for channel in rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1-21 as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def shade(ramp: tuple[str, ...], value: float) -> str:
    """The colour of ``value`` (0-100) on ``ramp``, interpolated linearly in sRGB as charts do."""
    place = min(max(value, 0.0), 100.0) / 100 * (len(ramp) - 1)
    index = min(int(place), len(ramp) - 2)
    low, high = rgb(ramp[index]), rgb(ramp[index + 1])
    mixed = [round(a + (b - a) * (place - index)) for a, b in zip(low, high, strict=True)]
    return "#" + bytes(mixed).hex().upper()


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
