"""The Coach page: everyone, comparisons, a date between, agreement; and what a coach writes on a report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.auth import LOCAL_OWNER
from engine.i18n import t

Face = Any

ROBIN = "Robin Vale\n\nExperience\nEngineer, Northwind, 2021 - present\n- Built the tracking page in Python\n" * 3
SAID = "I measured first: the page ran eleven queries, so I added an index and it fell to 120 ms."


def _two_people(face: Face) -> None:
    face.bring_sample()
    face.hold(answer=SAID)
    face.services.library.add(LOCAL_OWNER, "robin.txt", ROBIN.encode())
    face.hold(answer=SAID)


def test_nobody_yet_leads_to_the_resume(face: Face) -> None:
    face.go("coach")
    face.healthy()
    assert t("coach_page.empty", "en") in face.shown()
    face.press("to_resume")
    assert [each.value for each in face.at.title] == ["Resume"]


def test_everyone_stands_there_and_is_found(face: Face) -> None:
    _two_people(face)
    face.go("coach")
    face.healthy()
    shown = face.shown()
    assert "Robin Vale" in shown
    assert "Maya" in shown
    assert t("coach_page.found", "en", n=2) in shown
    face.at.text_input(key="search").set_value("robin").run()
    face.healthy()
    assert "Maya" not in face.shown()
    assert face.at.query_params["search"] in ("robin", ["robin"])
    face.go("coach", search="nobody at all")
    assert t("coach_page.found", "en", n=0) in face.shown()


def test_a_page_beyond_the_last_shows_the_last(face: Face) -> None:
    _two_people(face)
    for number in ("99", "-1", "x", "²"):
        face.at.query_params["page"] = number
        face.at.switch_page("coach.py").run()
        face.healthy()
        assert "Robin Vale" in face.shown()


def test_offline_scores_do_not_sort_and_the_page_says_why(face: Face) -> None:
    _two_people(face)
    face.go("coach", sort="score")
    face.healthy()
    assert t("coach_page.judges_rank_apart", "en") in face.shown()
    face.at.selectbox(key="judge").select_index(1).run()
    face.healthy()
    assert t("coach_page.offline_ranks_nobody", "en") in face.shown()
    assert not {"Last score", "Change in 30 days"} & set(face.at.selectbox(key="sort").options)


def test_the_way_to_a_persons_history(face: Face) -> None:
    _two_people(face)
    face.go("coach").press("history_1")
    face.healthy()
    assert face.at.selectbox(key="candidate").value == "1"


def test_people_are_chosen_and_compared(face: Face) -> None:
    _two_people(face)
    face.go("coach").press("compare_1").press("compare_2")
    assert face.at.query_params["groups"] == ["person:1", "person:2"]
    face.press("compare_2")
    assert face.at.query_params["groups"] in ("person:1", ["person:1"])
    face.press("compare_2").press("compare_them")
    face.healthy()
    assert len(face.at.get("plotly_chart")) == 3
    assert face.at.multiselect(key="groups").value == ["person:1", "person:2"]


def test_a_click_that_brings_the_url_of_before_takes_nothing_back(face: Face) -> None:
    _two_people(face)
    face.go("coach").press("compare_1")
    # The browser sent this click before it had heard of the first.
    face.at.query_params.clear()
    face.press("compare_2")
    assert face.at.query_params["groups"] == ["person:1", "person:2"]
    face.at.query_params["groups"] = "person:1"
    face.press("compare_them")
    assert face.at.multiselect(key="groups").value == ["person:1", "person:2"]
    # What nothing on the next view reads is put back too.
    face.at.query_params.clear()
    face.at.radio(key="view").set_value("agreement").run()
    assert face.at.query_params["groups"] == ["person:1", "person:2"]
    assert face.at.query_params["view"] in ("agreement", ["agreement"])
    # So long after, it is the way back.
    _let_pass(face, seconds=4)
    face.at.query_params.clear()
    face.at.run()
    assert face.at.get("plotly_chart") == []
    assert "groups" not in face.at.query_params


def _let_pass(face: Face, seconds: float) -> None:
    """Age what was written."""
    changes = face.at.session_state["address_underway"]
    for name, change in changes.items():
        changes[name] = replace(change, at=change.at - seconds)


def test_a_shared_comparison_of_cohorts_and_of_who_is_gone(face: Face) -> None:
    _two_people(face)
    face.services.people.tag(LOCAL_OWNER, 2, "<b>=second</b> round")
    face.at.query_params.clear()
    face.at.query_params["view"] = "compare"
    face.at.query_params["groups"] = ["tag:<b>=second</b> round", "language:en", "person:999", "person:x", "nonsense"]
    face.at.switch_page("coach.py").run()
    face.healthy()
    assert face.at.multiselect(key="groups").value == ["tag:<b>=second</b> round", "language:en"]
    assert len(face.at.get("plotly_chart")) == 3


def test_nothing_chosen_offers_a_beginning(face: Face) -> None:
    _two_people(face)
    face.go("coach", view="compare")
    assert not face.at.get("plotly_chart")
    face.press("compare_recent")
    face.healthy()
    assert len(face.at.get("plotly_chart")) == 3


def test_before_and_after_a_day(face: Face) -> None:
    _two_people(face)
    face.go("coach", view="before_after", of="person:1", date="2020-02-30")
    face.healthy()
    assert len(face.at.get("plotly_chart")) == 1
    face.go("coach", view="before_after", of="person:1", date="1066-10-14")
    face.healthy()


def test_agreement_is_measured_and_says_when_it_is_too_little(face: Face) -> None:
    _two_people(face)
    face.go("coach", view="agreement")
    assert t("coach_page.agreement_empty", "en") in face.shown()
    session_id = face.services.interviews.history(LOCAL_OWNER)[0]["session_id"]
    face.services.coaching.override(LOCAL_OWNER, session_id, (0, 0), 60, "Right, only short.")
    face.go("coach", view="agreement")
    face.healthy()
    assert t("coach_page.agreement_few", "en", n=1, fewest=20) in face.shown()


def test_notes_stand_there_as_text_and_are_deleted(face: Face) -> None:
    face.bring_sample()
    held = face.hold(answer=SAID)
    coaching = face.services.coaching
    on_answer = coaching.note(LOCAL_OWNER, held.id, "<script>1</script> good", place=(0, 0))
    coaching.note(LOCAL_OWNER, held.id, "Calmer than last time", author="Ines # Coach")
    face.go("report", session=held.id)
    face.healthy()
    assert "You ·" in face.shown()
    assert "Ines" in face.shown()
    assert "<script>" not in face.shown()
    face.press(f"delete_note_{on_answer}")
    face.healthy()
    assert [row["text"] for row in coaching.notes(LOCAL_OWNER, held.id)] == ["Calmer than last time"]


def test_an_own_score_stands_beside_the_machines_and_is_withdrawn(face: Face) -> None:
    face.bring_sample()
    held = face.hold(answer=SAID)
    before = face.services.interviews.report(LOCAL_OWNER, held.id).overall_score
    face.services.coaching.override(LOCAL_OWNER, held.id, (0, 0), 88, "The example is right.")
    face.go("report", session=held.id)
    face.healthy()
    assert t("coach_page.coach_score", "en", score=88) in face.shown()
    assert "The example is right" in face.shown()
    assert face.services.interviews.report(LOCAL_OWNER, held.id).overall_score == before
    face.press("withdraw_0_0")
    face.healthy()
    assert face.services.coaching.overrides(LOCAL_OWNER, held.id) == {}


def test_in_chinese(chinese: Face) -> None:
    _two_people(chinese)
    for view in ("people", "compare", "before_after", "agreement"):
        chinese.go("coach", view=view)
        chinese.healthy()
    assert t("coach_page.agreement_empty", "zh") in chinese.shown()
