from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import OWNER
from engine import analytics, recording
from engine.errors import BadRequest, PersonNotFound, ScoresDoNotRank
from engine.interview import Interviews
from engine.judging import Judging
from engine.library import Library
from engine.model import Brief, Provenance, SessionStatus, Transaction
from engine.people import Filters, People, Sort
from engine.report import Judge
from engine.storage import DuckStore, open_store
from support.sessions import session, turn

NOW = datetime(2026, 3, 20, tzinfo=UTC)
LLM = Provenance(interviewer="llm", model="a", rubric_version="1")
BY_LLM = Judge("llm", "a", "1")
OFFLINE = Judge("offline", "", "1")


@pytest.fixture
def people(store: DuckStore) -> People:
    return People(store, lambda: NOW)


def _person(store: DuckStore, name: str, owner: str = OWNER) -> int:
    row = store.write(lambda tx: tx.one("insert_candidate", owner=owner, name=name, created_at=NOW))
    assert row is not None
    return int(row["id"])


_numbers = iter(range(1, 10**9))


def _held(
    store: DuckStore,
    candidate: int,
    days_ago: int,
    score: int | None,
    by: Provenance = LLM,
    planned: int = 3,
    **fields: str,
) -> str:
    """A judged session, as a row and its facts."""
    number = next(_numbers)
    at = NOW - timedelta(days=days_ago)
    made = session(
        [turn(main, score=score, provenance=by) for main in range(3)],
        planned=planned,
        id=f"{number:016x}",
        number=number,
        candidate_id=candidate,
        created_at=at,
        **fields,
    )

    def write(tx: Transaction) -> None:
        tx.run(
            "insert_session",
            id=made.id,
            owner=made.owner,
            candidate_id=candidate,
            resume_id=1,
            resume_text="",
            purpose="practice",
            language=made.language,
            title=made.title,
            question_count=planned,
            level="mid",
            target_role="",
            job_description="",
            follow_ups=0,
            seed=0,
            request_id="",
            interviewer=by.interviewer,
            created_at=at,
        )
        # The store numbers sessions itself; facts name the same number.
        row = tx.one("session_by_id", owner=made.owner, session_id=made.id)
        assert row is not None
        recording.record(tx, made.model_copy(update={"number": row["number"]}))

    store.write(write)
    return made.id


def test_nobody_yet(people: People) -> None:
    assert people.list(OWNER) == ([], 0)
    assert people.choices(OWNER) == ([], [], [], [])
    assert analytics.people_frame(people.list(OWNER).rows).empty


def test_a_person_without_sessions_and_one_that_is_unscored(people: People, store: DuckStore) -> None:
    _person(store, "Ada")
    bo = _person(store, "Bo")
    _held(store, bo, 3, None)
    rows, total = people.list(OWNER, sort="name", descending=False)
    assert total == 2
    assert [(row["name"], row["sessions"], row["last_score"], row["status"]) for row in rows] == [
        ("Ada", 0, None, None),
        ("Bo", 1, None, "CREATED"),
    ]
    frame = analytics.people_frame(rows)
    assert frame["judge"].tolist() == ["", ""]
    assert frame["roles"].tolist() == [[], ["Backend engineer"]]


def test_the_last_score_and_the_change_over_thirty_days_are_of_one_judge(people: People, store: DuckStore) -> None:
    ada = _person(store, "Ada")
    for days, score, by in ((90, 40, LLM), (40, 50, LLM), (20, 99, Provenance(rubric_version="1")), (5, 63, LLM)):
        _held(store, ada, days, score, by)
    _held(store, ada, 1, 5, LLM, planned=20)
    row = people.get(OWNER, ada)
    assert (row["last_score"], row["interviewer"], row["change_30d"]) == (63, "llm", 13)
    assert people.get(OWNER, ada, OFFLINE)["last_score"] == 99
    assert people.get(OWNER, ada, OFFLINE)["change_30d"] is None
    assert people.list(OWNER, Filters(judge=BY_LLM), sort="change").rows[0]["change_30d"] == 13


def test_whoever_was_not_heard_of_lately_has_not_changed(people: People, store: DuckStore) -> None:
    ada, bo = _person(store, "Ada"), _person(store, "Bo")
    _held(store, ada, 90, 40)
    _held(store, ada, 40, 60)
    _held(store, bo, 9, 70)
    _held(store, bo, 2, 64)
    assert people.get(OWNER, ada)["change_30d"] is None
    assert people.get(OWNER, bo)["change_30d"] == -6, "who began within the month is compared with their first"


def test_scores_rank_only_by_one_judge_who_is_not_offline(people: People, store: DuckStore) -> None:
    for name, score in (("Ada", 60), ("Bo", 80), ("Cy", 70)):
        _held(store, _person(store, name), 3, score)
    _held(store, _person(store, "Di"), 3, 99, Provenance(rubric_version="1"))
    ranked = people.list(OWNER, Filters(judge=BY_LLM), sort="score")
    assert [row["name"] for row in ranked.rows] == ["Bo", "Cy", "Ada", "Di"]
    assert [row["last_score"] for row in ranked.rows] == [80, 70, 60, None]
    lowest = people.list(OWNER, Filters(judge=BY_LLM), sort="score", descending=False)
    assert [row["name"] for row in lowest.rows] == ["Ada", "Cy", "Bo", "Di"]
    bounded = people.list(OWNER, Filters(judge=BY_LLM, least=65, most=75))
    assert [row["name"] for row in bounded.rows] == ["Cy"]
    for refused in (Filters(), Filters(judge=OFFLINE)):
        for sort in ("score", "change"):
            with pytest.raises(ScoresDoNotRank):
                people.list(OWNER, refused, sort=sort)  # type: ignore[arg-type]
    with pytest.raises(ScoresDoNotRank):
        people.list(OWNER, Filters(judge=OFFLINE, least=5))
    assert set(people.judges(OWNER)) == {BY_LLM, OFFLINE}


def test_filters_narrow_the_list(people: People, store: DuckStore) -> None:
    ada, bo, cy = (_person(store, name) for name in ("Ada", "Bo", "Cy"))
    _held(store, ada, 3, 60, title="Staff nurse")
    _held(store, ada, 50, 60, title="Cook", language="zh")
    _held(store, bo, 60, 60, title="Nurse", language="zh")
    people.tag(OWNER, ada, "spring")
    people.tag(OWNER, ada, " spring ")
    people.shortlist(OWNER, cy)
    people.shortlist(OWNER, cy)

    def names(**filters: object) -> list[str]:
        return [row["name"] for row in people.list(OWNER, Filters(**filters), sort="name", descending=False).rows]  # type: ignore[arg-type]

    assert names(role="NURSE") == ["Ada", "Bo"]
    assert names(role="nurse", language="zh") == ["Bo"], "role and language are of one session"
    assert names(since=NOW - timedelta(days=10)) == ["Ada"]
    assert names(until=NOW - timedelta(days=10), language="zh") == ["Ada", "Bo"]
    assert names(status=SessionStatus.CREATED) == ["Ada", "Bo"]
    assert names(status=SessionStatus.EVALUATED) == []
    assert names(tag="spring") == ["Ada"]
    assert names(shortlisted=True) == ["Cy"]
    assert names(skill="python") == []
    assert names(search="b") == ["Bo"]
    choices = people.choices(OWNER)
    assert set(choices.roles) == {"Staff nurse", "Cook", "Nurse"}
    assert choices.tags == ["spring"]
    people.untag(OWNER, ada, "spring")
    people.unlist(OWNER, cy)
    assert names(tag="spring") == names(shortlisted=True) == []


NAMES = [
    "=HYPERLINK(\"http://x\")", "<b>Ada</b><script>alert(1)</script>", "Ada 100% sure", "under_score", "!bang",
    "a'; drop table candidate; --", 'quo"te', "back\\slash", "欧阳若兰", "ＦＵＬＬ", "x" * 300, "ÅSA", "emoji 🙂",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_found_by_any_part_of_it(people: People, store: DuckStore, name: str) -> None:
    import unicodedata

    known = _person(store, unicodedata.normalize("NFKC", name))
    _person(store, "Somebody Else")
    for part in {name, name[1:4], name.lower(), name.upper()}:
        found = people.list(OWNER, Filters(search=part)).rows
        assert known in [row["candidate_id"] for row in found], part


@pytest.mark.parametrize("search", ["%", "_", "!", "' or 1=1 --", "\0", "\ud800%", "x" * 5000])
def test_a_search_is_words_and_never_a_pattern_or_a_statement(people: People, store: DuckStore, search: str) -> None:
    _person(store, "Ada")
    expected = 1 if search == "\0" else 0
    assert people.list(OWNER, Filters(search=search)).total == expected
    assert people.list(OWNER, Filters(role=search)).total == expected
    for each in (Filters(skill=search or "x"), Filters(tag=search)):
        assert people.list(OWNER, each).total in (0, 1)


def test_renaming_keeps_everything_else(people: People, store: DuckStore) -> None:
    ada = _person(store, "Ada")
    _held(store, ada, 3, 60)
    people.rename(OWNER, ada, "  Ada \n Lovelace ")
    row = people.get(OWNER, ada)
    assert (row["name"], row["sessions"], row["last_score"]) == ("Ada Lovelace", 1, 60)
    people.rename(OWNER, ada, "y" * 300)
    with pytest.raises(BadRequest):
        people.rename(OWNER, ada, "y" * 301)
    for owner, who in (("stranger", ada), (OWNER, 999), (OWNER, 2**70)):
        with pytest.raises(PersonNotFound):
            people.rename(owner, who, "x")


def _hold(interviews: Interviews, judging: Judging, resume: int, *texts: str) -> str:
    held = interviews.start(OWNER, resume, Brief(question_count=len(texts), follow_ups=0), force=True)
    for index, text in enumerate(texts):
        interviews.answer(OWNER, held.id, index, text)
    judging.run_pending()
    return held.id


def test_joining_two_records_moves_everything_and_counts_nothing_twice(
    people: People, store: DuckStore, library: Library, interviews: Interviews, judging: Judging
) -> None:
    one = library.add(OWNER, "a.txt", b"Ada Vale\n\nCook at Inn, 2019 - 2021\nSkills\nPython, SQL, Docker\n").resume
    two = library.add(OWNER, "b.txt", b"A. Vale\n\nCook at Inn, 2018 - 2021\nSkills\nPython, SQL, Redis\n").resume
    assert one.id and two.id and one.candidate_id and two.candidate_id  # noqa: PT018
    assert one.candidate_id != two.candidate_id
    _hold(interviews, judging, one.id, "fair", "good", "good")
    _hold(interviews, judging, two.id, "wrong", "fair", "good")
    people.tag(OWNER, one.candidate_id, "x")
    people.tag(OWNER, two.candidate_id, "x")
    people.shortlist(OWNER, two.candidate_id)
    before = {table: _count(store, table) for table in ("session", "result", "answer_result", "category_result")}
    people.merge(OWNER, two.candidate_id, one.candidate_id)
    assert {table: _count(store, table) for table in before} == before
    rows, total = people.list(OWNER)
    assert (total, rows[0]["sessions"], rows[0]["tags"], rows[0]["shortlisted"]) == (1, 2, ["x"], True)
    assert len(interviews.history(OWNER, one.candidate_id)) == 2
    cards = store.rows("due_cards", owner=OWNER, candidate_id=one.candidate_id, now=NOW, most=9)
    assert {card["text"]: (card["reps"], card["last_score"]) for card in cards} == {
        "Question 1": (2, 0),
        "Question 2": (1, 50),
    }
    with pytest.raises(PersonNotFound):
        people.get(OWNER, two.candidate_id)
    with pytest.raises(BadRequest):
        people.merge(OWNER, one.candidate_id, one.candidate_id)
    with pytest.raises(PersonNotFound):
        people.merge(OWNER, two.candidate_id, one.candidate_id)


def _count(store: DuckStore, table: str) -> int:
    row = store._connection.cursor().execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


OF_PEOPLE = (
    "analysis", "answer", "answer_result", "candidate", "card", "category_result", "dimension_result", "draft",
    "evaluation", "job", "note", "override", "question", "result", "resume", "session", "shortlisted", "summary", "tag",
    "target_job", "timing",
)  # fmt: skip


def test_deleting_a_person_leaves_no_row(
    people: People, store: DuckStore, interviews: Interviews, judging: Judging, resume_id: int
) -> None:
    held = _hold(interviews, judging, resume_id, "fair", "good", "wrong")
    person = interviews.history(OWNER)[0]["candidate_id"]
    people.tag(OWNER, person, "x")
    people.shortlist(OWNER, person)
    interviews.start(OWNER, resume_id, Brief(question_count=3))
    assert held
    people.delete(OWNER, person)
    assert {table: _count(store, table) for table in OF_PEOPLE} == dict.fromkeys(OF_PEOPLE, 0)
    with pytest.raises(PersonNotFound):
        people.delete(OWNER, person)


def test_the_last_resume_takes_the_persons_marks_along(
    people: People, store: DuckStore, library: Library, interviews: Interviews, judging: Judging, resume_id: int
) -> None:
    _hold(interviews, judging, resume_id, "fair", "good", "wrong")
    person = interviews.history(OWNER)[0]["candidate_id"]
    people.tag(OWNER, person, "x")
    library.delete(OWNER, resume_id)
    assert {table: _count(store, table) for table in OF_PEOPLE} == dict.fromkeys(OF_PEOPLE, 0)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> DuckStore:
    """Sixty people, many of whom share a name, a day or a score."""
    store = open_store(Path(tmp_path_factory.mktemp("crowd")) / "crowd.duckdb")
    for number in range(60):
        person = _person(store, f"Person {number % 7}")
        for back in range(number % 4):
            _held(store, person, 10 * back, 50 + (number % 3) * 10)
    return store


@given(
    sort=st.sampled_from(get_args(Sort)),
    descending=st.booleans(),
    size=st.integers(1, 25),
    search=st.sampled_from(["", "person 3", "PERSON"]),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_are_stable_and_miss_nobody(
    crowd: DuckStore, sort: Sort, descending: bool, size: int, search: str
) -> None:
    people = People(crowd, lambda: NOW)
    filters = Filters(search=search, judge=BY_LLM)
    seen: list[int] = []
    total = people.list(OWNER, filters, size=1).total
    for page in range(1, -(-total // size) + 1):
        rows, told = people.list(OWNER, filters, sort=sort, descending=descending, page=page, size=size)
        assert told == total
        seen += [row["candidate_id"] for row in rows]
    assert len(seen) == len(set(seen)) == total == (60 if search != "person 3" else 9 if 3 < 60 % 7 else 8)
    assert people.list(OWNER, filters, sort=sort, page=999, size=size) == ([], total)


def test_ten_thousand_people_come_in_pages(people: People, store: DuckStore) -> None:
    cursor = store._connection.cursor()
    cursor.execute(
        "insert into candidate (owner, name, created_at) "
        "select 'local', 'Name ' || (i % 977), now() from range(10000) r(i)"
    )
    first, total = people.list(OWNER, sort="name", descending=False, size=100)
    assert (len(first), total) == (100, 10_000)
    last = people.list(OWNER, sort="name", descending=False, page=100, size=100).rows
    assert len(last) == 100
    assert {row["candidate_id"] for row in first}.isdisjoint(row["candidate_id"] for row in last)


@pytest.mark.parametrize(("page", "size"), [(0, 25), (-1, 25), (1, 0), (1, 101), (2**70, 25)])
def test_a_page_out_of_range_is_refused(people: People, page: int, size: int) -> None:
    with pytest.raises(BadRequest):
        people.list(OWNER, page=page, size=size)


def test_people_are_their_owners(people: People, store: DuckStore) -> None:
    theirs = _person(store, "Eve", owner="other")
    assert people.list(OWNER).total == 0
    for refused in (people.get, people.shortlist, people.delete):
        with pytest.raises(PersonNotFound):
            refused(OWNER, theirs)
    with pytest.raises(PersonNotFound):
        people.tag(OWNER, theirs, "x")


def test_the_recent_are_who_held_a_session_last(store: DuckStore, people: People) -> None:
    ada, ben, cleo = (_person(store, name) for name in ("Ada", "Ben", "Cleo"))
    _held(store, ben, 9, 50)
    _held(store, ada, 5, 50)
    _held(store, ben, 2, 50)
    _held(store, _person(store, "Dora", "stranger"), 1, 50)
    page = people.recent(OWNER, 5)
    assert [(row["candidate_id"], row["name"]) for row in page.rows] == [(ben, "Ben"), (ada, "Ada")]
    assert page.total == 2
    assert [row["name"] for row in people.recent(OWNER, 1).rows] == ["Ben"]
    assert people.recent(OWNER, 1).total == 2
    assert [row["name"] for row in people.named(OWNER, [cleo, ada, 10**15])] == ["Ada", "Cleo"]
    assert people.named("stranger", [ada]) == []
    assert people.named(OWNER, []) == []
