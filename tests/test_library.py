from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import OWNER, RESUME
from engine.errors import EmptyFile, ResumeError, ResumeNotFound, TooLarge, UnsupportedType
from engine.interview import Interviews
from engine.judging import Judging
from engine.library import Library, Statistics
from engine.model import Brief, WorkStatus
from engine.resume import Limits
from engine.storage import DuckStore, open_store


def test_a_resume_is_kept_with_its_facts(library: Library) -> None:
    added = library.add(OWNER, "robin.txt", RESUME)
    assert not added.duplicate
    resume = library.get(OWNER, added.resume.id or 0)
    assert resume.text.startswith("Robin Vale")
    assert (resume.filename, resume.size, resume.owner) == ("robin.txt", len(RESUME), OWNER)
    assert resume.content_type == "text/plain"
    assert resume.uploaded_at is not None


def test_the_same_bytes_are_counted_not_stored_twice(library: Library) -> None:
    first = library.add(OWNER, "robin.txt", RESUME).resume
    second = library.add(OWNER, "robin copy.txt", RESUME)
    assert second.duplicate
    assert second.resume.id == first.id
    assert second.resume.access_count == 2
    assert len(library.list(OWNER)) == 1
    other = library.add("someone else", "robin.txt", RESUME)
    assert not other.duplicate


def test_one_person_with_two_resumes_is_one_candidate(library: Library) -> None:
    first = library.add(OWNER, "a.txt", RESUME).resume
    second = library.add(OWNER, "b.txt", RESUME.replace(b"Docker", b"Kubernetes")).resume
    third = library.add(OWNER, "c.txt", RESUME.replace(b"Robin Vale", b"Ines Okafor")).resume
    assert first.candidate_id == second.candidate_id != third.candidate_id
    assert [resume.id for resume in library.list(OWNER)] == [third.id, second.id, first.id]


def test_what_cannot_be_read_is_not_kept(store: DuckStore, library: Library) -> None:
    with pytest.raises(EmptyFile):
        library.add(OWNER, "empty.txt", b"")
    with pytest.raises(TooLarge):
        Library(store, Limits(upload=100)).add(OWNER, "big.txt", RESUME)
    assert library.list(OWNER) == []


def test_another_person_sees_and_changes_nothing(library: Library, resume_id: int) -> None:
    for attempt in (
        lambda: library.get("stranger", resume_id),
        lambda: library.analysis("stranger", resume_id),
        lambda: library.analyze_again("stranger", resume_id),
        lambda: library.delete("stranger", resume_id),
    ):
        with pytest.raises(ResumeNotFound):
            attempt()
    assert library.list("stranger") == []
    assert library.session_count("stranger", resume_id) == 0


def test_sessions_of_a_resume_are_counted(library: Library, interviews: Interviews, resume_id: int) -> None:
    assert library.session_count(OWNER, resume_id) == 0
    interviews.start(OWNER, resume_id, Brief(question_count=3))
    assert library.session_count(OWNER, resume_id) == 1


def test_a_candidate_goes_with_the_last_resume(library: Library, store: DuckStore) -> None:
    first = library.add(OWNER, "a.txt", RESUME).resume
    second = library.add(OWNER, "b.txt", RESUME.replace(b"Docker", b"Kubernetes")).resume
    library.delete(OWNER, first.id or 0)
    assert store.one("candidate_by_name", owner=OWNER, name="Robin Vale") is not None
    library.delete(OWNER, second.id or 0)
    assert store.one("candidate_by_name", owner=OWNER, name="Robin Vale") is None


# --- resumes that are kept elsewhere ---------------------------------------------------------------


def test_an_unknown_id_is_registered_with_its_text(library: Library, store: DuckStore) -> None:
    text = RESUME.decode()
    resume = library.register(OWNER, 41, text)
    assert (resume.id, resume.filename, resume.content_type) == (41, "resume-41.txt", "text/plain")
    assert (resume.size, resume.sha256, resume.access_count) == (len(RESUME), "", 1)
    assert resume.text.strip() == text.strip()
    assert library.analysis(OWNER, 41).status is WorkStatus.PENDING
    assert store.one("candidate_by_name", owner=OWNER, name="Robin Vale") is not None
    assert library.register(OWNER, 41, "Another text") == resume
    assert library.get(OWNER, 41) == resume
    assert len(library.list(OWNER)) == 1


def test_two_texts_may_be_the_same(library: Library) -> None:
    first, second = (library.register(OWNER, identity, RESUME.decode()) for identity in (1, 2))
    assert (first.text, first.candidate_id) == (second.text, second.candidate_id)
    # A file with the same bytes is a resume of its own.
    assert not library.add(OWNER, "robin.txt", RESUME).duplicate


def test_another_persons_id_is_not_found(library: Library) -> None:
    library.register("stranger", 5, RESUME.decode())
    with pytest.raises(ResumeNotFound):
        library.register(OWNER, 5, "Mine")
    assert library.list(OWNER) == []
    assert library.get("stranger", 5).text != "Mine"


@given(st.lists(st.integers(1, 12) | st.integers(1, 2**53 - 1), max_size=8), st.integers(1, 4))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_upload_takes_an_id_that_no_one_has(
    tmp_path_factory: pytest.TempPathFactory, taken: list[int], uploads: int
) -> None:
    store = open_store(tmp_path_factory.mktemp("ids") / "a.duckdb")
    library = Library(store, Limits())
    for identity in taken:
        library.register("stranger" if identity % 2 else OWNER, identity, f"text {identity}")
    for number in range(uploads):
        added = library.add(OWNER, "cv.txt", RESUME + b"%d" % number)
        assert not added.duplicate
        assert added.resume.id not in taken
    assert len(library.list(OWNER)) + len(library.list("stranger")) == len(set(taken)) + uploads
    store.close()


def test_statistics_and_overview(library: Library, interviews: Interviews) -> None:
    assert library.statistics(OWNER) == Statistics(0, 0, 0)
    assert library.overview(OWNER) == []
    identity = library.add(OWNER, "robin.txt", RESUME).resume.id
    assert identity is not None
    library.add(OWNER, "robin.txt", RESUME)
    library.register(OWNER, 700, "Ines Okafor")
    library.register("stranger", 701, "Kim Park")
    interviews.start(OWNER, identity, Brief(question_count=3))
    assert library.statistics(OWNER) == Statistics(resumes=2, sessions=1, accesses=3)
    newest, oldest = library.overview(OWNER)
    assert (newest["id"], newest["sessions"], newest["access_count"]) == (700, 0, 1)
    assert (oldest["id"], oldest["sessions"], oldest["access_count"]) == (identity, 1, 2)
    assert (oldest["overall_score"], oldest["analyze_status"], oldest["analyze_error"]) == (None, "PENDING", "")


def test_analyses_come_newest_first(library: Library, judging: Judging, resume_id: int) -> None:
    assert library.analyses(OWNER, resume_id) == []
    for _ in range(3):
        library.analyze_again(OWNER, resume_id)
        judging.run_pending()
    found = library.analyses(OWNER, resume_id)
    identities = [identity for identity, _ in found]
    assert identities == sorted(identities, reverse=True)
    assert len(found) == 3
    assert library.analysis(OWNER, resume_id).analysis == found[0][1]
    with pytest.raises(ResumeNotFound):
        library.analyses("stranger", resume_id)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"x" * 101, TooLarge),
        (b"\x89PNG\r\n\0\1\2", UnsupportedType),
        (b"{\\rtf1 a}", UnsupportedType),
    ],
)
def test_what_shows_at_once_is_told_at_once(store: DuckStore, data: bytes, error: type[ResumeError]) -> None:
    small = Library(store, Limits(upload=100))
    with pytest.raises(error):
        small.check(data)
    with pytest.raises(error):
        small.add(OWNER, "cv", data)
    small.check(b"Robin Vale")


# --- the job somebody prepares for ---------------------------------------------------------------


def test_one_job_is_kept_with_a_resume(library: Library, resume_id: int) -> None:
    assert library.target_job(OWNER, resume_id) == ""
    library.set_target_job(OWNER, resume_id, "Nurse\r\n\u202eat Fen")
    assert library.target_job(OWNER, resume_id) == "Nurse\nat Fen"
    library.set_target_job(OWNER, resume_id, "Baker")
    library.set_target_job(OWNER, resume_id, "Baker")
    assert library.target_job(OWNER, resume_id) == "Baker"
    library.set_target_job(OWNER, resume_id, " \n")
    library.set_target_job(OWNER, resume_id, "")
    assert library.target_job(OWNER, resume_id) == ""


def test_a_job_is_cut_kept_by_its_owner_alone_and_goes_with_the_resume(
    library: Library, store: DuckStore, resume_id: int
) -> None:
    library.set_target_job(OWNER, resume_id, "x" * 150_000)
    assert len(library.target_job(OWNER, resume_id)) == 100_000
    with pytest.raises(ResumeNotFound):
        library.set_target_job("stranger", resume_id, "Mine")
    assert library.target_job("stranger", resume_id) == ""
    library.delete(OWNER, resume_id)
    assert store.one("target_job", owner=OWNER, resume_id=resume_id) is None
    with pytest.raises(ResumeNotFound):
        library.set_target_job(OWNER, resume_id, "Baker")
