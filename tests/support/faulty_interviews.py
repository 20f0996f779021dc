"""A whole interview with a model whose endpoint goes wrong, and what is amiss with its outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from engine.auth import LOCAL_OWNER
from engine.fallback import Breaker, Fallback
from engine.llm import Endpoint, LLMInterviewer
from engine.model import Brief, Provenance, SessionStatus, WorkStatus
from engine.offline import OfflineInterviewer, says_nothing
from support.model_calls import RESUME
from support.model_faults import Fault
from support.model_server import ModelServer
from support.server import assemble

ANSWER: Final = (
    "First I measured where the time went and saw that every lookup read the whole table. I added an index on the "
    "parcel number, and the 95th percentile fell from 900 ms to 120 ms. Next time I would measure earlier."
)
EVERY_CALL: Final = ("plan", "follow_up", "evaluate", "summarize", "analyze")
QUESTIONS: Final = 3
_SHORT: Final = {"seconds": 0.5, "silence_seconds": 0.5, "follow_up_seconds": 0.5, "connect_seconds": 0.5, "retries": 0}
_LONG: Final = {"seconds": 20.0, "silence_seconds": 20.0, "follow_up_seconds": 20.0, "retries": 0}
_WAITED_FOR: Final = frozenset({Fault.HANG, Fault.SILENT, Fault.SLOW})


def interview(folder: Path, call: str, fault: Fault) -> list[str]:
    """Hold an interview of ``QUESTIONS`` in which every request of ``call`` meets ``fault``; what is wrong with it.

    Empty where it completed: every question asked and answered, every answer scored, the session summed up, the
    resume analysed, and each of these labelled by who gave it.
    """
    with ModelServer(retry_after="0.01", drip_seconds=0.01) as server:
        server.fail(call, fault)
        limits = _SHORT if fault in _WAITED_FOR else _LONG
        endpoint = Endpoint(base_url=server.base_url, model=server.model, **limits)
        model = LLMInterviewer(endpoint, contentless=says_nothing)
        services = assemble(folder, Fallback(model, OfflineInterviewer(), Breaker()))
        try:
            resume = services.library.add(LOCAL_OWNER, "robin.txt", RESUME.text.encode()).resume
            assert resume.id is not None
            brief = Brief(question_count=QUESTIONS, follow_ups=1)
            session = services.interviews.start(LOCAL_OWNER, resume.id, brief)
            while session.current is not None:
                session = services.interviews.answer(LOCAL_OWNER, session.id, session.current.index, ANSWER)
            services.worker.run_pending()
            report = services.interviews.report(LOCAL_OWNER, session.id)
            analysis = services.library.analysis(LOCAL_OWNER, resume.id)
        finally:
            services.close()
    amiss = []
    done = report.session
    mains = [turn for turn in done.turns if not turn.follow_up]
    if len(mains) != QUESTIONS or report.answered != QUESTIONS:
        amiss.append(f"{len(mains)} main questions, {report.answered} answered")
    if done.status is not SessionStatus.EVALUATED:
        amiss.append(f"the session is {done.status}")
    if done.summary is None or not done.summary.overall_feedback:
        amiss.append("no summary")
    else:
        amiss += _unlabelled("summary", done.summary.provenance)
    if analysis.status is not WorkStatus.COMPLETED or analysis.analysis is None:
        amiss.append("no analysis")
    else:
        amiss += _unlabelled("analysis", analysis.analysis.provenance)
    for turn in done.turns:
        if turn.evaluation is None or turn.evaluation.score is None:
            amiss.append(f"question {turn.index} is not scored")
        else:
            amiss += _unlabelled(f"score {turn.index}", turn.evaluation.provenance)
        amiss += _unlabelled(f"question {turn.index}", turn.question.author)
    return amiss


def _unlabelled(what: str, by: Provenance) -> list[str]:
    """A model's work names the model; a stand-in's says why it stood in."""
    if by.interviewer == "llm" and by.model and not by.fallback_reason:
        return []
    if by.interviewer == "offline" and by.fallback_reason:
        return []
    return [f"{what} is by {by.interviewer!r}, model {by.model!r}, reason {by.fallback_reason!r}"]
