"""What the invented people are asked and can say: questions of the real bank, each with answers from poor to good.

An answer begins and ends in the words of its field (``population.toml``) and takes its middle from the question's
reference: the better, the more of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from engine import rubric
from engine.model import Answer, Evaluation, Evidence, Language, Provenance, Question
from engine.offline import OfflineInterviewer, bank

WORDS: Final[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "population.toml").read_text(encoding="utf-8"))
FIELDS: Final[list[dict[str, Any]]] = WORDS["field"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
_BEHAVIOURAL: Final = 4  # questions on behaviour that every field shares
_OWN: Final = 8  # questions of the field


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with its evaluation."""

    text: str
    evaluation: Evaluation


class Asked(NamedTuple):
    """A question and what can be said to it, poorest first; the first is a skip."""

    question: Question
    said: list[Said]


@dataclass(frozen=True, slots=True)
class Theme:
    """All that is asked of one field in one language: main questions, and the follow-up of each."""

    field: str
    language: Language
    mains: list[Asked]
    follow_ups: list[Asked]


def themes(*, judged: bool) -> list[Theme]:
    """For each field and language. ``judged``: by the offline interviewer, which takes some seconds; else by a made-up
    evaluation for each rating from 1.0 to 5.0, which is quick.
    """
    return [_theme(field, language, judged) for field in FIELDS for language in LANGUAGES]


def _theme(field: dict[str, Any], language: Language, judged: bool) -> Theme:
    asked = list(_questions(field, language))
    say = _judged if judged else _made_up
    return Theme(
        field["key"],
        language,
        [Asked(question, say(question, field, language)) for question in asked],
        [Asked(probe, say(probe, field, language)) for probe in map(_probe, asked)],
    )


def _questions(field: dict[str, Any], language: Language) -> Iterator[Question]:
    plain = [item for item in bank.items() if not item.is_template]
    own = [item for item in plain if field["key"] in item.fields][:_OWN]
    shared = [item for item in plain if item.category == "behavioural" and not item.fields][:_BEHAVIOURAL]
    skills = field["skills"][language]
    for place, item in enumerate([*own, *shared]):
        wording = item.wordings[language]
        yield Question(
            text=wording.texts[0],
            category=item.category,
            reference_answer=wording.reference,
            key_points=wording.points,
            probes=wording.probes,
            type=item.type,
            difficulty=item.difficulty,
            skill=skills[place % len(skills)] if item in own else "",
            language=language,
        )


def _probe(question: Question) -> Question:
    """The follow-up on the first key point."""
    return question.model_copy(
        update={
            "text": question.probes[0],
            "key_points": question.key_points[:1],
            "probes": (),
            "reference_answer": question.key_points[0],
            "is_follow_up": True,
        }
    )


def _judged(question: Question, field: dict[str, Any], language: Language) -> list[Said]:
    interviewer = OfflineInterviewer()
    # A follow-up is short, so that three answers to it are enough.
    qualities = (0, 2, 4) if question.is_follow_up else range(5)
    ways = (len(question.text), len(question.text) + 1)
    texts = ["", *(_text(question, field, language, quality, ways[quality % 2] % 2) for quality in qualities)]
    said = [Said(text, interviewer.evaluate(question, Answer(text=text))) for text in texts]
    return sorted(said, key=lambda each: (each.text != "", each.evaluation.score or 0))


def _made_up(question: Question, field: dict[str, Any], language: Language) -> list[Said]:
    said = []
    for tenth in range(41):
        rating = 1 + tenth / 10
        ratings = dict.fromkeys(rubric.weights(question.category), rating)
        text = _text(question, field, language, tenth // 9, tenth % 2) if tenth else ""
        evaluation = Evaluation(
            score=rubric.score(question.category, ratings),
            ratings=ratings,
            evidence=(Evidence(quote=text.split(". ")[0]),) if text else (),
            missing=question.key_points[tenth // 8 :],
            provenance=Provenance(rubric_version=rubric.VERSION, prompt_version="population"),
        )
        said.append(Said(text, evaluation))
    return said


def _text(question: Question, field: dict[str, Any], language: Language, quality: int, way: int) -> str:
    """An answer of ``quality`` 0-4 (a filler; a quarter, half, three quarters, all of the reference)."""
    if quality == 0:
        return str(WORDS["fillers"][language][(len(question.text) + way) % 3])
    gap = "" if language == "zh" else " "
    sentences = [each for each in re.split(r"(?<=[.。！？!?])\s*", question.reference_answer) if each]
    kept = sentences[: max(1, round(len(sentences) * quality / 4))]
    end = [field["end"][language][way]] if quality > 2 else []
    return gap.join([field["begin"][language][way], *kept, *end])
