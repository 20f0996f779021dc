"""The embedded fonts: how wide a text is, and a font file with just the characters of one document.

Handing the whole font to the PDF library would cost it 0.3 s a face and document, to read 23,000 glyphs and
write 700. So each face is read once, and every document gets a small font cut from it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

Weight = Literal["regular", "bold"]

BOX: Final = "□"
"""Printed in place of a character that the fonts lack."""

NARROW: Final[dict[str, str]] = {
    "‘": "\ue018",
    "’": "\ue019",
    "“": "\ue01c",
    "”": "\ue01d",
    "…": "\ue026",
}
"""Marks that the font draws as wide as a Chinese character, and where it keeps their narrow, Latin form."""

_FOLDER = Path(__file__).parent.parent / "fonts"
_FILES: Final[dict[Weight, str]] = {
    "regular": "NotoSansSC-Regular.ttf",
    "bold": "NotoSansSC-SemiBold.ttf",
}
_HEAD: Final = ("created", "modified", "xMin", "yMin", "xMax", "yMax")
_NAMES: Final = {"copyright": 0, "familyName": 1, "styleName": 2, "fullName": 4, "psName": 6}


@cache
def face(weight: Weight) -> Face:
    """The face of ``weight``, read on first use and then kept (about 10 MB)."""
    return Face(_FOLDER / _FILES[weight])


class Face:
    """One static TrueType font without composite glyphs, as ``scripts/subset_fonts.py`` writes it."""

    def __init__(self, path: Path) -> None:
        with TTFont(path, lazy=True) as font:
            self._outlines: bytes = font.reader["glyf"]
            self._places = list(font["loca"])
            self._glyph_of: dict[str, int] = {
                chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()
            }
            metrics = font["hmtx"].metrics
            self._metrics: list[tuple[int, int]] = [metrics[name] for name in font.getGlyphOrder()]
            self._head = {key: getattr(font["head"], key) for key in _HEAD}
            self._most = {key: value for key, value in vars(font["maxp"]).items() if key.startswith("max")}
            self._em: int = font["head"].unitsPerEm
            self._ascent: int = font["hhea"].ascent
            self._descent: int = font["hhea"].descent
            self._cap_height: int = font["OS/2"].sCapHeight
            self._weight: int = font["OS/2"].usWeightClass
            self._names = {key: font["name"].getDebugName(number) for key, number in _NAMES.items()}
        self.characters: frozenset[str] = frozenset(self._glyph_of) - frozenset(NARROW.values())
        self._width_of: dict[str, float] = {
            char: self._metrics[glyph][0] / self._em for char, glyph in self._glyph_of.items()
        }

    def width(self, text: str, size: float) -> float:
        """Width of ``text`` set in ``size``, in the unit of ``size``. Raises KeyError for a missing character."""
        widths = self._width_of
        return sum(widths[char] for char in text) * size

    def subset(self, characters: Mapping[str, str]) -> bytes:
        """A TrueType file in which each key of ``characters`` looks like its value does in this face.

        Raises KeyError for a value that is missing.
        """
        codes = {f"u{ord(char):X}": ord(char) for char in sorted(characters)}
        glyphs = {".notdef": 0, **{name: self._glyph_of[characters[chr(code)]] for name, code in codes.items()}}
        builder = FontBuilder(self._em, isTTF=True)
        # The outlines are copied as they are. Computing their bounds anew would be most of the work.
        builder.font.recalcBBoxes = False
        builder.font.recalcTimestamp = False
        builder.updateHead(**self._head)
        builder.setupGlyphOrder(list(glyphs))
        builder.setupCharacterMap({code: name for name, code in codes.items()})
        builder.setupMaxp()
        for key, value in self._most.items():
            setattr(builder.font["maxp"], key, value)
        outlines = newTable("glyf")
        outlines.glyphs = {name: Glyph(self._outline(glyph)) for name, glyph in glyphs.items()}
        outlines.glyphOrder = list(glyphs)
        builder.font["glyf"], builder.font["loca"] = outlines, newTable("loca")
        builder.setupHorizontalMetrics({name: self._metrics[glyph] for name, glyph in glyphs.items()})
        builder.setupHorizontalHeader(ascent=self._ascent, descent=self._descent)
        builder.setupNameTable(self._names)
        builder.setupOS2(usWeightClass=self._weight, sCapHeight=self._cap_height)
        builder.setupPost(keepGlyphNames=False)
        file = io.BytesIO()
        builder.save(file)
        return file.getvalue()

    def _outline(self, glyph: int) -> bytes:
        return self._outlines[self._places[glyph] : self._places[glyph + 1]]
