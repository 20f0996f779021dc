"""Drawings of documents that compare: what is drawn where, and that it is drawn and not pictured."""

from __future__ import annotations

from datetime import UTC, datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from engine.model import Language
from engine.pdf.paint import Facts, paint
from engine.pdf.plots import MOST, Point, Series, bars, trend
from engine.pdf.sheet import LEFT, RIGHT, Box, Dot, Line, Mark, Shape, Sheet, Text, measure
from engine.pdf.styles import BORDER
from engine.theme import LIGHT, contrast

TOP, HIGH, WIDE = 100.0, 200.0, RIGHT - LEFT
HOSTILE = "<b>=1+1</b> " + "W" * 300


def series(*scores: int, place: int = 0, start: float = 0, **fields: object) -> Series:
    return Series("Robin", tuple(Point(start + at, score) for at, score in enumerate(scores)), place, **fields)  # type: ignore[arg-type]


def drawn(*found: Series, language: Language = "en", ticks: tuple[tuple[float, str], ...] = ()) -> list[Mark]:
    sheet = Sheet()
    trend(sheet, found, language, LEFT, TOP, WIDE, HIGH, ticks)
    return sheet.page


def lines(marks: list[Mark]) -> list[Line]:
    return [mark for mark in marks if isinstance(mark, Line) and mark.colour != BORDER]


def words(marks: list[Mark]) -> list[str]:
    return [mark.text for mark in marks if isinstance(mark, Text)]


def up(score: float) -> float:
    return TOP + HIGH * (1 - score / 100)


def test_scores_stand_at_their_height_and_are_joined_in_order() -> None:
    marks = drawn(series(0, 50, 100))
    assert [(line.y1, line.y2) for line in lines(marks)] == [(up(0), up(50)), (up(50), up(100))]
    dots = [mark for mark in marks if isinstance(mark, Dot)]
    assert [dot.y for dot in dots[:3]] == [up(0), up(50), up(100)]
    assert dots[0].x < dots[1].x < dots[2].x
    assert dots[1].x - dots[0].x == pytest.approx(dots[2].x - dots[1].x)


def test_two_series_share_no_line_and_differ_in_more_than_colour() -> None:
    marks = drawn(series(50, 60), series(70, 80, place=1, start=5))
    first, second = lines(marks)
    assert first.x2 < second.x1
    assert first.colour != second.colour
    assert first.dash != second.dash
    assert [mark for mark in marks if isinstance(mark, Shape)]  # squares, beside the circles of the first


def test_one_person_by_two_judges_is_two_lines_with_one_name() -> None:
    marks = drawn(series(50, 60), series(70, 80, start=2, line=1))
    first, second = lines(marks)
    assert first.colour == second.colour
    assert first.dash != second.dash
    assert words(marks).count("Robin") == 1


def test_what_stands_apart_is_hollow_and_not_joined() -> None:
    marks = drawn(Series("Robin", (Point(0, 50), Point(1, 20, apart=True), Point(2, 60)), 0))
    (line,) = lines(marks)
    assert (line.y1, line.y2) == (up(50), up(60))
    hollow = [mark for mark in marks if isinstance(mark, Dot) and mark.colour == "#FFFFFF"]
    assert [dot.y for dot in hollow] == [up(20)]


def test_the_scale_is_whole_and_its_bands_are_zones() -> None:
    marks = drawn(series(61, 62))
    zones = [mark for mark in marks if isinstance(mark, Box)]
    assert zones[0].y == TOP
    assert sum(zone.height for zone in zones) == pytest.approx(HIGH)
    assert {"0", "40", "60", "75", "90", "100", "Excellent", "Poor"} <= set(words(marks))
    assert "优秀" in words(drawn(series(61), language="zh"))
    for zone in zones:
        assert contrast(LIGHT.muted, zone.colour) >= 4.5
        assert all(contrast(colour, zone.colour) >= 3 for colour in LIGHT.series[:MOST])


def test_ticks_that_would_meet_are_left_out() -> None:
    marks = drawn(series(50, 60, 70), ticks=((0, "3 January"), (0.1, "4 January"), (2, "5 March")))
    assert {"3 January", "5 March"} <= set(words(marks))
    assert "4 January" not in words(marks)


@pytest.mark.parametrize("found", [(), (series(),), (series(50),)], ids=["nobody", "no score", "one score"])
def test_little_can_be_drawn(found: tuple[Series, ...]) -> None:
    marks = drawn(*found)
    assert lines(marks) == []
    assert words(marks).count("Robin") == len(found)


def test_bars_are_as_long_as_their_scores_and_a_missing_one_is_a_word() -> None:
    sheet = Sheet()
    height = bars(sheet, [("Tools", (100, 50, None)), ("Data", (0, 25, 75))], ("A", "B", "C"), "en", LEFT, TOP, WIDE)
    tracks = [mark for mark in sheet.page if isinstance(mark, Box) and mark.colour not in LIGHT.series]
    filled = [mark for mark in sheet.page if isinstance(mark, Box) and mark.colour in LIGHT.series]
    assert len(tracks) == 5
    full = tracks[0].width
    assert [bar.width / full for bar in filled] == pytest.approx([1, 0.5, 0.25, 0.75])
    assert words(sheet.page).count("Not asked") == 1
    assert [text for text in words(sheet.page) if text.isdigit()] == ["100", "50", "0", "25", "75"]
    lowest = max(mark.y for mark in sheet.page if isinstance(mark, Text))
    assert lowest <= TOP + height
    assert height < 140


@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_are_text_and_nothing_leaves_the_margins(language: Language) -> None:
    sheet = Sheet()
    many = [Series(HOSTILE, (Point(place, 100), Point(9, 0)), place) for place in range(MOST)]
    height = trend(sheet, many, language, LEFT, TOP, WIDE, HIGH, [(0, "3 January 2026"), (9, "14 March 2026")])
    bars(sheet, [(HOSTILE, tuple(range(MOST)))], [HOSTILE] * MOST, language, LEFT, TOP + height + 20, WIDE)
    for mark in sheet.page:
        if isinstance(mark, Text):
            assert mark.x >= LEFT - 0.01
            assert mark.x + measure(mark.text, mark.style) <= RIGHT + 0.01
    assert len([text for text in words(sheet.page) if text.startswith("<b>=1+1</b>")]) == 2 * MOST + 1


def test_it_is_drawn_not_pictured_and_dashes_end_with_their_line() -> None:
    sheet = Sheet()
    height = trend(sheet, [series(50, 60), series(40, 55, place=1)], "en", LEFT, TOP, WIDE, HIGH)
    bars(sheet, [("Tools", (50, 60))], ("A", "B"), "en", LEFT, TOP + height + 20, WIDE)
    facts = Facts("Comparison", "", "en", datetime(2026, 3, 14, tzinfo=UTC))
    data = paint([sheet.page], facts)
    assert data == paint([sheet.page], facts)
    (page,) = pypdfium2.PdfDocument(data)
    kinds = [item.type for item in page.get_objects()]
    assert kinds.count(pdfium.FPDF_PAGEOBJ_PATH) >= len([mark for mark in sheet.page if not isinstance(mark, Text)]) - 2
    assert pdfium.FPDF_PAGEOBJ_IMAGE not in kinds
    dashed = sum(pdfium.FPDFPageObj_GetDashCount(item.raw) > 0 for item in page.get_objects())
    assert dashed == 1
