"""From the brief to the last answer."""

from __future__ import annotations

from typing import Any

import pytest

from engine.auth import LOCAL_OWNER
from engine.i18n import t
from engine.model import Session, SessionStatus
from engine.steps import ANSWER_LIMIT
from pages.parts.plain import plain

Face = Any

HOSTILE = "<script>alert(1)</script> ![x](http://example.org/x.png) :material/home: $x$ **bold** `code`"
ANSWER = (
    "I measured the queries first, found that each page ran eleven of them, and added an index with my team of "
    "four. It went from 900 ms to 120 ms within a week, since the trace had shown where the time went."
)


def start(face: Face, follow_ups: int = 1) -> Face:
    """Into a quick interview on the sample."""
    face.bring_sample()
    face.go("interview")
    face.at.radio(key="brief_length").set_value("quick").run()
    face.at.selectbox(key="brief_count_quick").set_value(3).run()
    face.at.selectbox(key="brief_follow_ups").set_value(follow_ups).run()
    return face.press("start")


def session_of(face: Face) -> Session:
    return face.services.interviews.get(LOCAL_OWNER, str(face.at.query_params["session"]))


def test_without_a_resume_there_is_a_way_to_bring_one(face: Face) -> None:
    face.go("interview")
    face.healthy()
    assert t("interview_page.no_resume", "en") in face.shown()
    face.press("add_resume")
    assert [each.value for each in face.at.title] == ["Resume"]


def test_the_brief_says_what_the_interview_is(face: Face) -> None:
    face.bring_sample()
    face.go("interview")
    face.at.radio(key="brief_length").set_value("deep").run()
    face.at.selectbox(key="brief_count_deep").set_value(15).run()
    face.at.selectbox(key="brief_level").set_value("senior").run()
    face.at.selectbox(key="brief_language").set_value("zh").run()
    face.at.selectbox(key="brief_follow_ups").set_value(2).run()
    face.at.text_input(key="brief_role").set_value("  Data engineer ").run()
    face.press("start")
    face.healthy()
    brief = session_of(face).brief
    assert (brief.question_count, brief.level, brief.follow_ups) == (15, "senior", 2)
    assert (brief.language, brief.target_role) == ("zh", "Data engineer")


def test_the_question_stands_at_once_with_its_place(face: Face) -> None:
    start(face)
    face.healthy()
    session = session_of(face)
    assert session.status is SessionStatus.IN_PROGRESS
    assert [each.value for each in face.at.header] == [plain(session.turns[0].question.text)]
    assert t("interview_page.position", "en", n=1, planned=3) in face.shown()
    assert face.box()["key"] == f"{session.id}.0.0"
    assert face.box()["limit"] == ANSWER_LIMIT


def test_a_draft_is_stored_acknowledged_and_there_after_a_refresh(face: Face, database: Any) -> None:
    start(face)
    face.draft(HOSTILE, token="x.7")
    face.healthy()
    assert session_of(face).turns[0].draft == HOSTILE
    assert face.box()["saved"] == "x.7"
    again = type(face)()
    again.go("interview", session=session_of(face).id)
    assert again.box()["draft"] == HOSTILE


def test_an_answer_brings_its_follow_up_then_the_next_question(face: Face) -> None:
    start(face)
    seen = []
    for number in range(20):
        if not face.at.get("bidi_component"):
            break
        seen.append(face.box()["key"].split(".", 1)[1])
        face.answer(f"{ANSWER} ({number})", token=f"x.{number}")
        face.healthy()
    assert {"0.0", "1.0", "2.0"} <= set(seen)
    assert any(place.endswith(".1") for place in seen), seen
    assert t("interview_page.closing", "en") in face.shown()
    assert session_of(face).status is SessionStatus.COMPLETED


def test_the_same_answer_twice_is_one_answer(face: Face) -> None:
    start(face, follow_ups=0)
    first = face.box()["key"]
    face.answer(ANSWER)
    face.answer(ANSWER, key=first)
    face.healthy()
    assert not face.at.error
    assert [bool(turn.answer) for turn in session_of(face).turns] == [True, False, False]


def test_another_answer_to_an_answered_question_changes_nothing(face: Face) -> None:
    start(face, follow_ups=0)
    first = face.box()["key"]
    face.answer(ANSWER)
    face.answer("Something else", key=first)
    face.draft("late", token="x.9")
    face.healthy()
    assert session_of(face).turns[0].answer.text == ANSWER  # type: ignore[union-attr]


def test_a_blank_answer_is_not_taken_for_a_skip(face: Face) -> None:
    start(face)
    face.answer(" \n ", token="x.1")
    face.healthy()
    assert session_of(face).turns[0].answer is None
    assert face.box()["handled"] == "x.1"


def test_an_answer_that_is_too_long_says_so_and_the_box_opens_again(face: Face) -> None:
    start(face)
    face.answer("x" * (ANSWER_LIMIT + 1), token="x.1")
    face.healthy()
    assert len(face.at.error) == 1
    assert face.box()["handled"] == "x.1"
    assert session_of(face).turns[0].answer is None


def test_a_long_answer_is_taken(face: Face) -> None:
    start(face, follow_ups=0)
    face.answer("A line about the index. " * 4000)
    face.healthy()
    assert session_of(face).turns[0].answer is not None


def test_skipping(face: Face) -> None:
    start(face)
    face.press_matching("skip_")
    face.healthy()
    turns = session_of(face).turns
    assert turns[0].answer is not None
    assert turns[0].answer.is_blank
    assert turns[1].answer is None


def test_skipping_what_has_been_begun_asks_first(face: Face) -> None:
    start(face)
    face.draft("half a thought")
    face.press_matching("skip_")
    assert t("interview_page.skip_body", "en") in face.shown()
    face.press("skip_no")
    assert session_of(face).turns[0].answer is None
    face.press_matching("skip_").press("skip_yes")
    face.healthy()
    assert session_of(face).turns[0].answer is not None


def test_pausing_and_going_on_twice_each(face: Face) -> None:
    start(face)
    face.press("pause")
    assert face.box()["paused"]
    session = session_of(face)
    face.services.interviews.pause(LOCAL_OWNER, session.id)
    face.press("resume")
    assert not face.box()["paused"]
    face.services.interviews.resume(LOCAL_OWNER, session.id)
    face.press("pause")
    face.healthy()


def test_finishing_early_asks_once_and_keeps_the_draft_as_an_answer(face: Face) -> None:
    start(face)
    face.draft("what I have so far")
    face.press("finish")
    assert t("interview_page.finish_body", "en", n=3) in face.shown()
    face.press("finish_no")
    assert session_of(face).is_open
    face.press("finish").press("finish_yes")
    face.healthy()
    session = session_of(face)
    assert not session.is_open
    assert session.turns[0].answer.text == "what I have so far"  # type: ignore[union-attr]
    assert t("interview_page.closing", "en") in face.shown()


def test_finished_elsewhere_counts_as_done(face: Face) -> None:
    start(face)
    session_id = session_of(face).id
    face.press("finish")
    face.services.interviews.complete(LOCAL_OWNER, session_id)
    face.press("finish_yes")
    face.healthy()
    assert not face.at.error
    assert t("interview_page.closing", "en") in face.shown()


def test_the_end_tells_how_far_judging_is_and_leads_to_the_report(face: Face) -> None:
    start(face)
    face.press("finish").press("finish_yes")
    assert t("pages.summing_up", "en") in [each.proto.text for each in face.at.get("progress")]
    face.services.worker.run_pending()
    face.at.run()
    assert t("pages.judged", "en") in face.shown()
    face.press("to_report")
    face.healthy()
    assert t("report.answers", "en") in face.shown()


def test_a_finished_session_goes_to_its_report(face: Face) -> None:
    face.bring_sample()
    held = face.hold()
    face.go("interview", session=held.id)
    face.healthy()
    assert t("report.answers", "en") in face.shown()


def test_an_unfinished_session_is_offered(face: Face) -> None:
    start(face)
    session = session_of(face)
    face.go("interview")
    assert t("interview_page.unfinished", "en") in face.shown()
    face.press("continue")
    face.healthy()
    assert session_of(face).id == session.id


def test_starting_anew_beside_an_unfinished_one(face: Face) -> None:
    start(face)
    first = session_of(face).id
    face.go("interview").press("start")
    assert session_of(face).id != first
    assert len(face.services.interviews.history(LOCAL_OWNER)) == 2


def test_an_unknown_session_says_so_and_offers_a_new_one(face: Face) -> None:
    face.go("interview", session="0123456789abcdef")
    face.healthy()
    assert [each.value for each in face.at.error] == [plain(t("errors.session_not_found", "en"))]
    face.press("new")
    assert not face.at.error


@pytest.mark.parametrize("event", ["draft", "submit"])
@pytest.mark.parametrize("key", ["", "nonsense", "0123456789abcdef.0.0", "a.b.c.d", "x.0.99"])
def test_a_forged_event_harms_nothing(face: Face, event: str, key: str) -> None:
    start(face)
    before = session_of(face)
    face._send(event, {"key": key, "text": "x", "token": "x.1"})
    face.healthy()
    assert session_of(face).turns[0].answer is None
    assert session_of(face).turns[0].draft == before.turns[0].draft


def test_what_was_said_is_shown_as_text(face: Face) -> None:
    start(face)
    face.answer(HOSTILE)
    face.healthy()
    assert HOSTILE in [each.value for each in face.at.text]
    assert not [
        each.value for each in (*face.at.markdown, *face.at.header) if "<script" in each.value.replace("\\<", "")
    ]


def test_chinese_throughout(chinese: Face) -> None:
    start(chinese)
    chinese.healthy()
    assert chinese.box()["words"]["submit"] == "提交回答"
    assert session_of(chinese).language == "zh"
    chinese.answer("我先量了查询，发现一页发了十一次，加索引后从 900 毫秒降到 120 毫秒。")
    chinese.healthy()
    assert "第 1 题" in chinese.shown() or "第 2 题" in chinese.shown()
