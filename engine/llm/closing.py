"""Closing words on a session, from its scores, feedback and quotes alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from engine import labels, rubric
from engine.i18n import t
from engine.llm.asking import Asker, Spent, Task
from engine.llm.fence import fenced, one_line, plain
from engine.llm.prompting import LANGUAGES, prompt
from engine.llm.quotes import Source
from engine.llm.replies import Closing, schema_of
from engine.model import Language, Provenance, Report, Summary, Turn

_TOKENS: Final = 2_000
_LONGEST_QUESTION, _LONGEST_FEEDBACK, _LONGEST_QUOTE = 50, 120, 80  # characters of each answer's part in the prompt
_LONGEST_OVERALL, _LONGEST_LINE = 1_200, 300
_MOST: Final = 4


def summarize(asker: Asker, report: Report) -> Summary:
    """Close a session; where nothing was answered, without asking a model.

    Raises:
        InterviewerError: no usable reply.
    """
    language = report.session.language
    schema = schema_of(Closing, "summarize")
    version = prompt("summarize").version(schema)
    answered = [turn for turn in report.session.turns if turn.answer and not turn.answer.is_blank]
    spent = Spent()
    place = asker.connection.endpoint

    def provenance() -> Provenance:
        return Provenance(
            interviewer="llm",
            model=place.model,
            prompt_version=version,
            rubric_version=rubric.VERSION,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
        )

    if not answered:
        return Summary(overall_feedback=t("llm.summary.nothing", language), provenance=provenance())
    asked = [turn for turn in report.session.turns if turn.answer is not None]
    task = Task(
        call="summarize",
        messages=prompt("summarize").render(
            language=LANGUAGES[language],
            score="unknown" if report.overall_score is None else str(report.overall_score),
            answered=str(report.answered),
            planned=str(report.planned),
            answers=fenced("\n".join(_shown(turn) for turn in asked), 24_000, "answers"),
        ),
        schema=schema,
        read=partial(_read, language, Source("\n".join(turn.answer.text for turn in answered if turn.answer))),
        tokens=_TOKENS,
        seconds=place.seconds,
        retries=place.retries,
    )
    summary = asker.ask(task, spent)
    return summary.model_copy(update={"provenance": provenance()})


def _shown(turn: Turn) -> str:
    """One answer in the prompt: what was asked, how it was judged, and its best quote."""
    category = labels.category(turn.question.category, "en")
    head = f"{'Follow-up' if turn.follow_up else category}: {one_line(turn.question.text, _LONGEST_QUESTION)}"
    if turn.answer is None or turn.answer.is_blank:
        return f"{head}\nskipped"
    evaluation = turn.evaluation
    if evaluation is None or evaluation.score is None:
        return f"{head}\nnot judged"
    quotes = " ".join(f"“{one_line(each.quote, _LONGEST_QUOTE)}”" for each in evaluation.evidence[:1])
    return f"{head}\n{evaluation.score}: {one_line(evaluation.feedback, _LONGEST_FEEDBACK)} {quotes}".rstrip()


def _read(language: Language, source: Source, reply: Mapping[str, Any]) -> Summary:
    closing = Closing.model_validate(reply)
    overall = plain(closing.overall_feedback, _LONGEST_OVERALL)
    if not overall:
        raise ValueError("overall_feedback: it is empty")
    strengths = []
    for strength in closing.strengths:
        # A strength that rests on no words of the candidate is left out.
        quote = source.find(strength.quote)
        text = plain(strength.text, _LONGEST_LINE).replace("\n", " ").rstrip(" .。:：")
        if quote and text:
            strengths.append(text if quote in text else t("llm.summary.strength", language, text=text, quote=quote))
    improvements = (plain(each, _LONGEST_LINE).replace("\n", " ") for each in closing.improvements)
    return Summary(
        overall_feedback=overall,
        strengths=tuple(dict.fromkeys(strengths))[:_MOST],
        improvements=tuple(dict.fromkeys(each for each in improvements if each))[:_MOST],
    )
