"""One answer judged: the model says what it found, code checks the quotes and does the sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from engine import rubric
from engine.errors import InterviewerError
from engine.i18n import language_of, t
from engine.llm.asking import Asker, Spent, Task
from engine.llm.failures import failed
from engine.llm.fence import fenced, one_line, plain
from engine.llm.following import LONGEST_ANSWER, LONGEST_QUESTION, numbered
from engine.llm.prompting import ANCHORS, LANGUAGES, prompt
from engine.llm.quotes import Source
from engine.llm.replies import judgement_on, rated, schema_of
from engine.model import Answer, Evaluation, Evidence, Language, Provenance, Question

_TOKENS: Final = 2_000
_LONGEST_REFERENCE: Final = 1_500
_LONGEST_FEEDBACK, _LONGEST_NOTE = 900, 160
_MOST_EVIDENCE, _MOST_MISSING = 4, 6
_UNPROVEN: Final = 2.0  # the most a rating may be where the answer bears out none of it


@dataclass(frozen=True)
class _Judged:
    ratings: dict[str, float]
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    feedback: str


def evaluate(
    asker: Asker, question: Question, answer: Answer, contentless: Callable[[str], bool], repeats: int
) -> Evaluation:
    """Judge one answer, ``repeats`` times: the median is the score, the lowest and highest its interval.

    A blank or contentless answer scores 0 and reaches no model. Repeats that fail are left out while one does not.

    Raises:
        InterviewerError: no usable judgement.
    """
    language: Language = question.language or language_of(question.text)
    if answer.is_blank or contentless(answer.text):
        return _nothing(asker, question, language)
    spent = [Spent() for _ in range(max(1, repeats))]
    judged = _all(asker, _task(asker, question, answer, language), spent)
    scored = sorted(
        ((rubric.score(question.category, each.ratings), each) for each in judged), key=lambda pair: pair[0]
    )
    score, middle = scored[(len(scored) - 1) // 2]
    several = len(scored) > 1
    return Evaluation(
        score=score,
        low=scored[0][0] if several else None,
        high=scored[-1][0] if several else None,
        ratings=middle.ratings,
        evidence=middle.evidence,
        missing=middle.missing,
        feedback=middle.feedback,
        provenance=_provenance(asker, question, spent),
    )


def _all(asker: Asker, task: Task[_Judged], spent: Sequence[Spent]) -> list[_Judged]:
    """The judgements of all repeats that gave one."""
    if len(spent) == 1:
        return [asker.ask(task, spent[0])]
    judged: list[_Judged] = []
    failure: InterviewerError | None = None
    with ThreadPoolExecutor(len(spent), thread_name_prefix="repeat") as pool:
        # Each takes the caller's context along: it says whom the call is charged to.
        runs = [pool.submit(copy_context().run, partial(asker.ask, task, each)) for each in spent]
        for run in runs:
            try:
                judged.append(run.result())
            except InterviewerError as error:
                failure = error
    if not judged:
        raise failure or failed("invalid_reply")
    return judged


def anchors(category: str) -> str:
    """What a rating of 1, 3 and 5 looks like in each dimension of ``category``."""
    return "\n".join(f"{dimension}: {ANCHORS[dimension]}" for dimension in rubric.weights(category))


def _schema(question: Question) -> dict[str, Any]:
    return schema_of(judgement_on(tuple(rubric.weights(question.category))), "evaluate")


def _task(asker: Asker, question: Question, answer: Answer, language: Language) -> Task[_Judged]:
    asked = [one_line(question.text, LONGEST_QUESTION)]
    points = _points(question)
    if points:
        asked.append("Key points:\n" + numbered(points))
    if question.reference_answer.strip():
        asked.append("Reference answer: " + one_line(question.reference_answer, _LONGEST_REFERENCE))
    messages = prompt("evaluate").render(
        language=LANGUAGES[language],
        anchors=anchors(question.category),
        question=fenced("\n".join(asked), 6_000, "question"),
        answer=fenced(answer.text, LONGEST_ANSWER, "answer"),
    )
    place = asker.connection.endpoint
    return Task(
        call="evaluate",
        messages=messages,
        schema=_schema(question),
        read=partial(_read, question, Source(answer.text[:LONGEST_ANSWER])),
        tokens=_TOKENS,
        seconds=place.seconds,
        retries=place.retries,
    )


def _points(question: Question) -> list[str]:
    return [point.strip() for point in question.key_points if point.strip()]


def _read(question: Question, source: Source, reply: Mapping[str, Any]) -> _Judged:
    """The judgement in a reply.

    Raises:
        ValueError: it has not the right form, a rating is out of range, or good ratings rest on no quote at all.
    """
    dimensions = tuple(rubric.weights(question.category))
    judged: Any = judgement_on(dimensions).model_validate(reply)
    ratings = {
        name: rubric.tenths(rating)
        for name, rating in rated({each: getattr(judged, each) for each in dimensions}).items()
    }
    evidence: dict[str, Evidence] = {}
    for each in judged.quotes:
        quote = source.find(each.quote)
        if quote:
            evidence.setdefault(quote, Evidence(quote=quote, note=plain(each.note, _LONGEST_NOTE).replace("\n", " ")))
    points = _points(question)
    open_points = tuple(point for number, point in enumerate(points, start=1) if number in judged.missing)
    if not evidence and len(open_points) == len(points) and (points or max(ratings.values()) <= _UNPROVEN):
        # What covers nothing is rated 1 throughout: expression alone earns nothing.
        ratings = dict.fromkeys(dimensions, 1.0)
    if not evidence and max(ratings.values()) > _UNPROVEN:
        raise ValueError("quotes: none is copied exactly from the answer, so the ratings rest on nothing")
    feedback = plain(judged.feedback, _LONGEST_FEEDBACK)
    if not feedback:
        raise ValueError("feedback: it is empty")
    return _Judged(ratings, tuple(evidence.values())[:_MOST_EVIDENCE], open_points[:_MOST_MISSING], feedback)


def _nothing(asker: Asker, question: Question, language: Language) -> Evaluation:
    return Evaluation(
        score=0,
        ratings=dict.fromkeys(rubric.weights(question.category), 1.0),
        missing=tuple(_points(question))[:_MOST_MISSING],
        feedback=t("llm.feedback.nothing", language),
        provenance=_provenance(asker, question, ()),
    )


def _provenance(asker: Asker, question: Question, spent: Sequence[Spent]) -> Provenance:
    return Provenance(
        interviewer="llm",
        model=asker.connection.endpoint.model,
        prompt_version=prompt("evaluate").version(_schema(question), anchors(question.category)),
        rubric_version=rubric.VERSION,
        input_tokens=sum(each.input_tokens for each in spent),
        output_tokens=sum(each.output_tokens for each in spent),
    )
