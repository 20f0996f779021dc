"""Cut the printed report's fonts: ``python -m scripts.subset_fonts NOTO SOURCE``.

NOTO and SOURCE are the unpacked packages ``@expo-google-fonts/noto-sans-sc`` and ``@expo-google-fonts/source-sans-3``,
which hold static TrueType fonts and their licence. Kept of the first: every character of GBK (GB2312 lacks some of
common names), the rarer name characters beyond U+FFFF that it has, and Latin, Greek, Cyrillic, punctuation and signs.
Its Latin is that of the second, enlarged, but lacks letters such as ř, ł and ş: those are taken from there in the same
size. No hints and no layout features, since text is set character by character; the narrow quotation marks of English,
which the font reaches by a feature, get code points of private use. Run once; the results are committed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from engine.pdf.face import NARROW

FONTS = Path(__file__).parent.parent / "engine" / "fonts"
FACES = {
    "NotoSansSC-Regular.ttf": (
        "400Regular/NotoSansSC_400Regular.ttf",
        "400Regular/SourceSans3_400Regular.ttf",
    ),
    "NotoSansSC-SemiBold.ttf": (
        "600SemiBold/NotoSansSC_600SemiBold.ttf",
        "600SemiBold/SourceSans3_600SemiBold.ttf",
    ),
}
RANGES = (
    (0x0020, 0x052F),  # Latin, IPA, Greek, Cyrillic
    (0x1E00, 0x1EFF),  # Latin with more accents, as in Vietnamese
    (0x2000, 0x2BFF),  # punctuation, currency, arrows, mathematical and geometric signs
    (0x3000, 0x33FF),  # Chinese punctuation, kana, enclosed and squared forms
    (0xFF00, 0xFFEF),  # full and half width forms
    (0x20000, 0x3FFFF),  # rare Chinese characters
)


def gbk() -> set[int]:
    """Every code point that GBK can write in two bytes."""
    found = set()
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gbk")))
            except UnicodeDecodeError:
                continue
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.subset_fonts")
    parser.add_argument("noto", type=Path)
    parser.add_argument("source", type=Path)
    folders = parser.parse_args()
    wanted = gbk().union(*(range(first, last + 1) for first, last in RANGES))
    FONTS.mkdir(exist_ok=True)
    for target, (noto, source) in FACES.items():
        font = cut(folders.noto / noto, wanted)
        add_missing(font, folders.source / source, wanted)
        font.save(FONTS / target)
        size = (FONTS / target).stat().st_size / 2**20
        print(f"{target}: {len(font.getBestCmap())} characters, {size:.1f} MiB")
    shutil.copyfile(folders.noto / "LICENSE_FONT", FONTS / "OFL.txt")
    shutil.copyfile(folders.source / "LICENSE_FONT", FONTS / "OFL-Source-Sans.txt")
    return 0


def cut(path: Path, wanted: Iterable[int]) -> TTFont:
    """The characters of the font at ``path`` that are ``wanted``, and the narrow marks."""
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14],
        drop_tables=["BASE", "GDEF", "GPOS", "GSUB", "STAT", "gasp", "vhea", "vmtx"],
    )
    font = TTFont(path)
    _reach_narrow(font)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={*wanted, *map(ord, NARROW.values())} & set(font.getBestCmap()))
    cutter.subset(font)
    composite = [name for name in font.getGlyphOrder() if font["glyf"][name].isComposite()]
    if composite:
        # engine.pdf.face copies outlines one by one, without looking for those they are made of.
        raise SystemExit(f"{path} has composite glyphs, which are not expected: {composite[:5]}")
    return font


def add_missing(font: TTFont, path: Path, wanted: Iterable[int]) -> None:
    """Draw the ``wanted`` characters that ``font`` lacks after the font at ``path``, in its size."""
    other = TTFont(path)
    usual, known = other.getBestCmap(), font.getBestCmap()
    scale = font["hmtx"][known[ord("n")]][0] / other["hmtx"][usual[ord("n")]][0]
    shapes = other.getGlyphSet()
    order = font.getGlyphOrder()
    for code in sorted(set(wanted) & set(usual) - set(known)):
        if unicodedata.category(chr(code)) in ("Zs", "Cf", "Mn"):
            continue
        plain = DecomposingRecordingPen(shapes)
        shapes[usual[code]].draw(plain)
        pen = TTGlyphPen(None)
        plain.replay(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        name = f"added{code:04X}"
        order = [*order, name]
        font.setGlyphOrder(order)
        glyph = pen.glyph()
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (round(shapes[usual[code]].width * scale), getattr(glyph, "xMin", 0))
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format in (4, 12):
                table.cmap[code] = name


def _reach_narrow(font: TTFont) -> None:
    """Give the proportional form of each character of ``NARROW`` its code point of private use."""
    features = font["GSUB"].table
    narrow: dict[str, str] = {}
    for record in features.FeatureList.FeatureRecord:
        if record.FeatureTag == "pwid":
            for index in record.Feature.LookupListIndex:
                for part in features.LookupList.Lookup[index].SubTable:
                    narrow.update(getattr(part, "ExtSubTable", part).mapping)
    usual = font.getBestCmap()
    for char, private in NARROW.items():
        for table in font["cmap"].tables:
            if table.isUnicode() and table.format in (4, 12):
                table.cmap[ord(private)] = narrow[usual[ord(char)]]


if __name__ == "__main__":
    sys.exit(main())
