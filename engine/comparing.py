"""Up to four people side by side on one rubric: who can be compared, who judged them, and the same on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from typing import Literal

from engine import analytics, i18n, labels
from engine.charts.common import by_category
from engine.history import Beside, Histories
from engine.model import Language, Row
from engine.report import Judge

Why = Literal["", "unheld", "apart", "others"]
"""Why somebody has no score in a comparison: nothing judged yet, only partial, mixed or unscored sessions, or only
sessions that others judged."""


@dataclass(frozen=True)
class Compared:
    """One person. ``beside`` is what the judge gave; ``sessions`` are all in which something was said, newest first;
    ``judges`` are who scored comparable ones.
    """

    beside: Beside
    sessions: tuple[Row, ...]
    judges: tuple[Judge, ...]

    @property
    def why(self) -> Why:
        if self.beside.session is not None:
            return ""
        if not self.sessions:
            return "unheld"
        return "others" if self.judges else "apart"


@dataclass(frozen=True)
class Comparison:
    """``people`` in an order shuffled by ``seed``; ``judge`` is None where nobody has a comparable score, and
    ``judges`` are all who could be chosen, the one that scored most of these people first.
    """

    people: tuple[Compared, ...]
    judge: Judge | None
    judges: tuple[Judge, ...]
    seed: str

    @property
    def scored(self) -> tuple[Compared, ...]:
        return tuple(each for each in self.people if each.beside.session is not None)

    @property
    def categories(self) -> list[str]:
        """Of anybody's session, in the order that charts have them."""
        return sorted({key for each in self.people for key in each.beside.categories}, key=by_category)


def compare(
    histories: Histories, owner: str, candidate_ids: Sequence[int], *, judge: Judge | None = None, seed: str = ""
) -> Comparison:
    """People by ``judge``, by default the one who scored most of them, and of equals rather a model than the offline
    interviewer.

    Raises:
        BadRequest: more than four, or somebody twice.
        PersonNotFound: somebody is not there.
    """
    rows = histories.sessions_of(owner, candidate_ids)
    counts: dict[Judge, list[int]] = {}
    for row in rows:
        if is_comparable(row):
            counts.setdefault(judge_of(row), []).append(row["candidate_id"])
    judges = sorted(counts, key=lambda each: _preferred(each, counts[each]))
    judge = judge or next(iter(judges), None)
    beside = histories.side_by_side(owner, candidate_ids, judge or Judge("", "", ""), seed=seed)
    people = [
        Compared(
            each,
            tuple(row for row in rows if row["candidate_id"] == each.candidate_id),
            tuple(one for one in judges if each.candidate_id in counts[one]),
        )
        for each in beside
    ]
    return Comparison(tuple(people), judge, tuple(judges), seed)


def is_comparable(row: Row) -> bool:
    """Whether a session's score may stand beside others."""
    return row["overall_score"] is not None and not row["partial"] and not row["mixed"]


def judge_of(row: Row) -> Judge:
    return Judge(row["interviewer"], row["model"], row["rubric_version"])


def names(people: Sequence[Compared], language: Language) -> list[str]:
    """What each is called, numbered where two would be called the same."""
    found: list[str] = []
    for each in people:
        name = " ".join(each.beside.name.split()) or i18n.t("comparison.nameless", language)
        number = 2
        told = name
        while told in found:
            told, number = f"{name} ({number})", number + 1
        found.append(told)
    return found


def why(person: Compared, judge: Judge | None, language: Language) -> str:
    """Why a person has no score here, in a sentence; "" where they have one."""
    if not person.why:
        return ""
    if person.why != "others" or judge is None:
        key = "unheld" if person.why == "unheld" else "apart"
        return i18n.t(f"comparison.why_{key}", language)
    others = i18n.t("common.list", language).join(labels.judge(*each, language) for each in person.judges)
    return i18n.t("comparison.why_others", language, others=others, judge=labels.judge(*judge, language))


def pdf(
    histories: Histories,
    owner: str,
    comparison: Comparison,
    language: Language,
    tz: timezone = UTC,
    *,
    now: datetime | None = None,
) -> bytes:
    """A comparison as an A4 PDF in ``language``: charts, the quotes of each category, who judged with what.

    ``tz`` is the reader's, for the days; ``now`` is when it was made.
    """
    # Loading the PDF library takes half a second, which a start without a download need not spend.
    from engine.pdf import render_comparison
    from engine.pdf.comparison import Person

    judge = comparison.judge
    people = [
        Person(
            name=name,
            session=each.beside.session,
            why=why(each, judge, language),
            categories=each.beside.categories,
            quotes=each.beside.quotes,
            points=tuple(
                (row["created_at"], row["overall_score"], not is_comparable(row))
                for row in reversed(each.sessions)
                if row["overall_score"] is not None and judge_of(row) == judge
            ),
            provenance=tuple(_provenance(histories, owner, each.beside)),
        )
        for name, each in zip(names(comparison.people, language), comparison.people, strict=True)
    ]
    told = labels.judge(*judge, language) if judge else ""
    return render_comparison(people, comparison.categories, told, language, now or datetime.now(UTC), tz)


def _preferred(judge: Judge, people: Sequence[int]) -> tuple[int, bool, int, Judge]:
    """Sorts judges by whom to take unless told otherwise; ``people`` once for each session."""
    return -len(set(people)), not analytics.ranks_people(judge.interviewer), -len(people), judge


def _provenance(histories: Histories, owner: str, beside: Beside) -> list[Row]:
    if beside.session is None:
        return []
    rows = histories.provenance(owner, beside.candidate_id)
    return [row for row in rows if row["session_id"] == beside.session["session_id"]]
