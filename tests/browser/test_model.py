"""A person, the browser, and a model on loopback that does what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser_support import Person
from engine import labels
from scripts.contact_sheet import settle
from scripts.harness import Server
from support.model_server import ModelServer

KEY = "sk-typed-9a41"
ANSWER = (
    "At that time the tracking page was slow, so I measured the queries first, found that each page ran eleven "
    "of them, and added an index. It went from 900 ms to 120 ms, which support noticed within a week."
)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def served(model: ModelServer, tmp_path: Path) -> Iterator[Server]:
    """The program with the model that the environment chooses."""
    chosen = {"OPENAI_BASE_URL": model.base_url, "REHEARSAL_MODEL": model.model, "REHEARSAL_MODEL_RETRIES": "0"}
    with Server(tmp_path / "rehearsal.duckdb", environment=chosen) as running:
        yield running


@pytest.fixture
def interviewed(page: Page, served: Server) -> Person:
    return Person(page, served)


def stored(person: Person) -> int:
    """How many questions the session has by now."""
    address = f"{person.server.url}/api/interview/sessions/{person.session_id}"
    return len(httpx.get(address, timeout=60).json()["data"]["questions"])


def answer_all(person: Person) -> None:
    while person.is_asked:
        if person.box.count():
            person.answer(ANSWER)
        else:
            # Faster than the model, which writes the next question meanwhile.
            expect(
                person.box.or_(person.page.get_by_text(person.say("interview_page.closing"), exact=True))
            ).to_be_visible()


def test_the_first_question_is_answered_while_the_rest_is_still_streaming(
    interviewed: Person, model: ModelServer
) -> None:
    person = interviewed
    with model.held("plan", after=1) as hold:
        person.begin_from_sample(questions=4)
        # The model has written one question and stands still before the second.
        assert hold.reached.wait(30)
        assert stored(person) == 1
        person.sees("interview_page.ready", n=1, planned=4)
        first = person.question
        person.answer(ANSWER)
        person.sees("interview_page.earlier", n=1)
        while person.follow_up_badges.count():
            person.skip()
        person.sees("interview_page.next_being_written")
        assert not hold.released.is_set()

        # A refresh finds the same.
        person.page.reload()
        person.sees("interview_page.next_being_written")
        hold.released.set()
        # Nobody presses anything: the page goes on by itself.
        expect(person.box).to_be_visible()
        assert person.question != first
    expect(person.page.get_by_text("is being written")).to_have_count(0)
    answer_all(person)
    person.press("interview_page.to_report")
    expect(person.page.get_by_text("judged by the model interviewer (test-model)").first).to_be_visible()


def test_a_model_is_chosen_tested_and_serves(person: Person, tmp_path: Path) -> None:
    page = person.page
    with ModelServer(api_key=KEY) as model:
        person.open("/settings")
        page.get_by_text(person.say("settings_page.who_llm"), exact=True).click()
        page.get_by_role("combobox", name=person.say("settings_page.server")).click()
        page.get_by_role("option", name="llama.cpp", exact=True).click()
        address = page.get_by_role("textbox", name=person.say("settings_page.base_url"))
        expect(address).to_have_value("http://localhost:8080/v1")
        # Until the page stands, the fields are filled in once more and would take back what is typed.
        settle(page)
        address.fill(model.base_url)
        page.get_by_role("textbox", name=person.say("settings_page.model"), exact=True).fill(model.model)
        key = page.get_by_role("textbox", name=person.say("settings_page.key"))
        key.fill("sk-wrong")
        person.press("settings_page.test")
        person.sees("settings_page.failed.unauthorized")
        key.fill(KEY)
        person.press("settings_page.test")
        person.sees("settings_page.works", model=model.model)
        person.sees("settings_page.replies_json_schema")
        person.press("settings_page.save")
        person.sees("settings_page.saved")
        beside = page.get_by_test_id("stSidebar").get_by_text(f"{model.model} · on this computer")
        expect(beside).to_be_visible()

        # The key is neither in the page, nor in its address, nor in any file.
        settle(page)
        expect(key).to_have_value("")
        assert KEY not in page.content()
        assert KEY not in page.url
        for file in tmp_path.iterdir():
            assert KEY.encode() not in file.read_bytes(), file
        serious = [each for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")]
        assert serious == []

        person.begin_from_sample(questions=3)
        answer_all(person)
        person.press("interview_page.to_report")
        expect(page.get_by_text(f"judged by the model interviewer ({model.model})").first).to_be_visible()
        expect(page.get_by_text("This interview used").first).to_be_visible()
        sent = {name.lower(): text for request in model.of("evaluate") for name, text in request.headers.items()}
        assert sent["authorization"] == f"Bearer {KEY}"


def test_a_server_that_goes_away_is_stood_in_for_and_judges_again_when_it_is_back(
    interviewed: Person, model: ModelServer
) -> None:
    person, page = interviewed, interviewed.page
    person.begin_from_sample(questions=3)
    person.sees("interview_page.asked_by", author=labels.judge("llm", model.model, "", "en"))
    expect(page.get_by_text("is being written")).to_have_count(0)
    model.stop()

    # The interview goes on to its end.
    answer_all(person)
    person.press("interview_page.to_report")
    reason = page.get_by_text(labels.stand_in("refused", "en"))
    expect(reason.first).to_be_visible()
    expect(page.get_by_text("standing in for the model. The reason stands beside").first).to_be_visible()
    expect(reason.nth(2)).to_be_visible()

    with ModelServer(port=model.port) as again:
        person.press("pages.judge_again")
        expect(reason).to_have_count(0)
        expect(page.get_by_text("judged by the model interviewer (test-model)").first).to_be_visible()
        assert again.of("evaluate")
        expect(page.get_by_role("button", name=person.say("pages.judge_again"), exact=True)).to_have_count(0)
