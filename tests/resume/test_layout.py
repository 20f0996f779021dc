from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.resume.layout import Box, text_of


def line(x: float, row: float, text: str, size: float = 10) -> Box:
    """A line of text at x in a row counted from the top, rows 14 points apart, letters 5 points wide."""
    top = 800 - 14 * row
    return Box(x, top - size, x + 5 * len(text), top, text + "\n")


def lines_of(*boxes: Box) -> list[str]:
    return text_of([boxes])[0].strip("\n").split("\n")


def test_a_row_is_one_line_whatever_order_the_file_draws_it_in() -> None:
    assert lines_of(
        line(400, 0, "Jan 2020 – Present"),
        line(50, 1, "Led a ward of thirty beds and a team of nine nurses in all"),
        line(50, 0, "Senior Staff Nurse"),
    ) == ["Senior Staff Nurse\tJan 2020 – Present", "Led a ward of thirty beds and a team of nine nurses in all"]


def test_words_set_wide_and_bullets_stay_on_their_line() -> None:
    assert lines_of(line(50, 0, "•"), line(60, 0, "Led a"), line(98, 0, "ward")) == ["• Led a ward"]


def test_text_printed_twice_is_read_once() -> None:
    assert lines_of(line(50, 0, "EXPERIENCE"), line(50.3, 0, "EXPERIENCE")) == ["EXPERIENCE"]


def test_a_wide_gap_between_rows_is_a_blank_line() -> None:
    rows = [line(50, row, f"row {row}") for row in (0, 1, 2, 4, 5)]
    assert lines_of(*rows) == ["row 0", "row 1", "row 2", "", "row 4", "row 5"]


def test_columns_follow_each_other_between_lines_across() -> None:
    left = [line(50, row, f"left column {row}") for row in range(1, 21)]
    right = [line(300, row, f"right column {row}") for row in range(1, 21)]
    across = line(50, 0, "A name and an address that go across the page at the top")
    mixed = [box for pair in zip(left, right, strict=True) for box in pair]
    text, columns = text_of([[*mixed, across]])
    assert columns == 2
    shown = [each for each in text.split("\n") if each]
    assert shown == [across.text.strip(), *(box.text.strip() for box in [*left, *right])]


def test_a_column_of_dates_belongs_to_the_rows_beside_it() -> None:
    text, columns = text_of(
        [
            [
                line(50, 0, "Mar 2021 –"),
                line(50, 1, "Present"),
                line(50, 2, "Jul 2018 – Feb"),
                line(50, 3, "2021"),
                line(50, 4, "2016 – 2018"),
                line(200, 4, "Porter, Mill Ltd"),
                line(200, 0, "Welder, Forge Ltd"),
                line(200, 1, "Built frames"),
                line(200, 2, "Welder, Smithy Ltd"),
                line(200, 3, "Repaired gates"),
            ]
        ]
    )
    assert columns == 1
    assert text.strip().split("\n") == [
        "Mar 2021 – Present\tWelder, Forge Ltd",
        "Built frames",
        "Jul 2018 – Feb 2021\tWelder, Smithy Ltd",
        "Repaired gates",
        "2016 – 2018\tPorter, Mill Ltd",
    ]


def test_pages_without_text_and_pages_with_too_much() -> None:
    assert text_of([]) == ("", 1)
    assert text_of([[], [Box(0, 0, 0, 0, " \n")]])[0].strip() == ""
    crowd = [line(50 + n % 7, n, str(n)) for n in range(1500)]
    assert text_of([crowd])[0].split("\n")[:3] == ["0", "1", "2"]


PLACES = st.floats(-1e4, 1e4)


@given(st.lists(st.lists(st.builds(Box, PLACES, PLACES, PLACES, PLACES, st.text(max_size=8)), max_size=12), max_size=3))
def test_no_text_is_lost_wherever_it_stands(pages: list[list[Box]]) -> None:
    text, columns = text_of(pages)
    assert columns in (1, 2)
    words = set(text.split())
    assert {word for page in pages for box in page for word in box.text.split()} <= words
