"""A plan, question by question, while the model is still writing it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

from engine import rubric
from engine.errors import InterviewerError
from engine.llm.asking import Asker, Spent, Task
from engine.llm.endpoint import Method
from engine.llm.failures import Invalid, Unsupported, failed
from engine.llm.fence import fenced, one_line
from engine.llm.gate import Gate, mix
from engine.llm.prompting import LANGUAGES, prompt
from engine.llm.replies import Plan, schema_of
from engine.model import Brief, Language, Level, Profile, Provenance, Question, Resume
from engine.resume import profile

_TOKENS_A_QUESTION, _TOKENS_BESIDES = 600, 1_500  # room for a model that thinks before it writes
_LONGEST_RESUME, _LONGEST_JOB, _LONGEST_ROLE = 16_000, 6_000, 120
_MOST_BEFORE, _LONGEST_BEFORE = 40, 160
_ROUNDS: Final = 2  # calls of the model for one plan: the second asks for what the first left open
_SHARES: Final[Mapping[Level, Sequence[int]]] = {"junior": (50, 40, 10), "mid": (30, 50, 20), "senior": (15, 50, 35)}
_WORDS: Final[Mapping[Level, str]] = {
    "junior": "beginning, up to two years",
    "mid": "some years of practice",
    "senior": "senior, answers for others' work",
}
_HOPELESS: Final = frozenset({"unauthorized", "unknown_model", "limited", "budget"})


def language_for(understood: Profile, brief: Brief) -> Language:
    """The language to ask in: the brief's, else the resume's, else English."""
    if brief.language is not None:
        return brief.language
    return "zh" if understood.language == "zh" else "en"


def plan(asker: Asker, resume: Resume, brief: Brief) -> Iterator[Question]:
    """Yield ``brief.question_count - len(brief.asked)`` questions, each as soon as the model has written it.

    Raises:
        InterviewerError: the model did not write enough that can be asked. What was yielded stays good.
    """
    gate = Gate(resume, brief, language_for(profile(resume.text), brief))
    if not gate.missing:
        return
    work = _Planning(asker, resume, brief, gate)
    for method in asker.methods():
        done = yield from work.by(method)
        if done:
            return
    raise work.failure or failed("invalid_reply")


class _Planning:
    """One plan being written."""

    def __init__(self, asker: Asker, resume: Resume, brief: Brief, gate: Gate) -> None:
        self._asker, self._resume, self._brief, self._gate = asker, resume, brief, gate
        self._language = language_for(profile(resume.text), brief)
        self._schema = schema_of(Plan, "plan")
        self._version = prompt("plan").version(self._schema)
        self.failure: InterviewerError | None = None

    def by(self, method: Method) -> Generator[Question, None, bool]:
        """Yield what the model writes by one method; returns True where the plan is full, False to try another method.

        Raises:
            InterviewerError: trying another method would not help.
        """
        why: Invalid | None = None
        for _ in range(_ROUNDS):
            before = len(self._gate.passed)
            try:
                yield from self._round(method, why)
                why = None
            except Unsupported as refusal:
                self._asker.connection.refuse(refusal.feature)
                return False
            except Invalid as error:
                why, self.failure = error, failed("invalid_reply")
            except InterviewerError as error:
                self.failure = error
                # What was not answered at all will not be answered a second later.
                came = len(self._gate.passed) > before or error.reason == "cut"
                if error.reason in _HOPELESS or not came:
                    raise
            if len(self._gate.passed) > 0:
                self._asker.connection.prove(method)
            if not self._gate.missing:
                return True
            if why is None and self._gate.refused and len(self._gate.passed) == before:
                why = Invalid("; ".join(dict.fromkeys(self._gate.refused[-3:])))
        if self._gate.passed or self._asker.connection.proven == method:
            raise self.failure or failed("invalid_reply")
        return False

    def _round(self, method: Method, why: Invalid | None) -> Iterator[Question]:
        spent = Spent()
        author = Provenance(
            interviewer="llm",
            model=self._asker.connection.endpoint.model,
            prompt_version=self._version,
            rubric_version=rubric.VERSION,
        )
        task = self._task()
        if self._asker.connection.streams:
            with closing(self._asker.items(task, method, why, spent)) as items:
                yield from self._admitted(items, author)
        else:
            whole = self._asker.once(task, method, why, spent)
            yield from self._admitted(iter(whole), author)

    def _admitted(self, items: Iterator[Mapping[str, Any]], author: Provenance) -> Iterator[Question]:
        surplus = 0
        for item in items:
            question = self._gate.admit(item, author)
            if question is not None:
                yield question
            elif not self._gate.missing:
                # The end of a full plan is read for the count of its tokens; a model that goes on is left alone.
                surplus += 1
                if surplus > 1:
                    return

    def _task(self) -> Task[list[Mapping[str, Any]]]:
        gate, brief, place = self._gate, self._brief, self._asker.connection.endpoint
        basic, intermediate, expert = mix(gate.missing, _SHARES[brief.level])
        before = [*gate.texts, *brief.asked, *brief.recent_questions][:_MOST_BEFORE]
        avoid = "\n".join(one_line(text, _LONGEST_BEFORE) for text in before)
        messages = prompt("plan").render(
            language=LANGUAGES[self._language],
            role=fenced(brief.target_role, _LONGEST_ROLE, "position") + "\n" if brief.target_role.strip() else "",
            level=_WORDS[brief.level],
            resume=fenced(self._resume.text, _LONGEST_RESUME, "resume"),
            job=fenced(brief.job_description, _LONGEST_JOB, "job") + "\n" if brief.job_description.strip() else "",
            avoid=f"Asked before, ask something else:\n{fenced(avoid, 8_000, 'asked')}\n" if avoid else "",
            count=str(gate.missing),
            own=str(gate.own_missing),
            behavioural=str(gate.behavioural_missing),
            basic=str(basic),
            intermediate=str(intermediate),
            expert=str(expert),
        )
        return Task(
            call="plan",
            messages=messages,
            schema=self._schema,
            read=_listed,
            tokens=_TOKENS_BESIDES + _TOKENS_A_QUESTION * gate.missing,
            seconds=place.seconds,
            retries=place.retries,
        )


def _listed(reply: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    questions = reply.get("questions")
    if not isinstance(questions, list):
        raise ValueError("questions: a list of questions is needed")
    return [each for each in questions if isinstance(each, dict)]
