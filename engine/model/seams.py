"""The two seams: who asks and judges, and where rows are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from engine.model.interview import Answer, Brief, Evaluation, Question, Report, Summary
from engine.model.resume import Analysis, Resume

T = TypeVar("T")


class Interviewer(Protocol):
    """Asks and judges. Implementations may be slow and may fail; they never touch storage."""

    @property
    def name(self) -> str:
        """Stable key of who serves, as kept in provenance: "offline", "llm"."""
        ...

    def plan(self, resume: Resume, brief: Brief) -> Iterator[Question]:
        """Yield ``brief.question_count`` main questions, each as soon as it is ready.

        Where ``brief.asked`` names some that the session has already, yield only the rest, and none of those again.
        """
        ...

    def follow_up(self, question: Question, answer: Answer, asked: Sequence[Question]) -> Question | None:
        """One follow-up on ``answer``, or None. ``asked`` holds the main question's earlier follow-ups."""
        ...

    def evaluate(self, question: Question, answer: Answer) -> Evaluation:
        """Judge one answer. A blank or contentless answer scores 0; None is for what cannot be judged."""
        ...

    def summarize(self, report: Report) -> Summary:
        """Close a session whose answers are all judged or finally unscored."""
        ...

    def analyze(self, resume: Resume) -> Analysis:
        """Judge a resume."""
        ...


class Interviewers(Protocol):
    """Who serves whom. A session is judged by the kind of interviewer it was begun with."""

    @property
    def name(self) -> str:
        """The name of who serves new sessions."""
        ...

    def chosen(self) -> Interviewer:
        """Who serves new sessions, and resumes."""
        ...

    def named(self, name: str) -> Interviewer:
        """Who serves a session begun with an interviewer of this name."""
        ...

    def try_again(self) -> None:
        """Forget what failed lately: someone asks for it to be tried now."""
        ...


Row = Mapping[str, Any]


class Reader(Protocol):
    """Runs named queries; binds are passed by name, never formatted in."""

    def rows(self, name: str, /, **binds: Any) -> list[Row]: ...

    def one(self, name: str, /, **binds: Any) -> Row | None: ...


class Transaction(Reader, Protocol):
    """A reader inside a write transaction."""

    def run(self, name: str, /, **binds: Any) -> None: ...


class Store(Reader, Protocol):
    """Where rows are kept. Reads see the last committed state; writes pass one door."""

    @property
    def exclusive(self) -> bool:
        """Whether no other process can have this store open."""
        ...

    @property
    def is_reachable(self) -> bool:
        """Whether a query is answered now."""
        ...

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in one transaction, again from its start on a conflict, and commit.

        ``work`` may therefore run more than once and must have no other effect than its writes.
        """
        ...

    def close(self) -> None: ...
