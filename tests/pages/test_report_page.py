"""The Report page: while judging goes on, when it is done, when it failed."""

from __future__ import annotations

from typing import Any

from engine.auth import LOCAL_OWNER
from engine.export import file_name
from engine.i18n import t
from engine.model import Brief, Session, WorkStatus
from pages.parts.plain import plain, quoted

Face = Any

ANSWER = (
    "I measured the queries first, found that each page ran eleven of them, and added an index with my team of "
    "four. It went from 900 ms to 120 ms within a week, since the trace had shown where the time went."
)
HOSTILE = f"{ANSWER} <img src=x onerror=alert(1)> ![x](http://example.org/x.png) $x$ :red[x]"


def fail_judging(face: Face, session: Session) -> None:
    """What three failed attempts leave behind."""
    face.services.store.write(
        lambda tx: tx.run(
            "set_evaluate_status",
            owner=LOCAL_OWNER,
            session_id=session.id,
            status="COMPLETED",
            evaluate_status="FAILED",
            evaluate_error="no reply",
        )
    )


def test_without_a_session_there_is_a_way_to_hold_one(face: Face) -> None:
    face.go("report")
    face.healthy()
    assert t("report_page.empty", "en") in face.shown()
    face.press("to_interview")
    assert [each.value for each in face.at.title] == ["Interview"]


def test_without_an_id_it_is_the_newest_finished_session(face: Face) -> None:
    face.bring_sample()
    face.hold()
    newest = face.hold()
    face.go("report")
    face.healthy()
    assert face.at.query_params["session"] == newest.id


def test_an_open_session_has_no_report_yet(face: Face) -> None:
    face.bring_sample()
    session = face.services.interviews.start(LOCAL_OWNER, 1, Brief(question_count=3))
    face.go("report", session=session.id)
    face.healthy()
    assert [each.value for each in face.at.error] == [plain(t("errors.not_completed", "en"))]
    face.press("continue")
    assert face.at.get("bidi_component")


def test_an_unknown_session_says_so(face: Face) -> None:
    face.go("report", session="0123456789abcdef")
    face.healthy()
    assert [each.value for each in face.at.error] == [plain(t("errors.session_not_found", "en"))]
    face.press("to_history")
    assert [each.value for each in face.at.title] == ["History"]


def test_while_judging_goes_on_it_says_how_far(face: Face) -> None:
    face.bring_sample()
    interviews = face.services.interviews
    session = interviews.start(LOCAL_OWNER, 1, Brief(question_count=3, follow_ups=0))
    for index in range(3):
        interviews.answer(LOCAL_OWNER, session.id, index, ANSWER)
    face.go("report", session=session.id)
    face.healthy()
    told = [each.proto.text for each in face.at.get("progress")]
    assert told == [t("pages.judging", "en", n=3, judged=0)]
    assert not face.at.metric
    assert face.shown().count(t("report.pending", "en")) == 3
    face.services.worker.run_pending()
    face.at.run()
    face.healthy()
    assert not face.at.get("progress")
    assert face.at.metric[0].value.isdigit()


def test_it_shows_what_was_said_what_it_came_to_and_why(face: Face) -> None:
    face.bring_sample()
    held = face.hold(answer=ANSWER)
    face.go("report", session=held.id)
    face.healthy()
    shown = face.shown()
    assert "3 of 3 answered" in shown
    assert "judged by the offline interviewer, rubric 1" in shown.replace("\\", "")
    for turn in held.turns:
        assert turn.evaluation is not None
        assert plain(turn.question.text) in shown
        assert turn.question.reference_answer in shown
        for evidence in turn.evaluation.evidence:
            assert quoted(f"“{evidence.quote}”") in shown
        for point in turn.evaluation.missing:
            assert plain(point) in shown
    assert face.at.get("plotly_chart")
    assert face.at.table
    assert held.summary is not None
    assert plain(held.summary.overall_feedback) in shown


def test_the_change_since_the_last_comparable_session(face: Face) -> None:
    face.bring_sample()
    first = face.hold(answer=ANSWER)
    second = face.hold(answer=ANSWER)
    face.go("report", session=first.id)
    assert not face.at.metric[0].delta
    face.go("report", session=second.id)
    face.healthy()
    assert face.at.metric[0].delta


def test_sessions_of_another_candidate_are_not_compared(face: Face, chinese: Face) -> None:
    face.bring_sample()
    face.hold(answer=ANSWER)
    chinese.at.radio(key="bring_way_0").set_value("text").run()
    chinese.at.text_area(key="bring_text_0").set_value(
        "Robin Vale\n\nExperience\nEngineer, Northwind, 2021 - present\n- Built the tracking page in Python\n" * 3
    ).run()
    chinese.press("use_text")
    other = face.hold(answer=ANSWER)
    assert other.candidate_name == "Robin Vale"
    face.go("report", session=other.id)
    assert not face.at.metric[0].delta


def test_a_partial_session_says_so(face: Face) -> None:
    face.bring_sample()
    interviews = face.services.interviews
    session = interviews.start(LOCAL_OWNER, 1, Brief(question_count=3, follow_ups=0))
    interviews.answer(LOCAL_OWNER, session.id, 0, ANSWER)
    interviews.complete(LOCAL_OWNER, session.id)
    face.services.worker.run_pending()
    face.go("report", session=session.id)
    face.healthy()
    assert t("charts.partial", "en") in face.shown()
    assert "1 of 3 answered" in face.shown()


def test_everything_skipped_is_a_report_too(face: Face) -> None:
    face.bring_sample()
    held = face.hold()
    face.go("report", session=held.id)
    face.healthy()
    assert face.at.metric[0].value == "0"
    assert face.shown().count(t("pages.skipped", "en")) == 3


def test_what_failed_can_be_judged_again(face: Face) -> None:
    face.bring_sample()
    interviews = face.services.interviews
    session = interviews.start(LOCAL_OWNER, 1, Brief(question_count=3, follow_ups=0))
    for index in range(3):
        interviews.answer(LOCAL_OWNER, session.id, index, ANSWER)
    fail_judging(face, session)
    face.go("report", session=session.id)
    face.healthy()
    assert [each.value for each in face.at.warning] == [t("pages.judging_failed", "en")]
    assert t("common.unscored", "en") in face.shown()
    face.press("judge_again")
    face.healthy()
    assert interviews.get(LOCAL_OWNER, session.id).evaluate_status is WorkStatus.PENDING
    face.services.worker.run_pending()
    face.at.run()
    face.healthy()
    assert face.at.metric[0].value.isdigit()


def test_what_was_said_is_shown_as_text(face: Face) -> None:
    face.bring_sample()
    held = face.hold(answer=HOSTILE)
    face.go("report", session=held.id)
    face.healthy()
    assert HOSTILE in [each.value for each in face.at.text]
    made = [each.value for kind in (face.at.markdown, face.at.header, face.at.caption) for each in kind]
    assert not [text for text in made if "<img" in text.replace("\\<", "") or "![" in text.replace("\\!", "")]


def test_the_pdf_is_offered_under_a_plain_name(face: Face) -> None:
    face.bring_sample()
    held = face.hold(answer=ANSWER)
    face.go("report", session=held.id)
    assert face.at.download_button(key="download_pdf").label == "Download as PDF"
    report = face.services.interviews.report(LOCAL_OWNER, held.id)
    day = held.created_at.date().isoformat()
    assert file_name(report, "pdf") == f"rehearsal-senior-backend-engineer-{day}.pdf"
    odd = report.model_copy(update={"session": held.model_copy(update={"title": "../../后端 <b>"})})
    assert file_name(odd, "pdf") == f"rehearsal-后端-b-{day}.pdf"


def test_chinese_throughout(chinese: Face) -> None:
    chinese.bring_sample()
    held = chinese.hold(answer="我先量了查询，发现一页发了十一次，加索引后从 900 毫秒降到 120 毫秒。")
    chinese.go("report", session=held.id)
    chinese.healthy()
    assert t("report.answers", "zh") in chinese.shown()
    assert "离线面试官" in chinese.shown()
