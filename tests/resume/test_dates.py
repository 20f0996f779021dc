from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.resume.dates import find_range, find_single, years_covered

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("Nurse, Jan 2020 – Present", "2020-01", "present"),
        ("January 2020 to March 2021, Leeds", "2020-01", "2021-03"),
        ("Sept. 2015 — May 2019", "2015-09", "2019-05"),
        ("Mar – Jun 2021", "2021-03", "2021-06"),
        ("06/2020 - 05/2021", "2020-06", "2021-05"),
        ("2019-09 - 2021-03", "2019-09", "2021-03"),
        ("2019-09-01 to 2021-03-31", "2019-09", "2021-03"),
        ("2014-2019 Taff Valley Builders", "2014", "2019"),
        ("2019–21", "2019", "2021"),
        ("2014.09-2018.06", "2014-09", "2018-06"),
        ("2020/03-至今 会计", "2020-03", "present"),
        ("2021年3月 – 2022年12月", "2021-03", "2022-12"),
        ("2021年3月至今", "2021-03", "present"),
        ("2018年至2020年", "2018", "2020"),
        ("自2019年6月起", "2019-06", "present"),
        ("since May 2018", "2018-05", "present"),
        ("Fall 2018 - Spring 2019", "2018-09", "2019-03"),
        ("2016 ~ now", "2016", "present"),
        ("08/2019 – Current", "2019-08", "present"),
    ],
)
def test_ranges(line: str, start: str, end: str) -> None:
    found = find_range(line)
    assert found is not None
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Phone 0113 496 0182",
        "cut costs from 2019 to 4",
        "1,950-2,050 orders",
        "€2019 - 30",
        "2019",
        "2019-13 x",
        "2050 - 20",
    ],
)
def test_no_range(line: str) -> None:
    assert find_range(line) is None


def test_single_dates() -> None:
    found = find_single("Diploma, 2012, awarded July 2013")
    assert found is not None
    assert (found.start, found.end) == ("", "2013-07")
    assert find_single("no date here 12345") is None


@pytest.mark.parametrize(
    ("ranges", "years"),
    [
        ([("2020-01", "2020-12")], 1.0),
        ([("2020-01", "2021-12"), ("2021-01", "2022-12")], 3.0),
        ([("2020-01", "2020-06"), ("2021-01", "2021-06")], 1.0),
        ([("2019", "2021")], 2.0),
        ([("2019", "2019")], 0.5),
        ([("2025-03", "present")], 1.1),
        ([("2024", "2031")], 1.8),
        ([("2030-01", "2031-01")], 0.0),
        ([("2021-01", "2019-01"), ("", "2020")], 0.0),
    ],
)
def test_years_count_overlaps_once(ranges: list[tuple[str, str]], years: float) -> None:
    assert years_covered(ranges, TODAY) == years


@given(st.text(alphabet="0129-–./年月至今 JanuaryMtopes,~", max_size=80))
def test_any_line(line: str) -> None:
    found = find_range(line)
    if found:
        assert 0 <= found.span[0] < found.span[1] <= len(line)
        assert years_covered([(found.start, found.end)], TODAY) >= 0
    single = find_single(line)
    assert single is None or single.end[:2] in ("19", "20")
