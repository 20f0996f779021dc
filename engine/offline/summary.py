"""Closing words on a session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from engine import labels, rubric
from engine.i18n import t
from engine.model import CategoryScore, Language, Report, Summary, Turn
from engine.offline.feedback import provenance

_MOST: Final = 4
_FAIR: Final = 60  # score from which an answer holds a strength
_APART: Final = 0.3  # difference of mean ratings from which one dimension is called stronger than another
_LONGEST_QUESTION: Final = 110


def summarize(report: Report) -> Summary:
    """Sum up ``report``: overall feedback of two to four sentences, strengths that quote, improvements."""
    language = report.session.language
    judged = [turn for turn in report.session.turns if turn.evaluation and turn.evaluation.score is not None]
    answered = [turn for turn in judged if turn.answer and not turn.answer.is_blank]
    return Summary(
        overall_feedback=_overall(report, answered, language),
        strengths=_strengths(answered, language),
        improvements=_improvements(report.session.turns, answered, language),
        provenance=provenance(),
    )


def _score(turn: Turn) -> int:
    return turn.evaluation.score or 0 if turn.evaluation else 0


def _overall(report: Report, answered: Sequence[Turn], language: Language) -> str:
    if not any(turn.answer and not turn.answer.is_blank for turn in report.session.turns):
        return t("offline.summary.nothing", language)
    if report.overall_score is None or not answered:
        return t("offline.summary.unscored", language)
    said = [
        t(
            "offline.summary.overall",
            language,
            answered=report.answered,
            planned=report.planned,
            score=report.overall_score,
            band=_in_sentence(labels.band(report.overall_score, language), language),
        )
    ]
    if report.partial:
        said.append(t("offline.summary.partial", language, answered=report.answered, planned=report.planned))
    said += _best_and_weakest(report.category_scores, _dimensions(answered), language)
    lowest = min(answered, key=_score)
    if len(said) < _MOST and _score(lowest) < rubric.BANDS[1][0]:
        said.append(t("offline.summary.next_step", language, question=_cut(lowest.question.text)))
    return ("" if language == "zh" else " ").join(said)


def _best_and_weakest(scores: Sequence[CategoryScore], dimensions: dict[str, float], language: Language) -> list[str]:
    """One sentence on the strongest and one on the weakest category, with the dimensions where they stand out."""
    scored = [(each.score, each.category) for each in scores if each.score is not None]
    if not scored:
        return []
    apart = len(dimensions) > 1 and max(dimensions.values()) - min(dimensions.values()) >= _APART
    strong = max(dimensions, key=lambda name: dimensions[name]) if apart else ""
    weak = min(dimensions, key=lambda name: dimensions[name]) if apart else ""
    (high, best), (low, worst) = max(scored), min(scored)
    if best == worst or high == low:
        first = t("offline.summary.only", language, category=_category(best, language)) if best == worst else ""
        second = t("offline.summary.weak_dimension", language, dimension=_dimension(weak, language)) if apart else ""
        return [each for each in (first, second) if each]
    ending = "_and_dimension" if apart else ""
    return [
        t(
            f"offline.summary.{key}{ending}",
            language,
            category=_category(category, language),
            score=score,
            dimension=_dimension(name, language),
        )
        for key, category, score, name in (("best", best, high, strong), ("weakest", worst, low, weak))
    ]


def _dimensions(answered: Sequence[Turn]) -> dict[str, float]:
    """The mean rating of each dimension over the answers that are not judged as stories."""
    found: dict[str, list[float]] = defaultdict(list)
    for turn in answered:
        if turn.evaluation and set(turn.evaluation.ratings) == set(rubric.WEIGHTS):
            for name, rating in turn.evaluation.ratings.items():
                found[name].append(rating)
    return {name: sum(ratings) / len(ratings) for name, ratings in found.items()}


def _strengths(answered: Sequence[Turn], language: Language) -> tuple[str, ...]:
    said: dict[str, str] = {}
    for turn in sorted(answered, key=_score, reverse=True):
        if _score(turn) < _FAIR or turn.evaluation is None or not turn.evaluation.evidence:
            continue
        quote = turn.evaluation.evidence[0].quote
        said.setdefault(
            quote,
            t(
                "offline.summary.strength",
                language,
                category=labels.category(turn.question.category, language),
                quote=quote,
            ),
        )
    return tuple(said.values())[:_MOST]


def _improvements(turns: Sequence[Turn], answered: Sequence[Turn], language: Language) -> tuple[str, ...]:
    """The first missing point of the weakest answers, then questions that were skipped."""
    said: list[str] = []
    for turn in sorted(answered, key=_score):
        if turn.evaluation and turn.evaluation.missing:
            label = labels.category(turn.question.category, language)
            said.append(t("offline.summary.improvement", language, category=label, point=turn.evaluation.missing[0]))
    for turn in turns:
        if turn.answer and turn.answer.is_blank and not turn.question.is_follow_up:
            label = labels.category(turn.question.category, language)
            said.append(t("offline.summary.skipped", language, category=label, question=_cut(turn.question.text)))
    return tuple(dict.fromkeys(said))[:_MOST]


def _category(key: str, language: Language) -> str:
    return _in_sentence(labels.category(key, language), language)


def _dimension(key: str, language: Language) -> str:
    return _in_sentence(labels.dimension(key, language), language) if key else ""


def _in_sentence(label: str, language: Language) -> str:
    return label[:1].lower() + label[1:] if language == "en" else label


def _cut(text: str) -> str:
    if len(text) <= _LONGEST_QUESTION:
        return text
    return text[: _LONGEST_QUESTION - 1].rstrip() + "…"
