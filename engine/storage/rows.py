"""Between nouns and rows: what is bound on the way in, what is built on the way out."""

from __future__ import annotations

import json
from typing import Any, Final

from engine.model import (
    Analysis,
    Answer,
    Evaluation,
    Evidence,
    Language,
    Provenance,
    Question,
    Resume,
    Row,
    Suggestion,
    Summary,
)

REGISTERED: Final = "registered:"
"""Begins what stands for the hash of a resume that came as a text under an id, without a file to hash."""


def resume_of(row: Row) -> Resume:
    return Resume(
        id=row["id"],
        owner=row["owner"],
        candidate_id=row["candidate_id"],
        filename=row["filename"],
        content_type=row["content_type"],
        size=row["size"],
        sha256="" if row["sha256"].startswith(REGISTERED) else row["sha256"],
        text=row["text"],
        uploaded_at=row["uploaded_at"],
        access_count=row["access_count"],
    )


def summary_of(row: Row) -> Summary:
    return Summary(
        overall_feedback=row["overall_feedback"],
        strengths=json.loads(row["strengths"]),
        improvements=json.loads(row["improvements"]),
        provenance=Provenance.model_validate_json(row["provenance"]),
    )


def analysis_of(row: Row) -> Analysis:
    return Analysis(
        overall_score=row["overall_score"],
        content_score=row["content_score"],
        structure_score=row["structure_score"],
        skill_match_score=row["skill_match_score"],
        expression_score=row["expression_score"],
        project_score=row["project_score"],
        summary=row["summary"],
        strengths=json.loads(row["strengths"]),
        suggestions=tuple(Suggestion(**each) for each in json.loads(row["suggestions"])),
        provenance=Provenance.model_validate_json(row["provenance"]),
    )


def question_of(row: Row, author: Row | None = None) -> Question:
    """``author`` is its row, where another than the offline interviewer wrote it."""
    return Question(
        text=row["text"],
        category=row["category"],
        reference_answer=row["reference_answer"],
        key_points=json.loads(row["key_points"]),
        probes=json.loads(row["probes"]),
        type=row["type"],
        difficulty=row["difficulty"],
        skill=row["skill"],
        language=row["language"],
        reason=row["reason"],
        is_follow_up=row["follow_up"] > 0,
        author=Provenance.model_validate_json(author["provenance"]) if author else Provenance(at=row["created_at"]),
    )


def answer_of(row: Row) -> Answer:
    return Answer(
        text=row["text"],
        shown_at=row["shown_at"],
        answered_at=row["answered_at"],
        active_seconds=row["active_seconds"],
    )


def evaluation_of(row: Row) -> Evaluation:
    return Evaluation(
        score=row["score"],
        low=row["low"],
        high=row["high"],
        ratings=json.loads(row["ratings"]),
        evidence=tuple(Evidence(**each) for each in json.loads(row["evidence"])),
        missing=json.loads(row["missing"]),
        feedback=row["feedback"],
        provenance=Provenance(
            interviewer=row["interviewer"],
            model=row["model"],
            prompt_version=row["prompt_version"],
            rubric_version=row["rubric_version"],
            at=row["evaluated_at"],
            input_tokens=row["input_tokens"],
            output_tokens=row["output_tokens"],
            fallback_reason=row["fallback_reason"],
        ),
    )


def question_binds(question: Question, language: Language) -> dict[str, Any]:
    return {
        "text": question.text,
        "category": question.category,
        "type": question.type.value,
        "difficulty": question.difficulty.value,
        "skill": question.skill,
        "language": question.language or language,
        "reason": question.reason,
        "reference_answer": question.reference_answer,
        "key_points": as_json(question.key_points),
        "probes": as_json(question.probes),
    }


def author_bind(question: Question) -> str | None:
    """The row's provenance; None for a question of the offline interviewer's, as it was meant to be."""
    author = question.author
    return None if author.interviewer == "offline" and not author.fallback_reason else author.model_dump_json()


def evaluation_binds(evaluation: Evaluation) -> dict[str, Any]:
    provenance = evaluation.provenance
    return {
        "score": evaluation.score,
        "low": evaluation.low,
        "high": evaluation.high,
        "ratings": as_json(dict(evaluation.ratings)),
        "evidence": as_json([each.model_dump() for each in evaluation.evidence]),
        "missing": as_json(evaluation.missing),
        "feedback": evaluation.feedback,
        "interviewer": provenance.interviewer,
        "model": provenance.model,
        "prompt_version": provenance.prompt_version,
        "rubric_version": provenance.rubric_version,
        "input_tokens": provenance.input_tokens,
        "output_tokens": provenance.output_tokens,
        "fallback_reason": provenance.fallback_reason,
        "evaluated_at": provenance.at,
    }


def summary_binds(summary: Summary) -> dict[str, Any]:
    return {
        "overall_feedback": summary.overall_feedback,
        "strengths": as_json(summary.strengths),
        "improvements": as_json(summary.improvements),
        "provenance": summary.provenance.model_dump_json(),
        "summarized_at": summary.provenance.at,
    }


def analysis_binds(analysis: Analysis) -> dict[str, Any]:
    return {
        "overall_score": analysis.overall_score,
        "content_score": analysis.content_score,
        "structure_score": analysis.structure_score,
        "skill_match_score": analysis.skill_match_score,
        "expression_score": analysis.expression_score,
        "project_score": analysis.project_score,
        "summary": analysis.summary,
        "strengths": as_json(analysis.strengths),
        "suggestions": as_json([each.model_dump() for each in analysis.suggestions]),
        "provenance": analysis.provenance.model_dump_json(),
        "analyzed_at": analysis.provenance.at,
    }


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def storable(text: str) -> str:
    """``text`` without what no database keeps: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()
