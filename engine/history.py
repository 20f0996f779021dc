"""What the views of candidates, coaches and recruiters read. Everything is the owner's own; nothing is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, NamedTuple

from engine.errors import BadRequest, PersonNotFound
from engine.model import Evidence, Row, Store
from engine.report import Judge

MOST_GROUPS: Final = 6
MOST_POINTS: Final = 400
"""Sessions of one group that an overlay draws one by one, the newest; its means are over all of them."""
MOST_SIDE_BY_SIDE: Final = 4
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Group(NamedTuple):
    """A person (``value`` is the candidate's id), or a cohort: all sessions of a tag's people, or of a role (a
    session's title, in any case), a language or a level. ``name`` is shown.
    """

    name: str
    kind: Literal["person", "tag", "role", "language", "level"]
    value: str | int


class Overlay(NamedTuple):
    """Several groups beside each other, each row with its ``group``.

    ``sessions``: for ``analytics.sessions_frame``, the newest ``MOST_POINTS`` of each group in which something was
    said. ``categories``: group, interviewer, model, rubric_version, category, score (mean 0-100 over all comparable
    sessions), sessions, question_count. ``months``: group, interviewer, model, rubric_version, month (its first day,
    UTC), score (mean), sessions, people.
    """

    sessions: list[Row]
    categories: list[Row]
    months: list[Row]


class Highlight(NamedTuple):
    """One answer with what was quoted of it; ``row`` has session_id, main, follow_up, created_at, category, skill,
    score, low, high, question, answer and feedback.
    """

    row: Row
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]


class Beside(NamedTuple):
    """One person in a comparison: their newest comparable session by the judge, None where there is none.

    ``session`` has session_id, title, created_at, overall_score, answered, planned. ``categories`` maps each category
    to its score 0-100 (None: unscored), ``quotes`` to what was quoted, from the best answer on.
    """

    candidate_id: int
    name: str
    session: Row | None
    categories: dict[str, int | None]
    quotes: dict[str, list[Evidence]]


class Histories:
    """Reads of an owner's facts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # --- one person -------------------------------------------------------------------------------

    def sessions(self, owner: str, candidate_id: int) -> list[Row]:
        """Every session, newest first, for ``analytics.sessions_frame``."""
        return self._store.rows("history", owner=owner, candidate_id=candidate_id)

    def categories(self, owner: str, candidate_id: int) -> list[Row]:
        """For ``analytics.categories_frame``."""
        return self._store.rows("category_history", owner=owner, candidate_id=candidate_id)

    def dimensions(self, owner: str, candidate_id: int) -> list[Row]:
        """For ``analytics.dimensions_frame``."""
        return self._store.rows("dimension_history", owner=owner, candidate_id=candidate_id)

    def answers(self, owner: str, candidate_id: int) -> list[Row]:
        """For ``analytics.answers_frame``."""
        return self._store.rows("answer_history", owner=owner, candidate_id=candidate_id)

    def newest_judge(self, owner: str, candidate_id: int) -> Judge | None:
        """Who judged the newest comparable session."""
        row = self._store.one("newest_judge", owner=owner, candidate_id=candidate_id)
        return Judge(**row) if row else None

    def best(self, owner: str, candidate_id: int, judge: Judge | None = None, most: int = 3) -> list[Highlight]:
        """The best answers by one judge (default: of the newest comparable session), best first."""
        return self._highlights(owner, candidate_id, judge, most, 1)

    def weakest(self, owner: str, candidate_id: int, judge: Judge | None = None, most: int = 3) -> list[Highlight]:
        """The weakest answers by one judge, weakest first; skips are no answers."""
        return self._highlights(owner, candidate_id, judge, most, -1)

    def provenance(self, owner: str, candidate_id: int) -> list[Row]:
        """Which interviewer, model, prompt and rubric produced the scores of each session, newest session first.

        Columns: session_id, number, title, created_at, interviewer, model, prompt_version, rubric_version,
        fallback_reason ("" where the chosen one served), answers, scored, input_tokens, output_tokens, evaluated_at.
        """
        return self._store.rows("provenance", owner=owner, candidate_id=candidate_id)

    # --- several ----------------------------------------------------------------------------------

    def overlay(self, owner: str, groups: Sequence[Group]) -> Overlay:
        """Up to six groups beside each other. Raises BadRequest for more."""
        if len(groups) > MOST_GROUPS:
            raise BadRequest(field="groups")
        sessions, categories = self._of_people(owner, [group for group in groups if group.kind == "person"])
        months: list[Row] = []
        for group in groups:
            if group.kind != "person":
                binds = {"owner": owner, **_members(group)}
                newest = {name: value for name, value in binds.items() if name != "candidate_id"}
                sessions += _named(group, self._store.rows("cohort_sessions", most=MOST_POINTS, **newest))
                categories += _named(group, self._store.rows("group_categories", split=_LONG_AGO, **binds))
                months += _named(group, _months(self._store.rows("group_days", split=_LONG_AGO, **binds)))
        return Overlay(sessions, categories, months)

    def before_after(self, owner: str, group: Group, when: datetime, judge: Judge) -> list[Row]:
        """Means by ``judge`` over all comparable sessions of a group before ``when`` (aware), and from then on.

        A row for each category and one for the whole (category ""): category, before, after (0-100, None where that
        side has none), before_n, after_n (sessions).
        """
        binds = {"owner": owner, "split": when, **_members(group)}
        days = self._store.rows("group_days", **binds)
        rows = [
            *({**row, "category": "", "score": row["total"] / row["sessions"]} for row in days),
            *self._store.rows("group_categories", **binds),
        ]
        sums: dict[str, dict[bool, list[float]]] = {}
        for row in rows:
            if (row["interviewer"], row["model"], row["rubric_version"]) == judge:
                side = sums.setdefault(row["category"], {}).setdefault(bool(row["late"]), [0.0, 0])
                side[0] += float(row["score"]) * row["sessions"]
                side[1] += row["sessions"]
        return [_sides(category, sides) for category, sides in sums.items()]

    def side_by_side(self, owner: str, candidate_ids: Sequence[int], judge: Judge, *, seed: str = "") -> list[Beside]:
        """Up to four people by one judge, each by their newest comparable session.

        The order depends on who is compared and on ``seed``: not on who was chosen first, nor on any score.

        Raises:
            BadRequest: more than four, or somebody twice.
            PersonNotFound: somebody is not there.
        """
        if len(candidate_ids) > MOST_SIDE_BY_SIDE or len(set(candidate_ids)) < len(candidate_ids):
            raise BadRequest(field="candidates")
        names = {each: self._name(owner, each) for each in candidate_ids}
        rows = self._store.rows("newest_comparable", owner=owner, ids=list(candidate_ids), **judge._asdict())
        newest = {row["candidate_id"]: row for row in rows}
        ids = [row["session_id"] for row in rows]
        categories: dict[str, dict[str, int | None]] = {}
        for row in self._store.rows("categories_of_sessions", owner=owner, ids=ids):
            categories.setdefault(row["session_id"], {})[row["category"]] = row["score"]
        quotes: dict[str, dict[str, list[Evidence]]] = {}
        for row in self._store.rows("quotes_of_sessions", owner=owner, ids=ids):
            quotes.setdefault(row["session_id"], {}).setdefault(row["category"], []).extend(_evidence(row))
        compared = []
        for each in fair_order(candidate_ids, seed):
            session = newest.get(each)
            key = session["session_id"] if session else ""
            compared.append(Beside(each, names[each], session, categories.get(key, {}), quotes.get(key, {})))
        return compared

    def sessions_of(self, owner: str, candidate_ids: Sequence[int]) -> list[Row]:
        """The judged sessions of several people in which something was said, newest first."""
        return self._store.rows("sessions_of_people", owner=owner, ids=list(candidate_ids))

    # --- private ----------------------------------------------------------------------------------

    def _name(self, owner: str, candidate_id: int) -> str:
        row = self._store.one("candidate_by_id", owner=owner, candidate_id=candidate_id)
        if row is None:
            raise PersonNotFound()
        return str(row["name"])

    def _highlights(
        self, owner: str, candidate_id: int, judge: Judge | None, most: int, direction: int
    ) -> list[Highlight]:
        judge = judge or self.newest_judge(owner, candidate_id)
        if judge is None:
            return []
        rows = self._store.rows(
            "highlights", owner=owner, candidate_id=candidate_id, direction=direction, most=most, **judge._asdict()
        )
        return [self._highlight(owner, row) for row in rows]

    def _highlight(self, owner: str, row: Row) -> Highlight:
        # One place after the other: asked for several at once, the database reads what everybody ever said.
        place = {"owner": owner, **{name: row[name] for name in ("session_id", "main", "follow_up")}}
        asked, said = self._store.one("question_at", **place), self._store.one("answer_at", **place)
        judged = self._store.one("evaluation_at", **place)
        assert asked is not None
        assert said is not None
        assert judged is not None
        words = {"question": asked["text"], "answer": said["text"], "feedback": judged["feedback"]}
        return Highlight({**row, **words}, tuple(_evidence(judged)), tuple(json.loads(judged["missing"])))

    def _of_people(self, owner: str, groups: Sequence[Group]) -> tuple[list[Row], list[Row]]:
        """Sessions and means by category of people, each row with the name of its group."""
        if not groups:
            return [], []
        by_id = {int(group.value): group for group in groups}
        sessions: list[Row] = []
        counts: dict[int, int] = {}
        for row in self._store.rows("sessions_of_people", owner=owner, ids=list(by_id)):
            counts[row["candidate_id"]] = counts.get(row["candidate_id"], 0) + 1
            if counts[row["candidate_id"]] <= MOST_POINTS:
                sessions += _named(by_id[row["candidate_id"]], [row])
        rows = self._store.rows("categories_of_people", owner=owner, ids=list(by_id))
        return sessions, [named for row in rows for named in _named(by_id[row["candidate_id"]], [row])]


def fair_order(candidate_ids: Iterable[int], seed: str = "") -> list[int]:
    """People shuffled by ``seed``: an order that is none of their ids, ages, names or scores, and that is the same for
    everybody who looks at the same people with the same seed.
    """
    ids = sorted(candidate_ids)
    among = ",".join([seed, *map(str, ids)] if seed else map(str, ids))
    return sorted(ids, key=lambda each: hashlib.sha256(f"{among}:{each}".encode()).hexdigest())


def _members(group: Group) -> dict[str, Any]:
    value = str(group.value)
    return {
        "candidate_id": int(group.value) if group.kind == "person" else None,
        "tag": value if group.kind == "tag" else None,
        "role": value.lower() if group.kind == "role" else None,
        "language": value if group.kind == "language" else None,
        "level": value if group.kind == "level" else None,
    }


def _sides(category: str, sides: dict[bool, list[float]]) -> Row:
    told: dict[str, Any] = {"category": category}
    for name, late in (("before", False), ("after", True)):
        total, count = sides.get(late, (0.0, 0))
        told[name] = total / count if count else None
        told[f"{name}_n"] = int(count)
    return told


def _evidence(row: Row) -> list[Evidence]:
    return [Evidence(**each) for each in json.loads(row["evidence"])]


def _named(group: Group, rows: Iterable[Row]) -> list[Row]:
    return [{"group": group.name, **row} for row in rows]


def _months(days: Iterable[Row]) -> list[Row]:
    """Sums of days as means of months, by judge, oldest first."""
    sums: dict[tuple[datetime, Judge], list[int]] = {}
    for row in days:
        month = (_LONG_AGO + timedelta(days=row["day"])).replace(day=1)
        judge = Judge(row["interviewer"], row["model"], row["rubric_version"])
        both = sums.setdefault((month, judge), [0, 0])
        both[0] += int(row["total"])
        both[1] += row["sessions"]
    return [
        {**judge._asdict(), "month": month, "score": total / count, "sessions": count}
        for (month, judge), (total, count) in sums.items()
    ]
