"""Follow-ups: a probe of the key point that matters most among those an answer left open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from engine.i18n import language_of, t
from engine.model import Answer, Language, Question
from engine.offline import form
from engine.offline.bank import AUTHOR, place_of
from engine.offline.feedback import is_foreign, language_of_question
from engine.offline.match import finder
from engine.offline.score import COVERED, Judgement, is_behavioural, judge
from engine.offline.text import MAX_CHARS, clauses, sentences, terms, weight_of

_TO_THE_POINT: Final = 0.25  # credit from which an answer is worth quoting back
_LATER: Final = 0.9  # key points stand in order of importance
_STORY_WEIGHTS: Final = {"result": 1.5, "action": 1.4, "own": 1.4, "decision": 1.3, "problem": 1.1, "reflection": 1.1}
_PARTS: Final = ("result", "action", "situation", "reflection")
_OPENING = re.compile(r"^(?:and|but|so|because|then|which|that|also|or|well|yes|first|finally)\s+", re.IGNORECASE)
_ENGLISH_WORDS: Final = (4, 16)  # of a fragment worth quoting
_CHINESE_CHARACTERS: Final = (6, 32)


def follow_up(question: Question, answer: Answer, asked: Sequence[Question]) -> Question | None:
    """One follow-up on ``answer``, or None where all is covered, nothing was said, or nothing new can be asked."""
    text = answer.text[:MAX_CHARS]
    if form.says_nothing(text) or form.says_nothing(form.to_the_point(text)):
        return None
    spoken = language_of(text)
    judgement = judge(question, text, spoken)
    if is_foreign(question, judgement, spoken):
        return None
    language = language_of_question(question)
    quote = _fragment(judgement, text) if max(judgement.covered, default=1.0) >= _TO_THE_POINT else ""
    used = {previous.text for previous in asked} | {question.text}
    probed = {point for previous in asked for point in previous.key_points}
    for point, probe in _open_points(question, judgement, language):
        if point in probed:
            continue
        quoted = t("offline.follow_up.quoted", language, quote=quote, probe=probe)
        made = next((each for each in ([quoted] if quote else []) + [probe] if each not in used), None)
        if made is not None:
            return _made(question, made, point, language)
    return None


def _open_points(question: Question, judgement: Judgement, language: Language) -> Iterator[tuple[str, str]]:
    """Key points left open with what to ask for each, the most valuable first."""
    open_units = []
    for at, (unit, part) in enumerate(zip(judgement.wanted.units, judgement.covered, strict=True)):
        if part < COVERED:
            weight = _STORY_WEIGHTS.get(judgement.aspects[at], 1.0) * _LATER**at
            open_units.append((weight * (1 - part), at, unit.text))
    probes = dict(zip(question.key_points, question.probes, strict=False))
    for _, at, point in sorted(open_units, key=lambda each: (-each[0], each[1])):
        place = place_of(point)
        aspect = judgement.aspects[at]
        general = aspect if aspect in _PARTS else "example" if aspect else "more"
        probe = probes.get(point) or (place.probe if place else "") or t(f"offline.follow_up.{general}", language)
        yield point, probe
    if is_behavioural(question) and not judgement.wanted.units:
        for part_name in _PARTS:
            if judgement.ratings[part_name] < 1 + 4 * COVERED:
                yield t(f"rubric.anchor.{part_name}.5", language), t(f"offline.follow_up.{part_name}", language)


def _made(question: Question, text: str, point: str, language: Language) -> Question:
    return Question(
        text=text,
        category=question.category,
        reference_answer=_reference_for(question, point),
        key_points=(point,),
        type=question.type,
        difficulty=question.difficulty,
        skill=question.skill,
        language=language,
        reason=t("offline.reason.follow_up", language),
        is_follow_up=True,
        author=AUTHOR,
    )


def _reference_for(question: Question, point: str) -> str:
    """The sentence of the reference answer that speaks of ``point`` most, or the point itself."""
    wanted = terms(point)

    def overlap(sentence: str) -> float:
        said = finder(terms(sentence))
        return sum(weight * said(term) for term, weight in wanted.items())

    best = max(sentences(question.reference_answer), key=overlap, default="")
    return best if best and overlap(best) > 0 else point


def _fragment(judgement: Judgement, text: str) -> str:
    """A short stretch of the answer, verbatim, that is to the point, or ""."""
    expected = judgement.wanted.every
    best, fragment = 0.0, ""
    for clause in clauses(form.to_the_point(text)):
        trimmed = _OPENING.sub("", clause)
        if not _quotable(trimmed):
            continue
        bag = terms(trimmed)
        value = weight_of(bag) / 4 + sum(weight for term, weight in bag.items() if term in expected)
        if value > best:
            best, fragment = value, trimmed
    return fragment


def _quotable(clause: str) -> bool:
    if "“" in clause or "”" in clause or '"' in clause:
        return False
    low, high = _CHINESE_CHARACTERS if language_of(clause) == "zh" else _ENGLISH_WORDS
    size = len(clause) if language_of(clause) == "zh" else len(clause.split())
    return low <= size <= high
