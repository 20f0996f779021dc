"""Sizes and colours of the printed report: the light theme on white paper, one green."""

from __future__ import annotations

from typing import Final

from engine.pdf.sheet import Style
from engine.theme import LIGHT, shade

GREEN: Final = LIGHT.primary
TEXT: Final = LIGHT.text
MUTED: Final = LIGHT.muted
BORDER: Final = LIGHT.border
TINT: Final = shade(("#FFFFFF", GREEN), 12)
"""The green so faint that text and grid lines stand out on it."""

BRAND: Final = Style(10, 14, GREEN, "bold")
TITLE: Final = Style(24, 32, TEXT, "bold")
HEADING: Final = Style(15, 22, TEXT, "bold")
QUESTION: Final = Style(12, 18, TEXT, "bold")
NUMBER: Final = Style(12, 18, GREEN, "bold")
LABEL: Final = Style(9, 14, GREEN, "bold")
BODY: Final = Style(10.5, 17, TEXT)
LEAD: Final = Style(11.5, 19, TEXT)
QUOTE: Final = Style(10.5, 17, TEXT)
NOTE: Final = Style(9, 14, MUTED)
BADGES: Final = Style(9, 17, MUTED)
FACT: Final = Style(10, 16, MUTED)
SCORE: Final = Style(56, 62, GREEN, "bold")
BAND: Final = Style(15, 20, TEXT, "bold")
VALUE: Final = Style(10.5, 17, TEXT, "bold")
