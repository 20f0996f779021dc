"""Use cases around the people who were interviewed: list, search, rename, join, tag, shortlist, delete."""

from __future__ import annotations

import builtins
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from engine import analytics, cards
from engine.errors import BadRequest, PersonNotFound, ScoresDoNotRank
from engine.model import Language, Row, SessionStatus, Store, Transaction, utc_now
from engine.report import Judge
from engine.storage.loading import LARGEST_ID
from engine.storage.rows import storable
from engine.storage.wipe import delete_person_rows

Sort = Literal["name", "last", "sessions", "due", "score", "change"]
MOST_ON_A_PAGE: Final = 100
MOST_IN_A_FILE: Final = 20_000
CHANGE_DAYS: Final = 30
_NAME_LIMIT: Final = 300
_TAG_LIMIT: Final = 60
_BY_SCORE: Final = ("score", "change")
_MOVES: Final = (
    "move_resumes", "move_sessions", "move_results", "move_category_results", "move_dimension_results",
    "move_answer_results", "move_notes", "move_overrides", "copy_tags", "copy_shortlisting",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """Whom to list; what is left at its default filters nothing.

    ``search`` is a part of the name and ``role`` a part of a session's title, in any case; ``skill`` was answered on;
    ``language`` and the days (``since`` up to but not ``until``, aware) are those of one session that also has the
    role; ``status`` is the newest session's. ``least`` and ``most`` (0-100) bound the last score by ``judge``.
    """

    search: str = ""
    role: str = ""
    skill: str = ""
    language: Language | None = None
    status: SessionStatus | None = None
    since: datetime | None = None
    until: datetime | None = None
    tag: str = ""
    shortlisted: bool = False
    judge: Judge | None = None
    least: int | None = None
    most: int | None = None


class Page(NamedTuple):
    """``rows`` for ``analytics.people_frame``; ``total`` people on all pages."""

    rows: list[Row]
    total: int


class Choices(NamedTuple):
    """What filters may be set to, the most common first."""

    roles: list[str]
    skills: list[str]
    tags: list[str]  # in order of letters
    judges: list[Judge]  # all, also those whose scores rank nobody


class People:
    """The candidates of an owner."""

    def __init__(self, store: Store, now: Callable[[], datetime] = utc_now) -> None:
        self._store = store
        self._now = now

    # --- reading ----------------------------------------------------------------------------------

    def list(
        self,
        owner: str,
        filters: Filters = Filters(),
        *,
        sort: Sort = "last",
        descending: bool = True,
        page: int = 1,
        size: int = 25,
    ) -> Page:
        """One page of people, from 1; beyond the last one it is empty. Whoever lacks what is sorted by comes last.

        Scores shown are of each one's newest comparable session by ``filters.judge``, or by whoever judged it.

        Raises:
            ScoresDoNotRank: a sort or bound by score without one judge, or by the offline one.
            BadRequest: page or size is out of range.
        """
        if not 1 <= size <= MOST_ON_A_PAGE:
            raise BadRequest(field="size")
        if not 1 <= page <= LARGEST_ID // MOST_ON_A_PAGE:
            raise BadRequest(field="page")
        _must_rank(filters, sort)
        binds = self._binds(owner, filters, sort, descending)
        found = self._store.rows("people_page", **binds, size=size, skip=(page - 1) * size)
        total = found[0]["total"] if found else 0
        if not found and page > 1:
            first = self._store.one("people_page", **binds, size=1, skip=0)
            total = first["total"] if first else 0
        return Page(self._details(owner, [row["candidate_id"] for row in found], filters.judge), total)

    def every(
        self, owner: str, filters: Filters = Filters(), *, sort: Sort = "last", descending: bool = True
    ) -> builtins.list[Row]:
        """The rows of all pages of a list at once, up to ``MOST_IN_A_FILE``, to be kept as a file.

        Raises ScoresDoNotRank as ``list`` does.
        """
        _must_rank(filters, sort)
        found = self._store.rows(
            "people_page", **self._binds(owner, filters, sort, descending), size=MOST_IN_A_FILE, skip=0
        )
        return self._details(owner, [row["candidate_id"] for row in found], filters.judge)

    def recent(self, owner: str, most: int) -> Page:
        """Who held a session last, the newest first: candidate_id and name alone, which costs little."""
        rows = self._store.rows("recent_people", owner=owner, most=most)
        return Page(rows, rows[0]["total"] if rows else 0)

    def named(self, owner: str, ids: Sequence[int]) -> builtins.list[Row]:
        """Of ``ids`` those who are there, by id: candidate_id and name."""
        within = [each for each in ids if abs(each) <= LARGEST_ID]
        return self._store.rows("names_of_people", owner=owner, ids=within) if within else []

    def get(self, owner: str, candidate_id: int, judge: Judge | None = None) -> Row:
        """One row as in the list. Raises PersonNotFound."""
        rows = self._details(owner, [candidate_id], judge) if abs(candidate_id) <= LARGEST_ID else []
        if not rows:
            raise PersonNotFound()
        return rows[0]

    def choices(self, owner: str, most: int = 50) -> Choices:
        """What the owner's people can be filtered by, up to ``most`` roles and skills."""
        return Choices(
            self.roles(owner, most),
            [row["skill"] for row in self._store.rows("skills_asked", owner=owner, most=most)],
            self.tags(owner),
            self.judges(owner),
        )

    def roles(self, owner: str, most: int = 50) -> builtins.list[str]:
        """The most common titles of sessions, the most common first."""
        return [row["title"] for row in self._store.rows("roles_held", owner=owner, most=most)]

    def tags(self, owner: str) -> builtins.list[str]:
        """All tags in use, in order of letters."""
        return [row["tag"] for row in self._store.rows("tags_used", owner=owner)]

    def judges(self, owner: str) -> builtins.list[Judge]:
        """Who has scored comparable sessions, the one with most first."""
        rows = self._store.rows("judges", owner=owner)
        return [Judge(row["interviewer"], row["model"], row["rubric_version"]) for row in rows]

    # --- changing ---------------------------------------------------------------------------------

    def rename(self, owner: str, candidate_id: int, name: str) -> None:
        """Give a person another name, of at most 300 characters; blank leaves them nameless.

        Raises:
            PersonNotFound: there is no such person of this owner's.
            BadRequest: the name is too long.
        """
        name = _line(name, _NAME_LIMIT, "name")

        def change(tx: Transaction) -> None:
            _must_exist(tx, owner, candidate_id)
            tx.run("rename_candidate", owner=owner, candidate_id=candidate_id, name=name)

        self._store.write(change)

    def merge(self, owner: str, candidate_id: int, into: int) -> None:
        """Join two records of one person: all that is ``candidate_id``'s becomes ``into``'s, whose name stays.

        Raises:
            PersonNotFound: either is not there.
            BadRequest: they are the same.
        """
        if candidate_id == into:
            raise BadRequest(field="into")

        def join(tx: Transaction) -> None:
            _must_exist(tx, owner, candidate_id)
            _must_exist(tx, owner, into)
            where = {"owner": owner, "candidate_id": candidate_id}
            keys = [row["question_key"] for row in tx.rows("cards_of_candidate", **where)]
            for statement in _MOVES:
                tx.run(statement, **where, into=into)
            delete_person_rows(tx, owner, candidate_id)
            # Both may have answered a question, and what one answered well the other may have answered weakly.
            keys += [row["question_key"] for row in tx.rows("cards_of_candidate", owner=owner, candidate_id=into)]
            for key in dict.fromkeys(keys):
                cards.rebuild(tx, owner, into, key)

        self._store.write(join)

    def tag(self, owner: str, candidate_id: int, tag: str) -> None:
        """Put a tag on a person; twice is once. Raises PersonNotFound, BadRequest (blank, or over 60 characters)."""
        tag = _line(tag, _TAG_LIMIT, "tag")
        if not tag:
            raise BadRequest(field="tag")
        self._mark("insert_tag", owner, candidate_id, tag=tag)

    def untag(self, owner: str, candidate_id: int, tag: str) -> None:
        """Take a tag off. Raises PersonNotFound."""
        self._mark("delete_tag", owner, candidate_id, tag=storable(tag))

    def shortlist(self, owner: str, candidate_id: int) -> None:
        """Raises PersonNotFound."""
        self._mark("insert_shortlisting", owner, candidate_id, added_at=self._now())

    def unlist(self, owner: str, candidate_id: int) -> None:
        """Take a person off the shortlist. Raises PersonNotFound."""
        self._mark("delete_shortlisting", owner, candidate_id)

    def delete(self, owner: str, candidate_id: int) -> None:
        """Delete a person with their resumes, sessions and all that hangs on them. Raises PersonNotFound."""

        def delete(tx: Transaction) -> None:
            _must_exist(tx, owner, candidate_id)
            delete_person_rows(tx, owner, candidate_id)

        self._store.write(delete)

    # --- private ----------------------------------------------------------------------------------

    def _binds(self, owner: str, filters: Filters, sort: Sort, descending: bool) -> dict[str, Any]:
        now = self._now()
        held = (_pattern(filters.role), filters.language, filters.since, filters.until)
        return {
            "owner": owner,
            "search": _pattern(filters.search),
            "role": _pattern(filters.role),
            "skill": storable(filters.skill).strip().lower() or None,
            "language": filters.language,
            "status": filters.status.value if filters.status else None,
            "held_from": filters.since,
            "held_before": filters.until,
            "no_session_filter": not any(held),
            "tag": storable(filters.tag) or None,
            "shortlisted": filters.shortlisted,
            "least": filters.least,
            "most_score": filters.most,
            "sort": sort,
            "direction": -1 if descending else 1,
            "now": now,
            "since": now - timedelta(days=CHANGE_DAYS),
            **_judged_by(filters.judge),
        }

    def _details(self, owner: str, ids: Sequence[int], judge: Judge | None) -> builtins.list[Row]:
        now = self._now()
        since = now - timedelta(days=CHANGE_DAYS)
        rows = self._store.rows(
            "people_details", owner=owner, ids=builtins.list(ids), now=now, since=since, **_judged_by(judge)
        )
        by_id = {row["candidate_id"]: row for row in rows}
        return [by_id[each] for each in ids if each in by_id]

    def _mark(self, statement: str, owner: str, candidate_id: int, **binds: Any) -> None:
        def mark(tx: Transaction) -> None:
            _must_exist(tx, owner, candidate_id)
            tx.run(statement, owner=owner, candidate_id=candidate_id, **binds)

        self._store.write(mark)


def _must_rank(filters: Filters, sort: Sort) -> None:
    """Raises ScoresDoNotRank where people would be picked or put in an order by scores that do not allow it."""
    judge, bounded = filters.judge, filters.least is not None or filters.most is not None
    if (sort in _BY_SCORE or bounded) and (judge is None or not analytics.ranks_people(judge.interviewer)):
        raise ScoresDoNotRank(field="sort" if sort in _BY_SCORE else "score")


def _judged_by(judge: Judge | None) -> dict[str, str | None]:
    return judge._asdict() if judge else dict.fromkeys(Judge._fields)


def _must_exist(tx: Transaction, owner: str, candidate_id: int) -> None:
    known = abs(candidate_id) <= LARGEST_ID and tx.one("candidate_by_id", owner=owner, candidate_id=candidate_id)
    if not known:
        raise PersonNotFound()


def _pattern(text: str) -> str | None:
    """What LIKE looks for to find ``text`` anywhere, as it is written; None for nothing to look for."""
    words = unicodedata.normalize("NFKC", storable(text)).strip().lower()
    for special in "!%_":
        words = words.replace(special, f"!{special}")
    return f"%{words}%" if words else None


def _line(text: str, limit: int, field: str) -> str:
    """``text`` on one line."""
    line = " ".join(storable(text).split())
    if len(line) > limit:
        raise BadRequest(field=field)
    return line
