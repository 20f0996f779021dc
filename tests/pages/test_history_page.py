"""The History page: every session, its way on, and its end."""

from __future__ import annotations

from typing import Any

from engine.auth import LOCAL_OWNER
from engine.i18n import t
from engine.model import Brief

Face = Any

ROBIN = "Robin Vale\n\nExperience\nEngineer, Northwind, 2021 - present\n- Built the tracking page in Python\n" * 3


def test_an_empty_history_offers_the_first_interview(face: Face) -> None:
    face.go("history")
    face.healthy()
    assert t("history_page.empty", "en") in face.shown()
    face.press("to_interview")
    assert [each.value for each in face.at.title] == ["Interview"]


def test_every_session_stands_there_with_its_charts(face: Face) -> None:
    face.bring_sample()
    face.hold()
    face.hold(answer="I measured first: the page ran eleven queries, so I added an index and it fell to 120 ms.")
    face.go("history")
    face.healthy()
    assert t("history_page.sessions", "en", n=2) in face.shown()
    assert len(face.at.get("plotly_chart")) == 2
    assert face.shown().count("3 of 3 answered") >= 1
    assert "0 of 3 answered" in face.shown()


def test_a_session_under_way_has_no_charts_and_goes_on(face: Face) -> None:
    face.bring_sample()
    session = face.services.interviews.start(LOCAL_OWNER, 1, Brief(question_count=3))
    face.go("history")
    face.healthy()
    assert t("history_page.unfinished", "en") in face.shown()
    assert not face.at.get("plotly_chart")
    face.press(f"continue_{session.id}")
    assert face.box()["key"] == f"{session.id}.0.0"


def test_a_session_being_judged_says_so(face: Face) -> None:
    face.bring_sample()
    session = face.services.interviews.start(LOCAL_OWNER, 1, Brief(question_count=3))
    face.services.interviews.complete(LOCAL_OWNER, session.id)
    face.go("history")
    face.healthy()
    assert t("history_page.judging", "en") in face.shown()


def test_a_report_opens(face: Face) -> None:
    face.bring_sample()
    held = face.hold()
    face.go("history").press(f"open_{held.id}")
    face.healthy()
    assert t("report.answers", "en") in face.shown()


def test_deleting_a_session_asks_once_and_keeps_the_resume(face: Face) -> None:
    face.bring_sample()
    held = face.hold()
    face.go("history").press(f"delete_{held.id}")
    assert "goes for good" in face.shown()
    face.press("delete_session_no")
    assert len(face.services.interviews.history(LOCAL_OWNER)) == 1
    face.press(f"delete_{held.id}").press("delete_session_yes")
    face.healthy()
    assert face.services.interviews.history(LOCAL_OWNER) == []
    assert len(face.services.library.list(LOCAL_OWNER)) == 1
    assert t("history_page.empty", "en") in face.shown()


def test_a_session_that_is_gone_already_counts_as_deleted(face: Face) -> None:
    face.bring_sample()
    held = face.hold()
    face.go("history").press(f"delete_{held.id}")
    face.services.interviews.delete(LOCAL_OWNER, held.id)
    face.press("delete_session_yes")
    face.healthy()
    assert not face.at.error


def test_scores_of_two_candidates_are_kept_apart(face: Face) -> None:
    face.bring_sample()
    first = face.hold()
    face.at.radio(key="bring_way_1").set_value("text").run()
    face.at.text_area(key="bring_text_1").set_value(ROBIN).run()
    face.press("use_text")
    second = face.hold()
    face.go("history")
    assert face.at.selectbox(key="candidate").value == "2"
    keys = [each.key for each in face.at.button]
    assert f"open_{second.id}" in keys
    assert f"open_{first.id}" not in keys
    face.at.selectbox(key="candidate").set_value("1").run()
    face.healthy()
    assert f"open_{first.id}" in [each.key for each in face.at.button]


def test_many_sessions_come_in_pages(face: Face) -> None:
    face.bring_sample()
    for _ in range(12):
        face.services.interviews.start(LOCAL_OWNER, 1, Brief(question_count=3), force=True)
    face.go("history")
    face.healthy()
    first = {each.key for each in face.at.button if (each.key or "").startswith("continue_")}
    assert len(first) == 10
    face.at.get("pagination")[0].set_value(2).run()
    face.healthy()
    second = {each.key for each in face.at.button if (each.key or "").startswith("continue_")}
    assert len(second) == 2
    assert not first & second


def test_what_went_badly_is_practised_with_one_press(face: Face) -> None:
    face.bring_sample()
    face.hold(answer="I do not remember much of it, it was fine.")
    face.go("history")
    assert face.services.practice.due(LOCAL_OWNER, 1).cards == 3
    asked = {row["text"] for row in face.services.practice.questions(LOCAL_OWNER, 1)}
    face.press("practise_again")
    face.healthy()
    session = face.services.interviews.unfinished(LOCAL_OWNER)
    assert session is not None
    assert {turn.question.text for turn in session.turns} == asked
    assert face.box()["key"] == f"{session.id}.0.0"


def test_sessions_without_an_answer_are_left_out_and_it_says_so(face: Face) -> None:
    face.bring_sample()
    face.hold()
    face.go("history")
    face.healthy()
    assert t("history_page.left_out", "en", n=1) in face.shown()
    assert t("history_page.unscored", "en") in face.shown()
    assert not face.at.get("plotly_chart")


def test_each_closer_look_is_in_the_url(face: Face) -> None:
    face.bring_sample()
    face.hold(answer="I measured first: the page ran eleven queries, so I added an index and it fell to 120 ms.")
    for look, charts in (("categories", 2), ("dimensions", 2), ("effort", 2), ("answers", 1), ("nonsense", 2)):
        face.go("history", look=look)
        face.healthy()
        assert len(face.at.get("plotly_chart")) == charts
    face.go("history", look="answers").press_matching("best_")
    face.healthy()
    assert t("report.answers", "en") in face.shown()


def test_an_open_session_is_no_second_judge(face: Face) -> None:
    face.bring_sample()
    face.hold(answer="I measured first: the page ran eleven queries, so I added an index and it fell to 120 ms.")
    face.services.interviews.start(LOCAL_OWNER, 1, Brief(question_count=3), force=True)
    face.go("history")
    face.healthy()
    assert "judge_all" not in [each.key for each in face.at.button]


def test_a_category_is_looked_at_alone(face: Face) -> None:
    face.bring_sample()
    face.hold(answer="I measured first: the page ran eleven queries, so I added an index and it fell to 120 ms.")
    face.go("history")
    category = face.at.selectbox(key="category")
    category.select_index(1).run()
    face.healthy()
    chosen = face.at.query_params["category"]
    assert (chosen if isinstance(chosen, str) else chosen[0]) in {
        row["category"] for row in face.services.histories.categories("local", 1)
    }


def test_a_person_who_is_gone_leaves_whoever_is_there(face: Face) -> None:
    face.bring_sample()
    held = face.hold()
    for candidate in ("999", "x", "9" * 30, "²"):
        face.go("history", candidate=candidate)
        face.healthy()
        assert f"open_{held.id}" in [each.key for each in face.at.button]
