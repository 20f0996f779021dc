"""A follow-up on one answer: which key point, in whose words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from engine import rubric
from engine.i18n import language_of, t
from engine.llm import words
from engine.llm.asking import Asker, Spent, Task
from engine.llm.fence import fenced, one_line, plain
from engine.llm.gate import one_question
from engine.llm.prompting import LANGUAGES, prompt
from engine.llm.quotes import Source
from engine.llm.replies import FollowUp, schema_of
from engine.model import Answer, Language, Provenance, Question

LONGEST_ANSWER: Final = 8_000  # characters of an answer that are considered: about ten minutes of speech
LONGEST_QUESTION: Final = 600
_LONGEST: Final = 300
_TOKENS: Final = 1_000  # forty are written; the rest is for a model that thinks first
_QUOTED: Final = re.compile(r"[“\"「](.+?)[”\"」]")


def follow_up(
    asker: Asker,
    question: Question,
    answer: Answer,
    asked: Sequence[Question],
    contentless: Callable[[str], bool],
) -> Question | None:
    """One follow-up, or None where nothing was said, nothing is open, or nothing fit to ask came back.

    Raises:
        InterviewerError: the model does not serve.
    """
    if answer.is_blank or contentless(answer.text):
        return None
    probed = {point for earlier in asked for point in earlier.key_points}
    points = [point for point in question.key_points if point.strip() and point not in probed]
    if not points:
        return None
    language: Language = question.language or language_of(question.text)
    place = asker.connection.endpoint
    schema = schema_of(FollowUp, "follow_up")
    before = "\n".join(one_line(each.text, LONGEST_QUESTION) for each in (question, *asked))
    task = Task(
        call="follow_up",
        messages=prompt("follow_up").render(
            language=LANGUAGES[language],
            question=fenced(before, 2 * LONGEST_QUESTION, "question"),
            points=fenced(numbered(points), 2_000, "points"),
            answer=fenced(answer.text, LONGEST_ANSWER, "answer"),
        ),
        schema=schema,
        read=_read,
        tokens=_TOKENS,
        seconds=place.follow_up_seconds,
        retries=0,
        tries=1,
    )
    spent = Spent()
    reply = asker.ask(task, spent)
    if not 1 <= reply.point <= len(points):
        return None
    point = points[reply.point - 1]
    text = _fit(reply.question, question, answer, asked)
    if text is None:
        return None
    return Question(
        text=text,
        category=question.category,
        reference_answer=question.reference_answer,
        key_points=(point,),
        type=question.type,
        difficulty=question.difficulty,
        skill=question.skill,
        language=language,
        reason=t("llm.reason.follow_up", language),
        is_follow_up=True,
        author=Provenance(
            interviewer="llm",
            model=place.model,
            prompt_version=prompt("follow_up").version(schema),
            rubric_version=rubric.VERSION,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
        ),
    )


def numbered(points: Sequence[str]) -> str:
    """Key points a line each, numbered from 1."""
    return "\n".join(f"{number}. {one_line(point, 200)}" for number, point in enumerate(points, start=1))


def _read(reply: Mapping[str, Any]) -> FollowUp:
    return FollowUp.model_validate(reply)


def _fit(written: str, question: Question, answer: Answer, asked: Sequence[Question]) -> str | None:
    """The question as it may be asked, or None: too long, asked before, misquoting, or telling what it asks for."""
    text = " ".join(plain(written, 2 * _LONGEST).split())
    quotes = [found[1] for found in _QUOTED.finditer(text)]
    source = Source(f"{answer.text}\n{question.text}")
    if any(not source.find(quote) for quote in quotes):
        return None
    text = text if quotes else one_question(text)
    if not words.words_of(text) or len(text) > _LONGEST:
        return None
    earlier = [question.text, *(each.text for each in asked)]
    if words.repeats(text, earlier):
        return None
    # Every key point, not the one probed alone: a question can give away another.
    if words.gives_away(text, [*earlier, answer.text], question.key_points, question.reference_answer):
        return None
    return text
