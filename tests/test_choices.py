"""Which model serves, where its key may go, and that the key is nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from conftest import OWNER, RESUME
from engine.choices import OPENAI, Choice, Choices, of_environment, presets
from engine.errors import BadRequest
from engine.fallback import Breaker
from engine.model import Brief, Interviewer, Resume
from engine.offline import OfflineInterviewer
from engine.serving import Serving
from engine.settings import Settings
from engine.storage import DuckStore, open_store
from engine.wiring import Services, build, endpoint
from support.interviewers import TroubledInterviewer
from support.model_server import ModelServer
from support.waiting import until

HERE = "http://localhost:11434/v1"
KEY = "sk-environment-7d1f"
TYPED = "sk-typed-93ac"


def environment(base_url: str = "", model: str = "", key: str = "", price: float | None = None) -> Choice:
    return of_environment(base_url=base_url, model=model, key=SecretStr(key), price_input=price, price_output=price)


def key_of(choice: Choice) -> tuple[str, str]:
    return choice.key.get_secret_value(), choice.key_source


# --- what is chosen ---------------------------------------------------------------------------------


def test_a_key_alone_chooses_nothing(store: DuckStore) -> None:
    choice = Choices(store, environment(key=KEY)).current(OWNER)
    assert (choice.model, choice.source) == ("", "environment")


def test_the_page_wins_over_the_environment_is_kept_and_can_be_forgotten(store: DuckStore) -> None:
    told: list[int] = []
    choices = Choices(store, environment(model="m-env", price=1), lambda: told.append(1))
    assert choices.current(OWNER).model == "m-env"
    chosen = choices.choose(OWNER, base_url=f" {HERE}/ ", model=" qwen3:8b ", price_input=0.5, price_output=2)
    assert (chosen.base_url, chosen.model, chosen.source) == (HERE, "qwen3:8b", "page")
    assert chosen.cost(1_000_000, 500_000) == 1.5
    again = Choices(open_again(store), environment(model="m-env"))
    assert again.current(OWNER) == chosen
    assert again.current("someone else").model == "m-env"
    offline = again.choose(OWNER, base_url="", model="")
    assert (offline.model, offline.source, offline.base_url) == ("", "page", OPENAI)
    assert again.forget(OWNER).model == "m-env"
    assert told == [1]


def open_again(store: DuckStore) -> DuckStore:
    store.close()
    return open_store(store.path)


def test_a_cost_needs_both_prices() -> None:
    assert Choice(price_input=1).cost(5, 5) is None
    assert Choice(price_input=0, price_output=0).cost(5, 5) == 0


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("base_url", {"base_url": "localhost:8080"}),
        ("base_url", {"base_url": "ftp://localhost/v1"}),
        ("base_url", {"base_url": "http://me:secret@localhost/v1"}),
        ("base_url", {"base_url": "http://localhost/v1?key=secret"}),
        ("base_url", {"base_url": "http://local host/v1"}),
        ("base_url", {"base_url": "http://localhost:999999/v1"}),
        ("base_url", {"base_url": "http://[::1/v1"}),
        ("base_url", {"base_url": "http://localhost/" + "x" * 300}),
        ("model", {"model": "sk-pasted-into-the-wrong-field"}),
        ("model", {"model": "two words"}),
        ("model", {"model": "a\x07"}),
        ("api_key", {"key": SecretStr("two words")}),
        ("api_key", {"key": SecretStr("schlüssel")}),
        ("api_key", {"key": SecretStr("a\nb")}),
        ("price", {"price_input": -1.0}),
        ("price", {"price_output": float("nan")}),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(store: DuckStore, field: str, given: dict[str, object]) -> None:
    choices = Choices(store, environment())
    with pytest.raises(BadRequest) as refused:
        choices.choose(OWNER, **{"base_url": HERE, "model": "m", **given})  # type: ignore[arg-type]
    assert refused.value.params == {"field": field}
    assert choices.current(OWNER).model == ""


def test_the_presets_are_whole() -> None:
    assert [each.key for each in presets()] == ["openai", "ollama", "llama_cpp", "vllm", "dashscope", "deepseek"]
    for each in presets():
        assert each.base_url.startswith("https://" if each.needs_key else "http://localhost")
        assert each.name
        assert each.model
    assert presets()[0].base_url == OPENAI


# --- keys -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "chosen", "sent"),
    [
        ("", OPENAI, True),
        ("", "", True),
        ("", HERE, False),
        (f"{HERE}/", HERE, True),
        (HERE, OPENAI, False),
        (HERE, "http://localhost:11434", False),
        ("", "https://api.openai.com.example/v1", False),
        ("", "http://api.openai.com/v1", False),
    ],
)
def test_the_environments_key_goes_to_its_own_server_alone(
    store: DuckStore, theirs: str, chosen: str, sent: bool
) -> None:
    choices = Choices(store, environment(theirs, key=KEY))
    assert key_of(choices.choose(OWNER, base_url=chosen, model="m")) == ((KEY, "environment") if sent else ("", ""))
    assert key_of(choices.candidate(OWNER, base_url=chosen, model="m"))[0] == (KEY if sent else "")


def test_a_typed_key_is_for_the_server_it_was_typed_for(store: DuckStore) -> None:
    choices = Choices(store, environment(key=KEY))
    assert key_of(choices.choose(OWNER, base_url=HERE, model="m", key=SecretStr(f" {TYPED} "))) == (TYPED, "page")
    assert key_of(choices.choose(OWNER, base_url="http://localhost:1/v1", model="m")) == ("", "")
    assert key_of(choices.choose(OWNER, base_url=HERE, model="other")) == (TYPED, "page")
    assert key_of(choices.choose(OWNER, base_url=OPENAI, model="m")) == (KEY, "environment")
    assert key_of(choices.current("someone else")) == (KEY, "environment")
    choices.choose(OWNER, base_url=OPENAI, model="m", key=SecretStr(TYPED))
    assert key_of(choices.current(OWNER)) == (TYPED, "page")
    assert key_of(choices.choose(OWNER, base_url=HERE, model="m", key=SecretStr(""))) == ("", "")
    assert key_of(choices.choose(OWNER, base_url=HERE, model="m")) == ("", "")
    choices.forget(OWNER)
    assert key_of(choices.choose(OWNER, base_url=OPENAI, model="m")) == (KEY, "environment")


def test_a_candidate_is_not_kept(store: DuckStore) -> None:
    choices = Choices(store, environment())
    assert key_of(choices.candidate(OWNER, base_url=HERE, model="m", key=SecretStr(TYPED))) == (TYPED, "page")
    assert choices.current(OWNER).model == ""
    assert key_of(choices.choose(OWNER, base_url=HERE, model="m")) == ("", "")


# --- who serves -------------------------------------------------------------------------------------


class Made:
    """Counts the interviewers made of choices."""

    def __init__(self) -> None:
        self.of: list[str] = []

    def __call__(self, choice: Choice) -> Interviewer:
        if choice.model == "broken":
            raise ImportError("no such library")
        self.of.append(choice.model)
        return TroubledInterviewer()


def test_sessions_keep_the_kind_of_interviewer_they_began_with(store: DuckStore) -> None:
    made, breaker = Made(), Breaker()
    choices = Choices(store, environment())
    serving = Serving(OfflineInterviewer(), choices, made, OWNER, breaker)
    assert (serving.name, serving.chosen().name, serving.named("offline").name) == ("offline",) * 3
    lost = serving.named("llm")  # begun with a model, and none is chosen now
    assert lost.name == "llm"
    assert {each.author.fallback_reason for each in lost.plan(_resume(), Brief(question_count=3))} == {"no_model"}
    assert made.of == []

    choices.choose(OWNER, base_url=HERE, model="a")
    assert (serving.name, serving.chosen().name, serving.named("offline").name) == ("llm", "llm", "offline")
    serving.named("llm")
    assert made.of == ["a"]  # made once
    breaker.failed("unauthorized")
    choices.choose(OWNER, base_url=HERE, model="b")
    serving.chosen()
    assert made.of == ["a", "b"]
    assert breaker.reason == ""
    breaker.failed("unauthorized")
    serving.try_again()
    assert breaker.reason == ""


def test_a_model_that_cannot_be_set_up_stops_nothing(store: DuckStore, caplog: pytest.LogCaptureFixture) -> None:
    choices = Choices(store, environment(model="broken"))
    serving = Serving(OfflineInterviewer(), choices, Made(), OWNER, Breaker())
    assert len(list(serving.chosen().plan(_resume(), Brief(question_count=3)))) == 3
    assert "no such library" in caplog.text


def test_without_a_stand_in_the_model_serves_alone(store: DuckStore) -> None:
    choices = Choices(store, environment(model="m"))
    serving = Serving(OfflineInterviewer(), choices, Made(), OWNER, Breaker(), stands_in=False)
    assert isinstance(serving.chosen(), TroubledInterviewer)


def _resume() -> Resume:
    return Resume(text=RESUME.decode())


# --- the whole program ------------------------------------------------------------------------------


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """As an environment with a key for OpenAI has it."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    built = build(Settings(database=tmp_path / "rehearsal.duckdb", retry_seconds=0, model_retries=0))
    yield built
    built.close()


def interview(program: Services) -> str:
    resume_id = program.library.add(OWNER, "robin.txt", RESUME).resume.id
    assert resume_id is not None
    session = program.interviews.start(OWNER, resume_id, Brief(question_count=3, follow_ups=1))
    while session.current is not None:
        session = program.interviews.answer(OWNER, session.id, session.current.index, "I measured it, then 120 ms.")
    program.worker.run_pending()
    return session.id


def test_a_key_for_openai_reaches_no_other_server(
    program: Services, model: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    program.choices.choose(OWNER, base_url=model.base_url, model=model.model)
    session_id = interview(program)
    found = program.test_connection(OWNER, base_url=model.base_url, model=model.model)
    assert found.reachable
    assert not found.failure
    assert model.requests
    assert all(KEY not in str(request) for request in model.requests)
    report = program.interviews.report(OWNER, session_id)
    assert report.session.interviewer == "llm"
    assert not report.stand_in
    nowhere(KEY, program, caplog)


def test_a_typed_key_is_sent_and_written_nowhere(
    program: Services, model: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model.api_key = TYPED
    found = program.test_connection(OWNER, base_url=model.base_url, model=model.model, key=SecretStr(TYPED))
    assert not found.failure
    assert program.test_connection(OWNER, base_url=model.base_url, model=model.model).failure == "unauthorized"
    program.choices.choose(OWNER, base_url=model.base_url, model=model.model, key=SecretStr(TYPED))
    session_id = interview(program)
    report = program.interviews.report(OWNER, session_id)
    assert not report.stand_in
    assert report.spent is not None
    assert report.spent.calls >= 5
    assert report.spent.input_tokens > report.spent.output_tokens > 0
    nowhere(TYPED, program, caplog)


def nowhere(key: str, program: Services, caplog: pytest.LogCaptureFixture) -> None:
    """The key is neither in the logs, nor printed with any object, nor in the database's files."""
    choice = program.choices.current(OWNER)
    for shown in (caplog.text, repr(choice), str(choice), choice.model_dump_json(), repr(program)):
        assert key not in shown
    assert key not in repr(endpoint(program.settings, choice))
    folder = program.store.path.parent
    program.close()
    for file in folder.iterdir():
        assert key.encode() not in file.read_bytes(), file


def test_a_wrong_key_is_told_once_and_a_good_test_ends_the_pause(
    program: Services, model: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    model.api_key = TYPED
    program.choices.choose(OWNER, base_url=model.base_url, model=model.model)
    session_id = interview(program)
    assert program.interviews.get(OWNER, session_id).plan_fallback == "unauthorized"
    assert caplog.text.count("the interviewer does not") == 1
    program.test_connection(OWNER, base_url=model.base_url, model=model.model, key=SecretStr(TYPED))
    program.choices.choose(OWNER, base_url=model.base_url, model=model.model, key=SecretStr(TYPED))
    program.interviews.judge_again(OWNER, session_id)
    program.worker.run_pending()
    assert not program.interviews.report(OWNER, session_id).stand_in


def test_the_worker_has_more_threads_while_a_model_serves(program: Services, model: ModelServer) -> None:
    program.worker.start()
    assert program.worker.threads == 1
    program.choices.choose(OWNER, base_url=model.base_url, model=model.model)
    assert program.worker.threads == 8
    assert program.readiness().interviewer == "llm"
    program.choices.forget(OWNER)
    until(lambda: program.worker.threads == 1)
    assert program.readiness().interviewer == "offline"


def test_a_budget_ends_the_calls_and_not_the_interview(
    tmp_path: Path, model: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        database=tmp_path / "b.duckdb", model=model.model, openai_base_url=model.base_url, session_tokens=1,
        price_input=10, price_output=100,
    )  # fmt: skip
    program = build(settings)
    session_id = interview(program)
    spent = program.interviews.usage(OWNER, session_id)
    assert spent.cost == pytest.approx((spent.input_tokens * 10 + spent.output_tokens * 100) / 1_000_000)
    reasons = {
        turn.evaluation.provenance.fallback_reason
        for turn in program.interviews.get(OWNER, session_id).turns
        if turn.evaluation
    }
    assert reasons == {"budget"}
    assert {request.call for request in model.requests} <= {"plan", "analyze"}
    program.close()
