"""Between nouns and rows: what is bound on the way in, what is built on the way out."""

from __future__ import annotations

import json
from typing import Any

from engine.errors import ResumeNotFound, SessionNotFound
from engine.model import (
    Analysis,
    Answer,
    Brief,
    Evaluation,
    Evidence,
    Language,
    Provenance,
    Question,
    Reader,
    Resume,
    Row,
    Session,
    Suggestion,
    Summary,
    Turn,
)


def load_resume(reader: Reader, owner: str, resume_id: int) -> Resume:
    """Raises ResumeNotFound where there is none of this owner's."""
    row = reader.one("resume_by_id", owner=owner, resume_id=resume_id)
    if row is None:
        raise ResumeNotFound()
    return resume_of(row)


def load_session(reader: Reader, owner: str, session_id: str) -> Session:
    """A session with its turns and newest summary. Raises SessionNotFound where it is not this owner's."""
    row = reader.one("session_by_id", owner=owner, session_id=session_id)
    if row is None:
        raise SessionNotFound()
    turns: list[Turn] = []
    parents: dict[int, int] = {}
    for index, turn in enumerate(reader.rows("turns", owner=owner, session_id=session_id)):
        if turn["follow_up"] == 0:
            parents[turn["main"]] = index
        turns.append(_turn_of(turn, index, parents.get(turn["main"])))
    summary = reader.one("newest_summary", owner=owner, session_id=session_id)
    return Session(
        id=row["id"],
        number=row["number"],
        owner=row["owner"],
        candidate_id=row["candidate_id"],
        candidate_name=row["candidate_name"] or "",
        resume_id=row["resume_id"],
        resume_text=row["resume_text"],
        purpose=row["purpose"],
        brief=Brief(
            question_count=row["question_count"],
            language=row["language"],
            level=row["level"],
            target_role=row["target_role"],
            job_description=row["job_description"],
            follow_ups=row["follow_ups"],
            seed=row["seed"],
        ),
        language=row["language"],
        title=row["title"],
        status=row["status"],
        evaluate_status=row["evaluate_status"],
        evaluate_error=row["evaluate_error"],
        interviewer=row["interviewer"],
        paused=row["paused"],
        created_at=row["created_at"],
        completed_at=row["completed_at"],
        turns=tuple(turns),
        summary=summary_of(summary) if summary else None,
    )


def resume_of(row: Row) -> Resume:
    return Resume(
        id=row["id"],
        owner=row["owner"],
        candidate_id=row["candidate_id"],
        filename=row["filename"],
        content_type=row["content_type"],
        size=row["size"],
        sha256=row["sha256"],
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


def _turn_of(row: Row, index: int, parent: int | None) -> Turn:
    answer = None
    if row["answer"] is not None:
        answer = Answer(
            text=row["answer"],
            shown_at=row["answer_shown_at"],
            answered_at=row["answered_at"],
            active_seconds=row["answer_seconds"],
        )
    return Turn(
        index=index,
        main=row["main"],
        follow_up=row["follow_up"],
        parent_index=parent if row["follow_up"] else None,
        question=Question(
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
        ),
        draft=row["draft"] or "",
        answer=answer,
        evaluation=_evaluation_of(row) if row["evaluation_id"] is not None else None,
        work_status=row["work_status"],
        shown_at=row["shown_at"],
        seen_at=row["seen_at"],
        active_seconds=row["active_seconds"] or 0.0,
    )


def _evaluation_of(row: Row) -> Evaluation:
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
