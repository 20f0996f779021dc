"""The plan of an interview: which candidates are asked, in which order."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from engine.i18n import LANGUAGES
from engine.model import Brief, Category, Difficulty, Language, Profile, Question
from engine.offline.candidates import Candidate, Group, candidates

SHARES: Final[Mapping[str, tuple[int, int, int]]] = {
    "junior": (50, 40, 10),
    "mid": (30, 50, 20),
    "senior": (15, 50, 35),
}
"""Per cent of basic, intermediate and expert questions by level."""
_ORDER: Final = (Difficulty.BASIC, Difficulty.INTERMEDIATE, Difficulty.EXPERT)
_LEFTOVER: Final[tuple[Group, ...]] = ("skill", "general", "own", "behavioural")
"""Who fills, in turn, the places that a thin resume leaves open."""
_OWN: Final = 0.4  # share of questions about the candidate's own entries; never below a third
_GAPS: Final = 0.2  # at most, of questions about what the job asks for and the resume does not show
_TAKEN: Final = 0.02  # what is left of a candidate whose difficulty is used up
_SAME_ITEM: Final = 0.01
_SAME_SOURCE: Final = 0.45
_SAME_LINE: Final = 0.05
_SAME_CATEGORY: Final = 0.8
_SPREAD: Final = (0.55, 1.45)  # of the chance in each weight, by seed


def language_for(profile: Profile, brief: Brief) -> Language:
    """The language to ask in: the brief's, else the resume's, else English."""
    if brief.language is not None:
        return brief.language
    return next((language for language in LANGUAGES if language == profile.language), "en")


def plan(text: str, profile: Profile, brief: Brief) -> list[Question]:
    """Exactly ``brief.question_count`` main questions on a resume's ``text``, as understood in ``profile``.

    The same text, brief and seed give the same plan. A question of ``brief.recent_questions`` comes back
    only when nothing else is left to ask. Of a session that has ``brief.asked`` already these are the rest: where
    they are the beginning of this same plan its end, so that the quotas hold, and a story among them in any case.
    """
    if not brief.asked:
        return _whole(text, profile, brief)
    asked = {_key(each) for each in brief.asked}
    whole = _whole(text, profile, brief.model_copy(update={"asked": ()}))
    wanted = max(0, brief.question_count - len(brief.asked))
    left = [question for question in whole if _key(question.text) not in asked]
    if len(left) <= wanted:
        return left
    # Somebody else began: what their questions were about is not known here, only that they stood at the beginning.
    rest = left[-wanted:] if wanted else []
    stories = [question for question in left if question.category == Category.BEHAVIOURAL.value]
    if rest and stories and stories[-1] not in rest:
        rest = [*rest[1:], stories[-1]]
    return rest


def _whole(text: str, profile: Profile, brief: Brief) -> list[Question]:
    language = language_for(profile, brief)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    chance = random.Random(f"{digest}:{brief.seed}")
    pool = [(found, chance.uniform(*_SPREAD)) for found in candidates(profile, brief, language)]
    recent = {_key(asked) for asked in brief.recent_questions}
    fresh = [pair for pair in pool if _key(pair[0].question.text) not in recent]
    stale = [pair for pair in pool if _key(pair[0].question.text) in recent]
    chosen = _Choice(_targets(brief))
    for group, count in _slots(fresh, brief.question_count).items():
        chosen.take(fresh, group, count, again=group != "gap")
    # There is a limit to what somebody may be asked of things they have not done.
    fresh, stale = ([pair for pair in pairs if pair[0].group != "gap"] for pairs in (fresh, stale))
    for group in _LEFTOVER * brief.question_count:
        if len(chosen.picked) < brief.question_count:
            chosen.take(fresh, group, 1, again=False)
    chosen.take(fresh, None, brief.question_count - len(chosen.picked))
    chosen.take(stale, None, brief.question_count - len(chosen.picked))
    return [found.question for found in _ordered(chosen.picked)]


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _targets(brief: Brief) -> Counter[Difficulty]:
    """How many questions of each difficulty, by largest remainder."""
    exact = [brief.question_count * share / 100 for share in SHARES[brief.level]]
    counts = [int(part) for part in exact]
    by_remainder = sorted(range(3), key=lambda at: (counts[at] - exact[at], at != 1))
    for at in by_remainder[: brief.question_count - sum(counts)]:
        counts[at] += 1
    return Counter(dict(zip(_ORDER, counts, strict=True)))


def _slots(pool: Iterable[tuple[Candidate, float]], count: int) -> dict[Group, int]:
    """How many questions of each group; what a resume cannot fill goes to the others."""
    groups = {found.group for found, _ in pool}
    own = max(-(-count // 3), round(_OWN * count)) if "own" in groups else 0
    behavioural = 1 if count < 10 else 2 if count < 16 else 3
    openings = [found for found, _ in pool if found.group == "gap"]
    most = min(len({found.source for found in openings}), len({found.item.id for found in openings}))
    gaps = min(int(_GAPS * count), most)
    general = max(0, (0 if count < 10 else 1 if count < 16 else 2) - gaps)
    skill = count - own - behavioural - general - gaps if "skill" in groups else 0
    return {"own": own, "behavioural": behavioural, "general": general, "gap": gaps, "skill": max(0, skill)}


class _Choice:
    """Picks candidates one by one, each time the heaviest after allowing for what was picked before."""

    def __init__(self, targets: Counter[Difficulty]) -> None:
        self.picked: list[Candidate] = []
        self._open = targets
        self._texts: set[str] = set()
        self._items: Counter[str] = Counter()
        self._sources: Counter[str] = Counter()
        self._lines: Counter[str] = Counter()
        self._categories: Counter[str] = Counter()

    def take(self, pool: list[tuple[Candidate, float]], group: Group | None, count: int, *, again: bool = True) -> None:
        """Pick up to ``count`` of ``group`` (None: any); ``again`` allows a template a second time.

        A gap is asked about once, whatever the template.
        """
        open_pool = [pair for pair in pool if group is None or pair[0].group == group]
        for _ in range(count):
            usable = [
                pair
                for pair in open_pool
                if _key(pair[0].question.text) not in self._texts
                and (again or not self._items[pair[0].item.id])
                and (group != "gap" or not self._sources[pair[0].source])
            ]
            if not usable:
                return
            self._pick(max(usable, key=self._value)[0])

    def _value(self, pair: tuple[Candidate, float]) -> float:
        found, luck = pair
        left = self._open[found.item.difficulty]
        value = found.weight * luck * (1 + left / 10 if left > 0 else _TAKEN)
        value *= float(_SAME_ITEM ** self._items[found.item.id] * _SAME_SOURCE ** self._sources[found.source])
        value *= _SAME_LINE if found.line and self._lines[found.line] else 1.0
        return value * float(_SAME_CATEGORY ** self._categories[found.item.category])

    def _pick(self, found: Candidate) -> None:
        self.picked.append(found)
        self._open[found.item.difficulty] -= 1
        self._texts.add(_key(found.question.text))
        self._items[found.item.id] += 1
        self._sources[found.source] += 1
        self._lines[found.line] += 1
        self._categories[found.item.category] += 1


def _ordered(picked: list[Candidate]) -> list[Candidate]:
    """Easy ones about the candidate first; then subjects and entries in turn, stories and plans towards the end."""
    rank = {difficulty: at for at, difficulty in enumerate(_ORDER)}
    lines = [
        sorted(
            (found for found in picked if found.group in groups),
            key=lambda found: (rank[found.item.difficulty], -found.weight),
        )
        for groups in (("own",), ("skill", "gap"), ("behavioural", "general"))
    ]
    # Where in the interview each line begins and ends, from 0 to 1.
    spans = ((0.0, 0.9), (0.08, 0.97), (0.3, 1.0))
    placed = [
        (begin + (end - begin) * (at + 0.5) / len(line) if at or begin else 0.0, order, found)
        for order, (line, (begin, end)) in enumerate(zip(lines, spans, strict=True))
        for at, found in enumerate(line)
    ]
    return [found for _, _, found in sorted(placed, key=lambda place: place[:2])]
