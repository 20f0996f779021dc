"""An interview that a model serves: its first question is there at once, and its failures are plain words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine import labels, rubric
from engine.auth import LOCAL_OWNER
from engine.i18n import t
from engine.model import Evaluation, Session
from engine.wiring import services
from support.model_server import ModelServer

Face = Any

KEY = "sk-right-2b40"
ANSWER = (
    "I measured the queries first, found that each page ran eleven of them, and added an index with my team of "
    "four. It went from 900 ms to 120 ms within a week, since the trace had shown where the time went."
)


@pytest.fixture
def model(newcomer: Face, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """What the environment chooses."""
    with ModelServer(api_key=KEY) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("REHEARSAL_MODEL", server.model)
        monkeypatch.setenv("REHEARSAL_MODEL_RETRIES", "0")
        yield server


def start(face: Face) -> Face:
    """Into an interview of three questions without follow-ups."""
    face.bring_sample().go("interview")
    face.at.radio(key="brief_length").set_value("quick").run()
    face.at.selectbox(key="brief_count_quick").set_value(3).run()
    face.at.selectbox(key="brief_follow_ups").set_value(0).run()
    return face.press("start")


def session_of(face: Face) -> Session:
    return services().interviews.get(LOCAL_OWNER, str(face.at.query_params["session"]))


def told(face: Face) -> str:
    at = face.at
    kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.warning, at.info, at.error)
    return "\n".join(each.value for kind in kinds for each in kind).replace("\\", "").replace("\u2060", "")


def until(come: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    deadline = time.monotonic() + 30
    while not come():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def finish(face: Face) -> Face:
    """Answer what is left and judge it all."""
    for number in range(10):
        if not face.at.get("bidi_component"):
            break
        face.answer(f"{ANSWER} ({number})", token=f"t.{number}")
        face.healthy()
    services().worker.run_pending()
    return face


# --- while the plan is being written ----------------------------------------------------------------


def test_the_first_question_is_there_while_the_rest_is_written(newcomer: Face, model: ModelServer) -> None:
    face = newcomer()
    services().planning.start()
    with model.held("plan", after=1) as hold:
        start(face)
        face.healthy()
        until(hold.reached.is_set)
        assert session_of(face).is_planning
        assert t("interview_page.ready", "en", n=1, planned=3) in told(face)
        author = labels.judge("llm", "test-model", "", "en")
        assert t("interview_page.asked_by", "en", author=author) in told(face)

        face.answer(ANSWER)
        face.healthy()
        assert [each.value for each in face.at.header] == [t("interview_page.next_being_written", "en")]
        assert t("interview_page.position", "en", n=2, planned=3) in told(face)
        assert not face.at.get("bidi_component")
        # Found again by somebody who comes back.
        face.go("interview")
        face.healthy()
        assert t("interview_page.position", "en", n=2, planned=3) in told(face)
        face.press("continue")
        assert [each.value for each in face.at.header] == [t("interview_page.next_being_written", "en")]
        hold.released.set()
        until(lambda: not session_of(face).is_planning)
    face.at.run()
    face.healthy()
    assert face.box()["key"] == f"{session_of(face).id}.1.0"
    assert "is being written" not in told(face)
    assert not face.at.warning


def test_an_interview_can_be_finished_while_its_next_question_is_written(newcomer: Face, model: ModelServer) -> None:
    face = newcomer()
    services().planning.start()
    with model.held("plan", after=1):
        start(face)
        face.answer(ANSWER)
        face.press("finish").press("finish_yes")
    face.healthy()
    assert t("interview_page.closing", "en") in told(face)
    assert t("interview_page.closing_answered", "en", n=1, planned=3) in told(face)


# --- a model that does not serve --------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["unauthorized", "unknown_model"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_misconfigured_is_told_once_at_the_start(
    newcomer: Face, model: ModelServer, monkeypatch: pytest.MonkeyPatch, reason: str, language: Any
) -> None:
    wrong = ("OPENAI_API_KEY", "sk-wrong") if reason == "unauthorized" else ("REHEARSAL_MODEL", "gone")
    monkeypatch.setenv(*wrong)
    face = start(newcomer("zh-CN" if language == "zh" else "en-GB"))
    face.healthy()
    assert len(face.at.warning) == 1
    assert t("interview_page.stands_in", language) in told(face)
    assert t(f"fallback.{reason}", language) in told(face)
    assert t("interview_page.stands_in_go_on", language) in told(face)
    assert "sk-wrong" not in told(face)
    asked = len(model.requests)
    face.answer(ANSWER)
    face.healthy()
    assert not face.at.warning
    finish(face)
    assert not face.at.warning
    # Nothing more was sent to a server that does not know the key.
    assert len(model.requests) == asked


def test_a_model_that_stops_in_the_middle_is_told_at_the_question_where_it_did(
    newcomer: Face, model: ModelServer
) -> None:
    model.fail("plan", "wrong_count")
    model.fail("plan", "error")
    face = start(newcomer())
    reasons = [turn.question.author.fallback_reason for turn in session_of(face).turns]
    first = next(place for place, reason in enumerate(reasons) if reason)
    assert first > 0
    for place in range(3):
        assert len(face.at.warning) == (place == first), place
        face.answer(f"{ANSWER} {place}", token=f"t.{place}")
    face.healthy()


# --- labels, and judging again ----------------------------------------------------------------------


def test_a_stand_ins_scores_are_labelled_and_judged_again(newcomer: Face, model: ModelServer) -> None:
    face = start(newcomer())
    model.fail("evaluate", "limited", times=2)
    model.fail("summarize", "limited", times=1)
    finish(face)
    services().worker.run_pending()
    session = session_of(face)
    face.go("report", session=session.id)
    face.healthy()
    shown = told(face)
    assert shown.count(labels.stand_in("limited", "en")) == 2
    assert t("pages.by_stand_in", "en", n=2) in shown
    assert t("pages.judge_again_by", "en", judge="test-model") in shown
    assert t("pages.closing_by_stand_in", "en") in shown
    face.press("judge_again")
    services().worker.run_pending()
    face.at.run()
    face.healthy()
    shown = told(face)
    assert "standing in" not in shown
    assert not [each for each in face.at.button if each.key == "judge_again"]
    assert "judged by the model interviewer (test-model), rubric" in shown


def test_without_a_model_the_way_to_one_is_shown(newcomer: Face, model: ModelServer) -> None:
    face = start(newcomer())
    model.fail("evaluate", "limited", times=1)
    session = session_of(finish(face))
    services().choices.choose(LOCAL_OWNER, base_url="", model="")
    face.go("report", session=session.id)
    face.healthy()
    assert t("pages.judge_again_needs_model", "en") in told(face)
    assert not [each for each in face.at.button if each.key == "judge_again"]


def test_a_session_of_two_models_can_be_judged_by_one(newcomer: Face, model: ModelServer) -> None:
    face = start(newcomer())
    face.answer(ANSWER)
    services().worker.run_pending()
    model.model = "another"
    choices = services().choices
    choices.choose(LOCAL_OWNER, base_url=model.base_url, model="another")
    session = session_of(finish(face))
    face.go("report", session=session.id)
    assert t("charts.mixed", "en") in told(face)
    judge = labels.judge("llm", "another", rubric.VERSION, "en")
    assert judge in told(face).replace("\\", "")
    face.press("judge_again")
    services().worker.run_pending()
    face.at.run()
    face.healthy()
    assert t("charts.mixed", "en") not in told(face)


def test_repeated_judgements_show_how_far_they_lay_apart() -> None:
    def words(low: int | None, high: int | None) -> str:
        return labels.interval(Evaluation(score=72, low=low, high=high), "en")

    assert words(68, 77) == "between 68 and 77 when judged repeatedly"
    assert words(72, 72) == "the same when judged repeatedly"
    assert words(None, None) == ""


def test_tokens_and_what_they_cost_are_one_line(
    newcomer: Face, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REHEARSAL_JUDGE_REPEATS", "2")
    face = finish(start(newcomer()))
    session = session_of(face)
    assert "same when judged repeatedly" in told(face.go("report", session=session.id))
    spent = services().interviews.usage(LOCAL_OWNER, session.id)
    line = t("report_page.spent", "en", input=f"{spent.input_tokens:,}", output=f"{spent.output_tokens:,}")
    assert line in told(face)
    assert "cost" not in told(face)
    assert spent.input_tokens > 0


def test_with_prices_a_report_says_what_it_cost(
    newcomer: Face, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REHEARSAL_PRICE_INPUT", "1000")
    monkeypatch.setenv("REHEARSAL_PRICE_OUTPUT", "4000")
    face = finish(start(newcomer()))
    spent = services().interviews.usage(LOCAL_OWNER, session_of(face).id)
    assert spent.cost
    face.go("report", session=session_of(face).id)
    assert t("report_page.cost", "en", cost=f"{spent.cost:.2f}") in told(face)


@pytest.mark.parametrize(
    ("cost", "shown"), [(0.0, "0.00"), (12.345, "12.35"), (0.01, "0.01"), (0.00423, "0.0042"), (1e-7, "0.0000001")]
)
def test_a_small_sum_is_not_nothing(cost: float, shown: str) -> None:
    from pages.parts.spent import amount

    assert amount(cost) == shown


def test_an_offline_report_speaks_of_no_tokens(face: Face) -> None:
    face.bring_sample()
    session = face.hold(answer=ANSWER)
    face.go("report", session=session.id)
    face.healthy()
    assert "tokens" not in told(face)


def test_an_analysis_by_a_stand_in_says_so_and_can_be_made_again(newcomer: Face, model: ModelServer) -> None:
    face = newcomer()
    model.fail("analyze", "error", times=1)
    face.bring_sample()
    services().worker.run_pending()
    face.at.run()
    face.healthy()
    why = t("resume_page.analysed_by_stand_in", "en", reason=labels.fallback("server_error", "en"))
    assert why in told(face)
    face.press("analyze_by_model")
    services().worker.run_pending()
    face.at.run()
    face.healthy()
    assert "standing in" not in told(face)
    assert t("pages.judged_by", "en", judge=labels.judge("llm", "test-model", "1", "en"))[:30] in told(face)
