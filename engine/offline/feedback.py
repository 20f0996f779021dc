"""From a judgement to an Evaluation: evidence, what is missing, and words to the candidate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from engine import labels, rubric
from engine.i18n import language_of, t
from engine.model import Answer, Evaluation, Evidence, Language, Provenance, Question
from engine.offline import form
from engine.offline.bank import place_of
from engine.offline.evidence import WEIGHTS
from engine.offline.match import Unit, finder
from engine.offline.score import COVERED, VERSION, Judgement, is_behavioural, judge
from engine.offline.subject import Bearing
from engine.offline.text import MAX_CHARS, clauses, normalise, sentences, terms, weight_of

_MOST_EVIDENCE: Final = 4
_MOST_MISSING: Final = 6
_TOUCHED: Final = 1.5  # a rating from which an answer has something of the key points
_LONGEST_QUOTE: Final = 160
_ENOUGH_TO_BE_FOREIGN: Final = 4.0  # weight of an answer's terms
_TRACE: Final = 0.15  # coverage up to which an answer in another language has not been met by words
_CONTENT: Final = 4.0  # a rating from which a dimension needs no advice
_DATA = ("lexicon", "bank")


@cache
def version() -> str:
    """A hash of everything a score depends on besides the code: word lists, bank, and the scoring's version."""
    digest = hashlib.sha256(VERSION.encode())
    for folder in _DATA:
        for file in sorted((Path(__file__).parent / folder).glob("*.toml")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def provenance() -> Provenance:
    return Provenance(interviewer="offline", prompt_version=version(), rubric_version=rubric.VERSION)


def language_of_question(question: Question) -> Language:
    return question.language or language_of(question.text)


def evaluate(question: Question, answer: Answer, weights: Mapping[str, float] = WEIGHTS) -> Evaluation:
    """Judge one answer; ``weights`` are those of the evidence beside a reference answer.

    Nothing said scores 0. Unscored (None) are: an answer in another language than the question's, where it is
    judged by its words; and any answer to a question with neither key points nor a reference answer, unless
    it is behavioural and so judged by the story.
    """
    language = language_of_question(question)
    text = answer.text[:MAX_CHARS]
    if form.says_nothing(text):
        return _nothing(question, t("offline.feedback.blank", language))
    if form.says_nothing(form.to_the_point(text)):
        return _nothing(question, t("offline.feedback.marks", language))
    if not (question.key_points or question.reference_answer.strip() or is_behavioural(question)):
        return _unscored(t("offline.feedback.nothing_expected", language))
    spoken = language_of(text)
    judgement = judge(question, text, spoken, weights)
    if is_foreign(question, judgement, spoken):
        return _unscored(t("offline.feedback.language", language))
    evidence = _evidence(judgement, text, language)
    missing = _missing(judgement, language)
    return Evaluation(
        score=rubric.score(question.category, judgement.ratings),
        ratings=judgement.ratings,
        evidence=evidence,
        missing=missing[:_MOST_MISSING],
        feedback=_feedback(question, judgement, evidence, missing, text, language),
        provenance=provenance(),
    )


def says_nothing(text: str) -> bool:
    """Whether an answer is blank, fills time or gives up ("no idea"), or only asks for marks: any judge gives it 0."""
    text = text[:MAX_CHARS]
    return form.says_nothing(text) or form.says_nothing(form.to_the_point(text))


def is_foreign(question: Question, judgement: Judgement, spoken: Language) -> bool:
    """Whether the answer's words cannot meet what is expected, being of another language."""
    if is_behavioural(question) or any(judgement.aspects):
        return False
    expected = language_of(question.reference_answer or " ".join(question.key_points))
    meets = max(judgement.covered, default=0.0) > _TRACE
    return expected != spoken and not meets and weight_of(judgement.match.answer) >= _ENOUGH_TO_BE_FOREIGN


def _nothing(question: Question, feedback: str) -> Evaluation:
    ratings = dict.fromkeys(rubric.weights(question.category), 1.0)
    missing = tuple(point.strip() for point in question.key_points if point.strip())
    return Evaluation(
        score=0, ratings=ratings, missing=missing[:_MOST_MISSING], feedback=feedback, provenance=provenance()
    )


def _unscored(feedback: str) -> Evaluation:
    return Evaluation(score=None, feedback=feedback, provenance=provenance())


def shortened(sentence: str, wanted: Iterable[str] = ()) -> str:
    """A sentence fit to be quoted, verbatim: itself, its most telling clause, or that clause's beginning."""
    sentence = sentence.rstrip(" .。;；,，")
    if len(sentence) <= _LONGEST_QUOTE:
        return sentence
    sought = frozenset(wanted)
    parts = [part for part in clauses(sentence) if terms(part)] or [sentence]
    best = max(parts, key=lambda part: (len(sought & terms(part).keys()), len(part)))
    if len(best) <= _LONGEST_QUOTE:
        return best
    cut = best[:_LONGEST_QUOTE]
    return cut[: cut.rfind(" ")] if " " in cut[_LONGEST_QUOTE // 2 :] else cut


def _quote_for(unit: Unit, text: str, signs: Iterable[str] = ()) -> str:
    """The sentence of the answer that carries most of a unit or its signs, or ""."""
    best, quote = 0.0, ""
    for sentence in sentences(text):
        if form.asks_for_marks(sentence):
            continue
        said = finder(terms(sentence))
        carried = max(sum(weight * said(term) for term, weight in wording.bag.items()) for wording in unit.wordings)
        plain = normalise(sentence)
        carried += sum(sign in plain for sign in signs)
        if carried > best:
            best, quote = carried, sentence
    return shortened(quote, unit.wordings[0].bag)


def _evidence(judgement: Judgement, text: str, language: Language) -> tuple[Evidence, ...]:
    """Quotes of the answer, the best covered first, each with the key points it speaks to."""
    notes: dict[str, list[str]] = {}
    ranked = sorted(range(len(judgement.covered)), key=lambda at: -round(judgement.covered[at], 1))
    for at in ranked:
        unit, aspect = judgement.wanted.units[at], judgement.aspects[at]
        if judgement.covered[at] < COVERED:
            break
        told = judgement.story.quotes.get(aspect, "") if aspect else ""
        quote = shortened(told) if told else _quote_for(unit, text, judgement.signs[at])
        if quote:
            notes.setdefault(quote, []).append(unit.text.strip(" .。"))
    found = [
        Evidence(quote=quote, note=t("offline.evidence.point", language, point="; ".join(points)))
        for quote, points in notes.items()
    ]
    if not found:
        for aspect, quote in judgement.story.quotes.items():
            if judgement.ratings.get(aspect, 1.0) >= 2.5:
                found.append(Evidence(quote=shortened(quote), note=t(f"offline.evidence.{aspect}", language)))
    return tuple(found[:_MOST_EVIDENCE])


def _missing(judgement: Judgement, language: Language) -> tuple[str, ...]:
    missing = [
        unit.text.strip()
        for unit, part in zip(judgement.wanted.units, judgement.covered, strict=True)
        if part < COVERED and unit.text.strip()
    ]
    if not judgement.wanted.units:
        missing = [
            labels.dimension(name, language) for name, rating in judgement.ratings.items() if rating < 1 + 4 * COVERED
        ]
    return tuple(missing)


def _feedback(
    question: Question,
    judgement: Judgement,
    evidence: Sequence[Evidence],
    missing: Sequence[str],
    text: str,
    language: Language,
) -> str:
    """What was good (quoted), what was missing, and one thing to do next."""
    said = [_elsewhere(judgement.elsewhere, language) if judgement.elsewhere else _coverage(judgement, language)]
    if evidence:
        said.append(t("offline.feedback.quote", language, quote=evidence[0].quote))
    elif not judgement.match.answer.keys() - judgement.wanted.given.keys():
        said.append(t("offline.feedback.echo", language))
    turned = [
        unit
        for unit, wrong, part, aspect in zip(
            judgement.wanted.units, judgement.match.contradicted, judgement.covered, judgement.aspects, strict=True
        )
        if wrong and part < COVERED and not aspect  # nobody's own story contradicts the example of one
    ]
    if turned and (quote := _quote_for(turned[0], text)):
        said.append(t("offline.feedback.opposite", language, quote=quote))
    if missing and not judgement.elsewhere:
        points = [point.strip(" .。;；") for point in missing[:2]]
        key = "missing" if len(points) == 1 else "missing_two"
        said.append(t(f"offline.feedback.{key}", language, point=points[0], other=points[-1]))
    if judgement.is_list:
        said.append(t("offline.feedback.list", language))
    elif judgement.is_jumbled:
        said.append(t("offline.feedback.jumble", language))
    else:
        said.append(_next(question, judgement, missing, language))
    return ("" if language == "zh" else " ").join(said)


def _coverage(judgement: Judgement, language: Language) -> str:
    total = len(judgement.covered)
    covered = sum(part >= COVERED for part in judgement.covered)
    if not total:
        covered = sum(rating >= 1 + 4 * COVERED for rating in judgement.ratings.values())
        total = len(judgement.ratings)
    if covered:
        key = "all" if covered == total else "some"
    else:
        # Several key points half made are worth something, and the words must not deny what the score says.
        key = "touched" if max(judgement.ratings.values()) >= _TOUCHED else "none"
    return t(f"offline.feedback.{key}", language, n=covered, total=total)


def _elsewhere(bearing: Bearing, language: Language) -> str:
    if bearing.subject:
        return t("offline.feedback.elsewhere_quoted", language, subject=bearing.subject)
    return t("offline.feedback.elsewhere", language)


def _next(question: Question, judgement: Judgement, missing: Sequence[str], language: Language) -> str:
    if judgement.elsewhere:
        return t("offline.next.subject", language)
    if missing:
        place = place_of(missing[0])
        probes = dict(zip(question.key_points, question.probes, strict=False))
        probe = probes.get(missing[0]) or (place.probe if place else "")
        if probe:
            return t("offline.next.point", language, probe=probe)
    weakest = min(judgement.ratings, key=lambda name: judgement.ratings[name])
    if judgement.ratings[weakest] >= _CONTENT:
        return t("offline.next.full", language)
    if weakest in rubric.WEIGHTS and weakest != "expression":
        # Where no point is missing there is none to name: what is there wants more behind it.
        weakest = "completeness" if missing else "depth"
    return t(f"offline.next.{weakest}", language)
