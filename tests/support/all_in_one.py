"""The design to compare with: one call writes all questions, one judges all answers after the end.

It is given the same material and instructions as the interviewer's own calls, each of them once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.llm.fence import fenced
from engine.llm.judging import anchors
from engine.llm.prompting import prompt
from engine.llm.replies import Closing, Plan, judgement_on, schema_of
from engine.model import Answer, Question, Resume
from engine.rubric import WEIGHTS


def all_questions(resume: Resume, count: int, model: str = "test-model") -> dict[str, Any]:
    """The body of the request for all questions."""
    messages = prompt("plan").render(
        language="English",
        role="",
        level="some years of practice",
        resume=fenced(resume.text, 16_000, "resume"),
        job="",
        avoid="",
        count=str(count),
        own=str(-(-count // 3)),
        behavioural="1",
        basic="3",
        intermediate="5",
        expert="2",
    )
    return _body(model, [str(each.content) for each in messages], schema_of(Plan, "all_questions"), "all_questions")


def all_judging(answered: Sequence[tuple[Question, Answer]], model: str = "test-model") -> dict[str, Any]:
    """The body of the request that judges all answers and closes the session."""
    system, _ = prompt("evaluate").render(language="English", anchors=anchors("tools"), question="", answer="")
    closing, _ = prompt("summarize").render(language="English", score="", answered="", planned="", answers="")
    parts = []
    for question, answer in answered:
        points = "\n".join(f"{number}. {point}" for number, point in enumerate(question.key_points, start=1))
        asked = f"{question.text}\nKey points:\n{points}\nReference answer: {question.reference_answer}"
        parts.append(f"{fenced(asked, 6_000, 'question')}\n{fenced(answer.text, 8_000, 'answers')}")
    parts.append(f"Judge the answers to these {len(answered)} questions.")
    schema = {
        "title": "all_judging",
        "type": "object",
        "properties": {
            "evaluations": {"type": "array", "items": _bare(schema_of(judgement_on(tuple(WEIGHTS)), "evaluate"))},
            "summary": _bare(schema_of(Closing, "summarize")),
        },
        "required": ["evaluations", "summary"],
        "additionalProperties": False,
    }
    return _body(model, [f"{system.content}\n{closing.content}", "\n".join(parts)], schema, "all_judging")


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != "title"}


def _body(model: str, texts: Sequence[str], schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "model": model,
        "messages": [{"role": role, "content": text} for role, text in zip(("system", "user"), texts, strict=True)],
        "response_format": {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}},
    }
