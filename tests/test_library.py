from __future__ import annotations

import pytest

from conftest import OWNER, RESUME
from engine.errors import EmptyFile, ResumeNotFound, TooLarge
from engine.interview import Interviews
from engine.library import Library
from engine.model import Brief
from engine.resume import Limits
from engine.storage import DuckStore


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
