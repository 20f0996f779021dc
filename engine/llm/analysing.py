"""A resume judged by a model: five sub-scores in their ranges, and lines of the resume made better."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, Literal, cast, get_args

from engine import rubric
from engine.llm.asking import Asker, Spent, Task
from engine.llm.fence import fenced, plain
from engine.llm.prompting import LANGUAGES, prompt
from engine.llm.quotes import Source
from engine.llm.replies import Assessment, schema_of
from engine.model import Analysis, Language, Provenance, Resume, Suggestion
from engine.resume import profile

_Kind = Literal["project", "skill", "content", "format", "structure", "expression"]
_Priority = Literal["high", "medium", "low"]
_TOKENS: Final = 4_000
_LONGEST_RESUME: Final = 16_000
_MOST: Final[Mapping[str, int]] = {"content": 15, "structure": 15, "skill_match": 20, "expression": 10, "project": 40}
_LEAST: Final = 2  # of each sub-score, so that the sum is never below 10
_MOST_STRENGTHS, _MOST_SUGGESTIONS = 5, 8
_LONGEST_LINE, _LONGEST_SUMMARY = 400, 900


def analyze(asker: Asker, resume: Resume) -> Analysis:
    """Judge ``resume``; in Chinese for a Chinese one, else in English.

    Raises:
        InterviewerError: no usable reply.
    """
    language: Language = "zh" if profile(resume.text).language == "zh" else "en"
    schema = schema_of(Assessment, "analyze")
    place = asker.connection.endpoint
    task = Task(
        call="analyze",
        messages=prompt("analyze").render(
            language=LANGUAGES[language], resume=fenced(resume.text, _LONGEST_RESUME, "resume")
        ),
        schema=schema,
        read=partial(_read, Source(resume.text[:_LONGEST_RESUME])),
        tokens=_TOKENS,
        seconds=place.seconds,
        retries=place.retries,
    )
    spent = Spent()
    analysis = asker.ask(task, spent)
    provenance = Provenance(
        interviewer="llm",
        model=place.model,
        prompt_version=prompt("analyze").version(schema),
        rubric_version=rubric.VERSION,
        input_tokens=spent.input_tokens,
        output_tokens=spent.output_tokens,
    )
    return analysis.model_copy(update={"provenance": provenance})


def _read(source: Source, reply: Mapping[str, Any]) -> Analysis:
    """The analysis in a reply; sub-scores a little out of range are clamped.

    Raises:
        ValueError: it has not the right form, or a sub-score is far from its range.
    """
    found = Assessment.model_validate(reply)
    scores: dict[str, int] = {}
    for part, most in _MOST.items():
        score = getattr(found, f"{part}_score")
        if not 0 <= score <= 100:
            raise ValueError(f"{part}_score is {score}, but goes from 0 to {most}")
        scores[part] = max(_LEAST, min(most, score))
    summary = plain(found.summary, _LONGEST_SUMMARY)
    if not summary:
        raise ValueError("summary: it is empty")
    strengths = (plain(each, _LONGEST_LINE).replace("\n", " ") for each in found.strengths)
    suggestions = []
    for each in found.suggestions:
        issue, better = plain(each.issue, _LONGEST_LINE), plain(each.recommendation, _LONGEST_LINE)
        if issue and better:
            suggestions.append(
                Suggestion(
                    category=cast(_Kind, _key(each.category, get_args(_Kind), "content")),
                    priority=cast(_Priority, _key(each.priority, get_args(_Priority), "medium")),
                    issue=issue,
                    recommendation=better,
                    original=source.find(each.original),
                )
            )
    order = get_args(_Priority)
    suggestions.sort(key=lambda each: order.index(each.priority))
    return Analysis(
        overall_score=sum(scores.values()),
        content_score=scores["content"],
        structure_score=scores["structure"],
        skill_match_score=scores["skill_match"],
        expression_score=scores["expression"],
        project_score=scores["project"],
        summary=summary,
        strengths=tuple(dict.fromkeys(each for each in strengths if each))[:_MOST_STRENGTHS],
        suggestions=tuple(suggestions[:_MOST_SUGGESTIONS]),
    )


def _key(given: str, keys: tuple[str, ...], otherwise: str) -> str:
    folded = given.strip().casefold()
    return next((key for key in keys if key in folded), otherwise)
