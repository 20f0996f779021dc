"""The forms of the replies that a model is asked for.

Only types are part of a form: servers differ in what else of a JSON schema they take. Ranges and lengths are checked
when a reply is read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final

from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, create_model, field_validator

from engine.model import Category, Difficulty

_MOST_POINTS: Final = 8


class Form(BaseModel):
    """Base of every form: what a model adds is passed over."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


def _one_of(*keys: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(keys)})


# What is not one of the keys is mended when it is read, not refused.
_Category = Annotated[str, _one_of(*(each.value for each in Category))]
_Difficulty = Annotated[str, _one_of(*(each.value for each in Difficulty))]


class PlannedQuestion(Form):
    question: str = Field(min_length=1)
    category: _Category
    difficulty: _Difficulty
    skill: str = ""
    key_points: list[str]
    reference_answer: str
    reason: str = ""

    @field_validator("key_points")
    @classmethod
    def _are_points(cls, points: list[str]) -> list[str]:
        kept = [point.strip() for point in points if point.strip()]
        if not kept:
            raise ValueError("at least one key point is needed")
        return kept[:_MOST_POINTS]

    @field_validator("reference_answer")
    @classmethod
    def _is_given(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("a reference answer is needed")
        return text


class Plan(Form):
    questions: list[PlannedQuestion]


class FollowUp(Form):
    point: int
    question: str


class Quoted(Form):
    quote: str
    note: str = ""


class Strength(Form):
    text: str
    quote: str = ""


class Closing(Form):
    overall_feedback: str
    strengths: list[Strength]
    improvements: list[str]


class Advice(Form):
    category: Annotated[str, _one_of("project", "skill", "content", "format", "structure", "expression")]
    priority: Annotated[str, _one_of("high", "medium", "low")]
    original: str = ""
    issue: str
    recommendation: str


class Assessment(Form):
    strengths: list[str]
    suggestions: list[Advice]
    content_score: int
    structure_score: int
    skill_match_score: int
    expression_score: int
    project_score: int
    summary: str


class Greeting(Form):
    greeting: str


@cache
def judgement_on(dimensions: tuple[str, ...]) -> type[Form]:
    """The form of a judgement with a rating for each of ``dimensions``.

    Ratings stand after quotes and gaps: what is written first is what they are drawn from.
    """
    ratings: dict[str, Any] = dict.fromkeys(dimensions, (float, ...))
    return create_model(
        "Judgement",
        __base__=Form,
        quotes=(list[Quoted], ...),
        missing=(list[int], ...),
        **ratings,
        feedback=(str, ...),
    )


def rated(ratings: Mapping[str, float]) -> dict[str, float]:
    """Ratings as they came.

    Raises:
        ValueError: one of them is outside 1.0-5.0.
    """
    for name, rating in ratings.items():
        if not (math.isfinite(rating) and 1 <= rating <= 5):
            raise ValueError(f"{name} is {rating:g}, but a rating is 1.0 to 5.0")
    return dict(ratings)


@cache
def schema_of(form: type[BaseModel], name: str) -> dict[str, Any]:
    """The JSON schema of ``form`` under ``name``, as small as servers take it."""
    function = convert_to_openai_tool(form, strict=True)["function"]
    return {"title": name, **_lean(function["parameters"])}


def _lean(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_lean(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: _lean(value) for name, value in schema.items() if name not in ("default", "minLength")}
    if "properties" in kept:
        # Strict schemas want every property to be required.
        kept["required"] = list(kept["properties"])
        kept["additionalProperties"] = False
    return kept


def written(schema: Mapping[str, Any]) -> str:
    """A schema as the prompt spells it out where nothing else carries it."""
    return json.dumps(schema, separators=(",", ":"))
