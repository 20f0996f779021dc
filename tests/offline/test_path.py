"""Gaps, changes of field and beginnings, as an entry list shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import Entry, Profile
from engine.offline.path import SHORTEST_GAP, changes, fields_of_title, gaps, is_beginning


def job(title: str, start: str, end: str) -> Entry:
    return Entry(kind="job", title=title, start=start, end=end)


def study(title: str, start: str, end: str) -> Entry:
    return Entry(kind="study", title=title, start=start, end=end)


BAKER = job("Baker", "2015-02", "2018-03")
PORTER = job("Night porter", "2019-05", "present")


def test_a_gap_lies_between_two_jobs() -> None:
    (found,) = gaps([PORTER, BAKER])
    assert (found.before, found.after) == (BAKER, PORTER)
    assert found.months == 13  # April 2018 to April 2019


def test_what_covers_the_time_leaves_no_gap() -> None:
    assert gaps([BAKER, PORTER, study("Diploma in hotel work", "2018-04", "2019-04")]) == ()
    assert gaps([BAKER, PORTER, Entry(kind="project", title="Harbour map", end="2018")]) == ()
    assert gaps([job("Baker", "2015-02", "present"), PORTER]) == ()


@pytest.mark.parametrize(
    ("end", "start", "months"),
    [
        ("2018-03", "2018-09", None),  # five months: April to August
        ("2018-03", "2018-10", 6),
        ("2018", "2019", None),  # December to January, for all we know
        ("2018", "2020", 12),
        ("2018", "2019-07", 6),
        ("2018-06", "2019", 6),
    ],
)
def test_only_what_is_certain_counts(end: str, start: str, months: int | None) -> None:
    found = gaps([job("Baker", "2015", end), job("Porter", start, "present")])
    assert [gap.months for gap in found] == ([] if months is None else [months])


def test_time_before_a_first_job_is_nobody_s_business() -> None:
    assert gaps([study("BA History", "2010", "2013"), job("Baker", "2016", "present")]) == ()


def test_an_undated_job_may_lie_in_the_gap() -> None:
    assert gaps([BAKER, PORTER, job("Courier", "", "")]) == ()
    assert gaps([BAKER, PORTER, job("Courier", "", "2019-04")]) == ()
    assert gaps([BAKER, PORTER, job("Courier", "2018-04", "")]) == ()


def test_the_latest_gap_comes_first_and_a_study_may_end_one() -> None:
    entries = [BAKER, job("Porter", "2019-05", "2020-01"), study("Nursing degree", "2021-09", "2024-06")]
    assert [gap.after.start for gap in gaps(entries)] == ["2021-09", "2019-05"]


def test_a_step_into_another_family_of_fields_is_a_change() -> None:
    nurse, teacher = job("Staff Nurse", "2012", "2018"), job("Maths teacher", "2018", "present")
    (found,) = changes([teacher, nurse])
    assert (found.before, found.after) == (nurse, teacher)
    (found,) = changes([study("法学 本科", "2012", "2016"), job("销售代表", "2016-07", "present")])
    assert found.before.title == "法学 本科"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Bookkeeper", "Finance manager"),  # near enough
        ("Cashier", "Sales manager"),
        ("Nurse", "Baker"),  # the second title tells no field
        ("Student nurse", "Nurse"),
        ("Student", "Nurse"),
    ],
)
def test_a_step_within_a_family_or_into_the_unknown_is_none(one: str, two: str) -> None:
    assert changes([job(one, "2012", "2018"), job(two, "2018", "present")]) == ()


def test_titles_point_to_fields() -> None:
    assert fields_of_title("Financial controller") == {"finance"}
    assert fields_of_title("Paralegal intern") == {"law", "student"}
    assert fields_of_title("初级会计实习生") == {"accounting", "student"}
    assert fields_of_title("Bakery") == frozenset()


def test_beginnings() -> None:
    degree = study("BSc Psychology", "2023", "2026")
    assert is_beginning(Profile(entries=(degree,)))
    assert is_beginning(Profile(entries=(degree, job("Marketing intern", "2025-06", "2025-09")), years=0.3))
    assert not is_beginning(Profile(entries=(degree, job("Baker", "2025", "present")), years=0.8))
    assert not is_beginning(Profile(entries=(degree, job("Trainee solicitor", "2019", "present")), years=6.0))
    assert not is_beginning(Profile())
    # In a language that is only partly read, jobs may have gone unseen.
    assert not is_beginning(Profile(language="fr", entries=(degree,)))


_DATES = st.one_of(
    st.sampled_from(["", "present", "2019", "2020-13", "0000", "soon"]),
    st.builds("{}-{:02d}".format, st.integers(1950, 2049), st.integers(1, 12)),
    st.text(max_size=8),
)
_ENTRIES = st.lists(
    st.builds(
        Entry,
        kind=st.sampled_from(["job", "project", "study"]),
        title=st.sampled_from(["Nurse", "Teacher", "会计", "Baker", ""]),
        start=_DATES,
        end=_DATES,
    ),
    max_size=8,
)


@given(_ENTRIES)
def test_any_entries_in_any_order(entries: list[Entry]) -> None:
    found = gaps(entries)
    assert all(gap.months >= SHORTEST_GAP and gap.before.kind == "job" for gap in found)
    assert sorted(gap.months for gap in found) == sorted(gap.months for gap in gaps(entries[::-1]))
    assert all(step.after.kind == "job" and step.before != step.after for step in changes(entries))
