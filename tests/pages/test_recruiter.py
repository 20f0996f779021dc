"""The recruiter's pages: finding people, keeping them in order, comparing them, and what produced their scores."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench import bulk, pool
from bench.population import population
from engine.auth import LOCAL_OWNER
from engine.i18n import t
from engine.people import Filters
from engine.report import Judge
from engine.wiring import services

Face = Any

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
LLM = Judge("llm", "sample-9b", "1")
HOSTILE = "=1+1 <b>bold</b> ![x](http://127.0.0.1:9/p.png) " + "W" * 240


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(tmp_path_factory.mktemp("people")) / "people.duckdb"
    themes = pool.themes(judged=False)
    bulk.fill(path, themes, population(themes, people=30, sessions=200, days=300, seed=3, now=NOW))
    return path


@pytest.fixture
def recruiter(filled: Path, database: Path, request: pytest.FixtureRequest) -> Face:
    shutil.copy(filled, database)
    return request.getfixturevalue("face")


def listed(face: Face) -> list[int]:
    """Who stands on the page, in order."""
    return [int(each.key.removeprefix("choose_")) for each in face.at.checkbox]


def visit(face: Face, **query: str) -> None:
    """The list as an address names it."""
    face.at.query_params.clear()
    for name, value in query.items():
        face.at.query_params[name] = value
    face.at.switch_page("candidates.py").run()
    face.healthy()


def ranked(count: int) -> list[int]:
    """People whom the model scored, by name."""
    people = services().people.list(LOCAL_OWNER, Filters(judge=LLM), sort="score", size=count).rows
    return [row["candidate_id"] for row in people]


def warnings(face: Face) -> list[str]:
    return [each.value for each in face.at.warning]


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_nobody_yet_offers_a_resume(face: Face, locale: str) -> None:
    face = type(face)(locale)
    face.go("candidates").healthy()
    assert t("candidates_page.empty", "zh" if locale == "zh-CN" else "en") in face.shown()
    face.press("to_resume").healthy()


def test_people_come_in_pages_from_the_server(recruiter: Face) -> None:
    recruiter.go("candidates").healthy()
    first = listed(recruiter)
    assert len(first) == 20
    recruiter.at.get("pagination")[0].set_value(2).run()
    recruiter.healthy()
    assert recruiter.at.query_params["page"] == "2"
    assert len(listed(recruiter)) == 10
    assert not set(first) & set(listed(recruiter))


def test_a_shared_address_shows_the_same_view(recruiter: Face) -> None:
    visit(recruiter, judge="llm|sample-9b|1", sort="score", score="30-100", page="99")
    expected = services().people.every(LOCAL_OWNER, Filters(judge=LLM, least=30), sort="score")
    assert listed(recruiter) == [row["candidate_id"] for row in expected]
    assert expected
    assert recruiter.at.slider(key="score").value == (30, 100)
    scores = [row["last_score"] for row in expected]
    assert scores == sorted(scores, reverse=True)


def test_an_address_of_nonsense_filters_nothing(recruiter: Face) -> None:
    wrong = {"judge": "x", "sort": "score", "score": "9-", "since": "soon", "status": "?", "spoken": "fr", "page": "-1"}
    visit(recruiter, **wrong)
    assert len(listed(recruiter)) == 20


def test_scores_that_rank_nobody_do_not_sort_and_say_why(recruiter: Face) -> None:
    recruiter.go("candidates")
    assert t("candidates_page.unranked_any", "en") in recruiter.shown()
    by_score = t("candidates_page.sort_score", "en")
    assert by_score not in recruiter.at.selectbox(key="sort").options
    assert recruiter.at.slider(key="score").disabled
    recruiter.at.selectbox(key="judge").set_value("offline||1").run()
    assert t("candidates_page.unranked_offline", "en") in recruiter.shown()
    assert by_score not in recruiter.at.selectbox(key="sort").options
    recruiter.at.selectbox(key="judge").set_value("llm|sample-9b|1").run()
    recruiter.healthy()
    assert by_score in recruiter.at.selectbox(key="sort").options
    recruiter.at.selectbox(key="sort").set_value("score").run()
    recruiter.healthy()
    assert listed(recruiter)[:3] == ranked(3)
    # Back to a judge whose scores rank nobody: the order goes with the judge.
    recruiter.at.selectbox(key="judge").set_value("offline||1").run()
    recruiter.healthy()
    assert recruiter.at.selectbox(key="sort").value == "last"


def test_filters_narrow_and_one_button_clears_them(recruiter: Face) -> None:
    recruiter.go("candidates")
    recruiter.at.selectbox(key="spoken").set_value("zh").run()
    recruiter.healthy()
    chinese = services().people.list(LOCAL_OWNER, Filters(language="zh"), size=100).total
    assert t("candidates_page.people", "en", n=chinese) in recruiter.shown()
    recruiter.at.text_input(key="search").set_value("nobody is called so").run()
    assert t("candidates_page.nobody", "en") in recruiter.shown()
    recruiter.press("clear").healthy()
    assert t("candidates_page.people", "en", n=30) in recruiter.shown()
    assert "spoken" not in recruiter.at.query_params


def test_the_shortlist_keeps_and_lets_go(recruiter: Face) -> None:
    recruiter.go("candidates")
    before = {row["candidate_id"] for row in services().people.every(LOCAL_OWNER, Filters(shortlisted=True))}
    someone = next(each for each in listed(recruiter) if each not in before)
    recruiter.press(f"star_{someone}")
    recruiter.at.radio(key="shortlist").set_value("yes").run()
    recruiter.healthy()
    assert set(listed(recruiter)) == {*before, someone}
    recruiter.press(f"star_{someone}").healthy()
    assert set(listed(recruiter)) == before


def test_a_name_of_formulas_html_and_three_hundred_letters_is_text(recruiter: Face) -> None:
    number = ranked(1)[0]
    services().people.rename(LOCAL_OWNER, number, HOSTILE[:300])
    recruiter.go("candidates", search="=1+1").healthy()
    assert listed(recruiter) == [number]
    recruiter.go("candidate", candidate=str(number)).healthy()
    title = recruiter.at.title[0].value
    assert "<b>" not in title
    assert "](" not in title


# --- side by side ---------------------------------------------------------------------------------


def test_up_to_four_are_chosen_across_views_and_compared(recruiter: Face) -> None:
    recruiter.go("candidates", judge="llm|sample-9b|1", sort="score")
    ids = listed(recruiter)[:4]
    recruiter.at.checkbox(key=f"choose_{ids[0]}").check().run()
    assert recruiter.at.button(key="chosen_compare").disabled
    for each in ids[1:]:
        recruiter.at.checkbox(key=f"choose_{each}").check().run()
    assert all(each.disabled for each in recruiter.at.checkbox if not each.value)
    recruiter.press("chosen_compare").healthy()
    assert sorted(map(int, recruiter.at.query_params["people"].split(","))) == sorted(ids)
    assert t("comparison.order", "en") in recruiter.shown()
    assert len(recruiter.at.get("plotly_chart")) == 2
    assert not warnings(recruiter)
    assert recruiter.at.download_button(key="download_comparison").label


def test_the_order_is_drawn_by_the_seed_in_the_address(recruiter: Face) -> None:
    people = ",".join(map(str, ranked(4)))
    orders = set()
    for seed in "abcdefgh":
        recruiter.go("compare", people=people, order=seed).healthy()
        orders.add(tuple(each.proto.label for each in recruiter.at.get("page_link") if "**" in each.proto.label))
        assert recruiter.at.query_params["order"] == seed
    assert len(orders) > 3
    recruiter.go("compare", people=people)
    drawn = recruiter.at.query_params["order"]
    recruiter.press("reorder").healthy()
    assert recruiter.at.query_params["order"] != drawn


def test_those_whom_nobody_scored_alike_cannot_be_compared_and_it_says_why(recruiter: Face) -> None:
    rows = services().people.every(LOCAL_OWNER)
    judges = {each["candidate_id"]: {row["interviewer"] for row in _comparable(each["candidate_id"])} for each in rows}
    offline = next(each for each, by in judges.items() if by == {"offline"})
    model = next(each for each, by in judges.items() if by == {"llm"})
    recruiter.go("compare", people=f"{offline},{model}", order="a").healthy()
    assert warnings(recruiter) == [t("compare_page.cannot", "en")]
    assert "Scores of different judges cannot be compared" in recruiter.shown()


def _comparable(candidate_id: int) -> list[dict[str, Any]]:
    rows = services().histories.sessions_of(LOCAL_OWNER, [candidate_id])
    return [row for row in rows if row["overall_score"] is not None and not row["partial"] and not row["mixed"]]


@pytest.mark.parametrize("people", ["", "1", "x,y", "1,1", "1,2,3,4,5", "1,999999"])
def test_an_address_that_names_nobody_to_compare_is_told(recruiter: Face, people: str) -> None:
    recruiter.go("compare", people=people).healthy()
    assert t("compare_page.few", "en") in recruiter.shown() or recruiter.at.error


# --- one person -----------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_history_has_every_session_and_what_produced_the_scores(recruiter: Face, locale: str) -> None:
    recruiter = type(recruiter)(locale)
    number = ranked(1)[0]
    held = services().histories.sessions(LOCAL_OWNER, number)
    recruiter.go("candidate", candidate=str(number)).healthy()
    language = "zh" if locale == "zh-CN" else "en"
    assert t("history_page.sessions", language, n=len(held)) in recruiter.shown()
    assert f"open_{held[0]['session_id']}" in [each.key for each in recruiter.at.button]
    assert t("candidate_page.provenance", language) in recruiter.shown()
    table = recruiter.at.dataframe[-1].value
    assert len(table) == len(services().histories.provenance(LOCAL_OWNER, number))
    recruiter.press(f"open_{held[0]['session_id']}").healthy()


@pytest.mark.parametrize("asked", ["", "x", "999999", "9" * 40])
def test_an_address_of_nobody_is_told(recruiter: Face, asked: str) -> None:
    recruiter.go("candidate", candidate=asked).healthy()
    assert recruiter.at.error or t("candidate_page.none", "en") in recruiter.shown()


def test_a_person_without_a_session(recruiter: Face) -> None:
    row = services().store.write(lambda tx: tx.one("insert_candidate", owner=LOCAL_OWNER, name="", created_at=NOW))
    recruiter.go("candidate", candidate=str(row["id"])).healthy()
    assert t("candidate_page.no_sessions", "en") in recruiter.shown()
    recruiter.go("compare", people=f"{row['id']},{ranked(1)[0]}").healthy()
    assert t("comparison.why_unheld", "en").rstrip(".") in recruiter.shown()


def test_sessions_of_several_judges_can_all_be_judged_by_one(recruiter: Face) -> None:
    histories = services().histories

    def judges(number: int) -> set[str]:
        return {row["interviewer"] for row in histories.sessions(LOCAL_OWNER, number) if row["answered"]}

    several = [number for number in range(1, 31) if len(judges(number)) > 1]
    person = min(several, key=lambda number: len(histories.sessions(LOCAL_OWNER, number)))
    recruiter.go("history", candidate=str(person)).press("judge_all")
    recruiter.healthy()
    assert "scored anew" in recruiter.shown()
    recruiter.press("judge_all_no")
    assert len(judges(person)) == 2
    recruiter.press("judge_all").press("judge_all_yes")
    recruiter.healthy()
    assert services().worker.run_pending() > 0
    assert judges(person) == {"offline"}
    recruiter.go("history", candidate=str(person)).healthy()
    assert "judge_all" not in [each.key for each in recruiter.at.button]
