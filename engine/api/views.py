"""Nouns as the contract shows them."""

from __future__ import annotations

from typing import Any, Final

from engine import labels, model
from engine import report as reports
from engine.api import schema
from engine.i18n import t
from engine.model import Language, Row, SessionStatus, WorkStatus

_CATEGORIES: Final[dict[str, Any]] = {
    "project": "项目",
    "skill": "技能",
    "content": "内容",
    "format": "格式",
    "structure": "结构",
    "expression": "表达",
}
_PRIORITIES: Final[dict[str, Any]] = {"high": "高", "medium": "中", "low": "低"}
"""The contract names a suggestion's kind and priority in Chinese, in every language."""


def session(found: model.Session) -> schema.Session:
    return schema.Session(
        session_id=found.id,
        resume_id=found.resume_id,
        resume_text=found.resume_text,
        question_count=found.brief.question_count,
        total_questions=len(found.turns),
        current_question_index=found.current.index if found.current else len(found.turns),
        questions=_questions(found),
        status=found.status,
        evaluate_status=found.evaluate_status,
        interviewer=found.interviewer,
        created_at=found.created_at,
    )


def question(turn: model.Turn, language: Language, *, judged: bool) -> schema.Question:
    """``judged``: whether scores may be shown, that is, the session is completed."""
    evaluation = turn.evaluation if judged else None
    return schema.Question(
        question_index=turn.index,
        question=turn.question.text,
        type=turn.question.type,
        category=labels.category(turn.question.category, language),
        difficulty=turn.question.difficulty,
        user_answer=_said(turn),
        score=evaluation.score if evaluation else None,
        feedback=(evaluation.feedback or None) if evaluation else None,
        is_follow_up=turn.follow_up > 0,
        parent_question_index=turn.parent_index,
    )


def _said(turn: model.Turn) -> str | None:
    return turn.answer.text if turn.answer else turn.draft or None


def _questions(found: model.Session) -> list[schema.Question]:
    return [question(turn, found.language, judged=not found.is_open) for turn in found.turns]


def next_question(found: model.Session, language: Language) -> schema.NextQuestion:
    """``language`` is the client's, for the sentence after the last question."""
    if not found.is_open or found.current is None:
        return schema.NextQuestion(completed=True, message=t("api.all_answered", language))
    return schema.NextQuestion(completed=False, question=question(found.current, found.language, judged=False))


def progress(found: model.Progress) -> schema.Progress:
    language = found.next.question.language or "en" if found.next else "en"
    after = question(found.next, language, judged=False) if found.next else None
    return schema.Progress(
        has_next_question=after is not None,
        next_question=after,
        current_index=found.index + 1,
        total_questions=found.total,
    )


# --- after the end --------------------------------------------------------------------------------


def report(built: model.Report) -> schema.Report:
    found = built.session
    strengths, improvements = _closing(found)
    return schema.Report(
        session_id=found.id,
        total_questions=len(found.turns),
        answered_questions=sum(1 for turn in found.turns if turn.answer and not turn.answer.is_blank),
        overall_score=built.overall_score,
        category_scores=[
            schema.CategoryScore(
                category=labels.category(each.category, found.language),
                score=each.score,
                question_count=each.question_count,
            )
            for each in built.category_scores
        ],
        question_details=[_question_detail(turn, found.language) for turn in found.turns],
        overall_feedback=_overall_feedback(found),
        strengths=strengths,
        improvements=improvements,
        reference_answers=_reference_answers(found),
    )


def exported(built: model.Report) -> str:
    """The report as a JSON file."""
    told = report(built)
    if built.match is None:
        return told.model_dump_json(by_alias=True)
    found = [_requirement(each, built.session.language) for each in built.match.requirements]
    return schema.ExportedReport(**told.model_dump(), job_match=found).model_dump_json(by_alias=True)


def _requirement(asked: model.Requirement, language: Language) -> schema.Requirement:
    plain = asked.model_copy(update={"alternatives": ()})
    return schema.Requirement(
        name=labels.requirement(plain, language),
        alternatives=list(asked.alternatives),
        importance=asked.importance,
        status=asked.status,
        note=labels.requirement_note(asked, language),
        proof=asked.proof,
        asked_in=list(asked.asked_in),
    )


def _question_detail(turn: model.Turn, language: Language) -> schema.QuestionDetail:
    evaluation = turn.evaluation
    evidence = evaluation.evidence if evaluation else ()
    return schema.QuestionDetail(
        question_index=turn.index,
        question=turn.question.text,
        category=labels.category(turn.question.category, language),
        user_answer=turn.answer.text if turn.answer else None,
        score=evaluation.score if evaluation else None,
        feedback=(evaluation.feedback or None) if evaluation else None,
        ratings=dict(evaluation.ratings) if evaluation else {},
        evidence=[schema.Evidence(quote=each.quote, note=each.note) for each in evidence],
        evaluator=evaluation.provenance.interviewer if evaluation else None,
        fallback_reason=(evaluation.provenance.fallback_reason or None) if evaluation else None,
    )


def _reference_answers(found: model.Session) -> list[schema.ReferenceAnswer]:
    if found.is_open:
        return []
    return [
        schema.ReferenceAnswer(
            question_index=turn.index,
            question=turn.question.text,
            reference_answer=turn.question.reference_answer,
            key_points=_full(turn.question.key_points),
        )
        for turn in found.turns
    ]


def _overall_feedback(found: model.Session) -> str:
    words = found.summary.overall_feedback if found.summary else ""
    return overall_feedback(found.status, found.evaluate_status, words, found.language)


def overall_feedback(
    status: SessionStatus, evaluate_status: WorkStatus | None, words: str | None, language: Language
) -> str:
    """The summary's words, or a sentence on why there are none."""
    if evaluate_status is WorkStatus.COMPLETED and words:
        return words
    if status in (SessionStatus.CREATED, SessionStatus.IN_PROGRESS):
        return t("api.open_feedback", language)
    return t("api.failed_feedback" if evaluate_status is WorkStatus.FAILED else "api.pending_feedback", language)


def _closing(found: model.Session) -> tuple[list[str], list[str]]:
    """Strengths and improvements, once they are final."""
    if found.summary is None or found.evaluate_status is not WorkStatus.COMPLETED:
        return [], []
    return _full(found.summary.strengths), _full(found.summary.improvements)


def _full(texts: tuple[str, ...]) -> list[str]:
    return [text for text in texts if text.strip()]


def _head(found: model.Session) -> dict[str, Any]:
    return {
        "id": found.number,
        "session_id": found.id,
        "total_questions": len(found.turns),
        "status": found.status,
        "evaluate_status": found.evaluate_status,
        "evaluate_error": found.evaluate_error or None,
        "overall_score": reports.build(found).overall_score if found.status is SessionStatus.EVALUATED else None,
        "overall_feedback": _overall_feedback(found),
        "created_at": found.created_at,
        "completed_at": found.completed_at,
    }


def _body(found: model.Session) -> dict[str, Any]:
    strengths, improvements = _closing(found)
    return {
        "questions": _questions(found),
        "strengths": strengths,
        "improvements": improvements,
        "reference_answers": _reference_answers(found),
    }


def resume_interview(found: model.Session) -> schema.ResumeInterview:
    return schema.ResumeInterview(**_head(found), **_body(found))


def detail(found: model.Session) -> schema.Detail:
    answers = [_answer_detail(turn, found) for turn in found.turns]
    return schema.Detail(**_head(found), **_body(found), answers=answers)


def _answer_detail(turn: model.Turn, found: model.Session) -> schema.AnswerDetail:
    asked = question(turn, found.language, judged=not found.is_open)
    return schema.AnswerDetail(
        question_index=asked.question_index,
        question=asked.question,
        category=asked.category,
        user_answer=asked.user_answer,
        score=asked.score,
        feedback=asked.feedback,
        reference_answer=None if found.is_open else turn.question.reference_answer,
        key_points=None if found.is_open else _full(turn.question.key_points),
        answered_at=turn.answer.answered_at if turn.answer else None,
    )


def session_page(rows: list[Row], most: int) -> schema.SessionPage:
    """``rows`` hold one more than ``most`` where there are more pages."""
    items = [_listed(row) for row in rows[:most]]
    return schema.SessionPage(items=items, next_cursor=str(items[-1].id) if len(rows) > most else None)


def _listed(row: Row) -> schema.DetailHead:
    status = SessionStatus(row["status"])
    evaluate_status = WorkStatus(row["evaluate_status"]) if row["evaluate_status"] else None
    return schema.DetailHead(
        id=row["number"],
        session_id=row["id"],
        total_questions=row["questions"],
        status=status,
        evaluate_status=evaluate_status,
        evaluate_error=row["evaluate_error"] or None,
        overall_score=row["overall_score"] if status is SessionStatus.EVALUATED else None,
        overall_feedback=overall_feedback(status, evaluate_status, row["overall_feedback"], row["language"]),
        created_at=row["created_at"],
        completed_at=row["completed_at"],
    )


# --- resumes --------------------------------------------------------------------------------------


def _scores(found: model.Analysis) -> dict[str, int]:
    return {name: getattr(found, name) for name in schema.ScoreDetail.model_fields}


def _suggestions(found: model.Analysis) -> list[schema.Suggestion]:
    return [
        schema.Suggestion(
            category=_CATEGORIES[each.category],
            priority=_PRIORITIES[each.priority],
            issue=each.issue,
            recommendation=each.recommendation,
        )
        for each in found.suggestions
    ]


def uploaded_analysis(found: model.Analysis, text: str) -> schema.UploadedAnalysis:
    return schema.UploadedAnalysis(
        overall_score=found.overall_score,
        score_detail=schema.ScoreDetail(**_scores(found)),
        summary=found.summary,
        strengths=_full(found.strengths),
        suggestions=_suggestions(found),
        original_text=text,
    )


def analysis_item(identity: int, found: model.Analysis) -> schema.AnalysisItem:
    return schema.AnalysisItem(
        id=identity,
        overall_score=found.overall_score,
        **_scores(found),
        summary=found.summary,
        analyzed_at=found.provenance.at,
        strengths=_full(found.strengths),
        suggestions=_suggestions(found),
    )


def resume_item(row: Row) -> schema.ResumeItem:
    return schema.ResumeItem(
        id=row["id"],
        filename=row["filename"],
        file_size=row["size"],
        uploaded_at=row["uploaded_at"],
        access_count=row["access_count"],
        latest_score=row["overall_score"],
        last_analyzed_at=row["analyzed_at"],
        interview_count=row["sessions"],
        analyze_status=WorkStatus(row["analyze_status"]),
        analyze_error=row["analyze_error"] or None,
    )
