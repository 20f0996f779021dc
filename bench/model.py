"""What a model costs in time and tokens, against a simulated endpoint on loopback.

The endpoint takes 0.5 s to its first token and writes 60 tokens a second: 180 for a question with its key points, 220
for an evaluation, 180 for a summary. Beside each figure stands the all-in-one design measured in the same run: one call
for all questions, one that judges all answers and closes the session after the end.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from bench.rows import Row, row
from engine.auth import LOCAL_OWNER
from engine.model import Answer, Brief, Session, SessionStatus
from engine.settings import Settings
from engine.wiring import Services, build
from scripts.harness import ROOT, Server, chromium

sys.path.append(str(ROOT / "tests"))  # the endpoint is the one that the tests use

from support.all_in_one import all_judging, all_questions
from support.faulty_interviews import EVERY_CALL, interview
from support.model_calls import QUESTION, RESUME
from support.model_calls import report as a_report
from support.model_faults import Fault
from support.model_server import ModelServer, Pace

QUESTIONS: Final = 10
_PACE: Final = Pace(first_token=0.5, tokens_per_second=60)
_OVERHEAD_RUNS: Final = 40
_ANSWER: Final = (
    "When I joined, the tracking page was the slowest part of the product and nobody knew why. I measured each request "
    "for a week and found that the page ran eleven queries, of which one read the whole table of parcel events. I "
    "considered a cache first, but the figures have to be right at once, so I added an index on parcel and time and "
    "merged the queries into two. A colleague reviewed it, we tried it with one customer for three days, and then we "
    "released it to all. The 95th percentile fell from 900 to 120 milliseconds, and support had a third fewer calls "
    "about it. Looking back I would have agreed on a target before I began, because we argued later about enough."
)


def report_latency() -> list[Row]:
    """From the last of ten answers to the report, beside judging all of them in one call after the end."""
    with ModelServer(_PACE) as server, _served(server) as services:
        session = _answered(services, _begun(services))
        took = _timed(lambda: _until_evaluated(services, session))
        report = services.interviews.report(LOCAL_OWNER, session.id)
        pairs = [(turn.question, turn.answer) for turn in report.session.turns if turn.answer]
        one = _timed(lambda: _interviewer(services).evaluate(*pairs[0]))
        closing = _timed(lambda: _interviewer(services).summarize(report))
        _, judging = _posted(server, all_judging(pairs))
    floor = one + closing
    reach = f"<= 1.2 x {floor:.2f} s, <= 1/4 of the other"
    return [
        row("report_latency", took, "s", baseline=judging, reach=reach, met=took <= 1.2 * floor and took * 4 <= judging)
    ]


def llm_tokens() -> list[Row]:
    """Tokens of plan, ten evaluations and summary, beside one call for all questions and one for all judging."""
    with ModelServer() as server, _served(server) as services:
        session = _answered(services, _begun(services))
        _until_evaluated(services, session)
        spent = services.interviews.usage(LOCAL_OWNER, session.id)
        report = services.interviews.report(LOCAL_OWNER, session.id)
        pairs = [(turn.question, turn.answer) for turn in report.session.turns if turn.answer]
        planned, _ = _posted(server, all_questions(RESUME, QUESTIONS))
        judged, _ = _posted(server, all_judging(pairs))
        with_resume = {request.call for request in server.requests if "Alder & Finch" in request.text}
    read = planned["prompt_tokens"] + judged["prompt_tokens"]
    written = planned["completion_tokens"] + judged["completion_tokens"]
    sent = len(with_resume - {"plan", "analyze", "all_questions"})
    return [
        row(
            "llm_tokens_input", spent.input_tokens, "tokens", baseline=read,
            reach="<= 2 x", met=spent.input_tokens <= 2 * read,
        ),
        row(
            "llm_tokens_output", spent.output_tokens, "tokens", baseline=written,
            reach="<= 1.2 x", met=spent.output_tokens <= 1.2 * written,
        ),
        row("llm_tokens_resume", sent, "calls", reach="0 but plan and analysis send it", met=not sent),
    ]  # fmt: skip


def first_question() -> list[Row]:
    """From pressing Start to the first question in the browser, beside waiting for the whole plan."""
    with ModelServer(_PACE) as server, tempfile.TemporaryDirectory() as folder:
        chosen = {"OPENAI_BASE_URL": server.base_url, "REHEARSAL_MODEL": server.model}
        database = Path(folder) / "first.duckdb"
        with _served(server, database) as services:
            resume = services.library.add(LOCAL_OWNER, "robin.txt", RESUME.text.encode()).resume
        with Server(database, environment=chosen) as running, sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium())
            page = browser.new_page()
            page.goto(f"{running.url}/interview?resume={resume.id}")
            start = page.locator(".st-key-start button")
            start.wait_for()
            page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
            page.wait_for_timeout(1500)
            began = time.perf_counter()
            start.click()
            page.locator("textarea#answer").wait_for(timeout=120_000)
            took = time.perf_counter() - began
            browser.close()
        planned = server.of("plan")[0].body["messages"]
        assert "Write 8 questions" in str(planned), "the brief's usual length is 8 questions"
        whole = _timed(lambda: _posted(server, all_questions(RESUME, 8)))
    return [row("first_question", took, "s", baseline=whole, reach="<= 1/4 of the whole plan", met=took * 4 <= whole)]


def faults() -> list[Row]:
    """Interviews with every fault of the endpoint at every call: how many do not complete with all labelled."""
    wrong = []
    for fault in Fault:
        for call in EVERY_CALL:
            with tempfile.TemporaryDirectory() as folder:
                if amiss := interview(Path(folder), call, fault):
                    wrong.append((fault, call, amiss))
    for each in wrong:
        print("faults:", *each)
    held = len(Fault) * len(EVERY_CALL)
    return [row("faults", len(wrong), "amiss", reach=f"0 of {held} interviews", met=not wrong)]


def llm_overhead() -> list[Row]:
    """Milliseconds of a call that are the engine's: warm median over an endpoint that answers at once."""
    with ModelServer() as server, _served(server) as services:
        interviewer = _interviewer(services)
        made = a_report()
        answer = Answer(text=_ANSWER)
        calls: Mapping[str, Any] = {
            "plan": lambda: list(interviewer.plan(RESUME, Brief(question_count=QUESTIONS))),
            "follow_up": lambda: interviewer.follow_up(QUESTION, answer, ()),
            "evaluate": lambda: interviewer.evaluate(QUESTION, answer),
            "summarize": lambda: interviewer.summarize(made),
        }
        bodies = {}
        found = []
        for name, call in calls.items():
            call()
            bodies[name] = json.loads(json.dumps(dict(server.of(name)[-1].body)))
            own = statistics.median(_timed(call) for _ in range(_OVERHEAD_RUNS))
            bare = statistics.median(
                _timed(lambda name=name: _drained(server, bodies[name])) for _ in range(_OVERHEAD_RUNS)
            )
            found.append(
                row(
                    f"llm_overhead_{name}",
                    (own - bare) * 1000,
                    "ms",
                    baseline=bare * 1000,
                    reach="told, not bounded",
                    met=True,
                )
            )
    return found


# --- the parts -------------------------------------------------------------------------------------


@contextmanager
def _served(server: ModelServer, database: Path | None = None) -> Iterator[Services]:
    """The program with the endpoint's model, working in the background."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database=database or Path(folder) / "model.duckdb",
            openai_base_url=server.base_url,
            model=server.model,
            create_limit="",
            answer_limit="",
        )
        services = build(settings)
        services.interviewers.chosen()  # its library takes a second to load, which a server does at its start
        services.start()
        try:
            yield services
        finally:
            services.close()


def _interviewer(services: Services) -> Any:
    return services.interviewers.chosen()


def _begun(services: Services) -> Session:
    resume = services.library.add(LOCAL_OWNER, "robin.txt", RESUME.text.encode()).resume
    assert resume.id is not None
    brief = Brief(question_count=QUESTIONS, follow_ups=0)
    return services.interviews.start(LOCAL_OWNER, resume.id, brief, wait=False)


def _answered(services: Services, session: Session) -> Session:
    """Answer as soon as there is a question: faster than anybody types, so that all judging is still to do."""
    number = 0
    while session.is_open:
        if session.current is None:
            time.sleep(0.02)
            session = services.interviews.get(LOCAL_OWNER, session.id)
            continue
        number += 1
        session = services.interviews.answer(LOCAL_OWNER, session.id, session.current.index, f"{_ANSWER} ({number})")
    return session


def _until_evaluated(services: Services, session: Session) -> None:
    deadline = time.monotonic() + 300
    while not services.interviews.is_judged(LOCAL_OWNER, session.id):
        if time.monotonic() > deadline:
            raise TimeoutError("the session is not judged")
        time.sleep(0.02)
    assert services.interviews.get(LOCAL_OWNER, session.id).status is SessionStatus.EVALUATED


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _post(server: ModelServer, body: Mapping[str, Any]) -> Any:
    request = urllib.request.Request(
        f"{server.base_url}/chat/completions",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": "Bearer none"},
    )
    return urllib.request.urlopen(request, timeout=300)


def _posted(server: ModelServer, body: Mapping[str, Any]) -> tuple[dict[str, int], float]:
    """What the reply took in tokens, and in seconds."""
    began = time.perf_counter()
    with _post(server, body) as answer:
        usage = json.loads(answer.read())["usage"]
    return usage, time.perf_counter() - began


def _drained(server: ModelServer, body: Mapping[str, Any]) -> None:
    with _post(server, body) as answer:
        answer.read()
