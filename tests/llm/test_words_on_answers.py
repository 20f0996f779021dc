"""Follow-ups, closing words and analyses: what code checks of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engine.llm import LLMInterviewer
from engine.llm.analysing import _read as read_analysis
from engine.llm.closing import _read as read_closing
from engine.llm.following import _fit
from engine.llm.quotes import Source
from engine.model import Answer, Question, Resume
from engine.report import build
from support.model_calls import ANSWER, QUESTION, RESUME, Book, do, report
from support.model_server import Fault, ModelServer
from support.sessions import session, turn

Make = Callable[..., LLMInterviewer]

# --- follow-ups -------------------------------------------------------------------------------------


def test_a_follow_up_as_it_is_asked(server: ModelServer, make: Make) -> None:
    found = make(server).follow_up(QUESTION, ANSWER, ())
    assert found is not None
    assert found.is_follow_up
    assert found.key_points == (QUESTION.key_points[0],)
    assert found.reference_answer == QUESTION.reference_answer
    assert (found.category, found.type, found.difficulty) == (QUESTION.category, QUESTION.type, QUESTION.difficulty)
    assert found.author.interviewer == "llm"
    assert found.author.output_tokens > 0
    assert found.reason


@pytest.mark.parametrize("text", ["", "skip", "I don't know"])
def test_rules_come_first(server: ModelServer, make: Make, text: str) -> None:
    assert make(server).follow_up(QUESTION, Answer(text=text), ()) is None
    assert make(server).follow_up(Question(text="Why this job?"), ANSWER, ()) is None
    probed = Question(text="And then?", key_points=QUESTION.key_points, is_follow_up=True)
    assert make(server).follow_up(QUESTION, ANSWER, (probed,)) is None
    assert not server.requests


def test_only_points_that_were_not_probed_are_offered(server: ModelServer, make: Make) -> None:
    probed = Question(text="What did it show?", key_points=QUESTION.key_points[:1], is_follow_up=True)
    found = make(server).follow_up(QUESTION, ANSWER, (probed,))
    assert found is not None
    assert found.key_points == (QUESTION.key_points[1],)
    assert "What did it show?" in server.requests[0].text


@pytest.mark.parametrize("point", [0, 99, -1])
def test_no_point_no_question(server: ModelServer, make: Make, point: int) -> None:
    server.writer.follow_up = lambda body: {"point": point, "question": "Why?"}  # type: ignore[method-assign]
    assert make(server).follow_up(QUESTION, ANSWER, ()) is None


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("You said “the p95 fell to 120 ms”. How do you know?", True),
        ("You said “THE P95  fell”. How do you know?", True),
        ("You said “I founded the company”. How?", False),
        ("Was there a measurement before that change?", False),  # the wording of a key point
        ("Did traces show that each lookup scanned the whole table?", False),  # the reference answer's
        ("What made the tracking page of Northwind Parcel so slow?", False),  # asked before
        ("How would somebody else have noticed?", True),
        ("", False),
        ("How " + "very " * 100 + "so?", False),
        ("How did you notice? And whom did you tell?", True),
    ],
)
def test_what_may_be_asked_of_an_answer(written: str, asked: bool) -> None:
    assert (_fit(written, QUESTION, ANSWER, ()) is not None) is asked


def test_one_thing_is_asked_and_no_markup_kept() -> None:
    assert (
        _fit("<b>How did you notice</b> it? And whom did you tell?", QUESTION, ANSWER, ()) == "How did you notice it?"
    )


def test_a_follow_up_is_not_repeated() -> None:
    before = (Question(text="How would somebody else have noticed it?", is_follow_up=True),)
    assert _fit("How would somebody else notice it?", QUESTION, ANSWER, before) is None


@pytest.mark.parametrize("fault", [Fault.FOREIGN_QUOTE, Fault.OUT_OF_RANGE])
def test_a_follow_up_that_cannot_be_asked_is_none(server: ModelServer, make: Make, fault: Fault) -> None:
    server.fail("*", fault)
    assert make(server).follow_up(QUESTION, ANSWER, ()) is None


# --- closing words ----------------------------------------------------------------------------------


def test_a_summary_as_it_is_stored(server: ModelServer, make: Make, book: Book) -> None:
    found = make(server).summarize(report())
    assert found.overall_feedback
    assert found.strengths == ("You say what you did: “Every lookup read the whole table”",)
    assert found.improvements
    assert found.provenance.interviewer == "llm"
    assert found.provenance.input_tokens + found.provenance.output_tokens == book.spent


def test_a_summary_is_drawn_from_scores_feedback_and_quotes_alone(server: ModelServer, make: Make) -> None:
    make(server).summarize(report())
    text = server.requests[0].text
    assert "Score 37 of 100, 2 of 3 questions answered." in text
    assert "70: You found the cause." in text
    assert "skipped" in text
    assert "First I measured where the time went" not in text
    assert "Robin Vale" not in text


def test_nothing_answered_needs_no_model(server: ModelServer, make: Make) -> None:
    found = make(server).summarize(build(session([turn(0, score=0, text=""), turn(1, text=None)])))
    assert "No question was answered" in found.overall_feedback
    assert found.provenance.interviewer == "llm"
    assert not server.requests


def closing(**fields: Any) -> dict[str, Any]:
    strengths = [
        {"text": "You look before you act.", "quote": "first i measured where the time went"},
        {"text": "You lead", "quote": "I founded the company"},
        {"text": "You are brave"},
    ]
    return {"overall_feedback": "Good.", "strengths": strengths, "improvements": ["Name it."] * 9, **fields}


def test_a_strength_without_the_candidates_words_is_left_out() -> None:
    found = read_closing("en", Source(ANSWER.text), closing())
    assert found.strengths == ("You look before you act: “First I measured where the time went”",)
    assert found.improvements == ("Name it.",)


@pytest.mark.parametrize("fields", [{"overall_feedback": ""}, {"strengths": None}, {"improvements": 3}])
def test_closing_words_that_are_no_words(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_closing("en", Source(ANSWER.text), closing(**fields))


# --- analyses ---------------------------------------------------------------------------------------


def test_an_analysis_as_it_is_stored(server: ModelServer, make: Make) -> None:
    found = make(server).analyze(RESUME)
    assert found.overall_score == 11 + 12 + 14 + 7 + 27
    assert found.suggestions[0].original in RESUME.text
    assert found.provenance.model == "test-model"


def assessment(**fields: Any) -> Mapping[str, Any]:
    advice = {"category": "Content", "priority": "HIGH", "issue": "x", "recommendation": "y", "original": ""}
    return {
        "strengths": ["a"],
        "suggestions": [
            {**advice, "priority": "low", "original": "moved NIGHTLY billing jobs from cron scripts"},
            {**advice, "category": "nonsense", "priority": "?", "original": "Founded the company"},
            {**advice, "issue": " "},
            advice,
        ],
        "content_score": 20,
        "structure_score": 0,
        "skill_match_score": 20,
        "expression_score": 3,
        "project_score": 40,
        "summary": "<b>Fine</b>.",
        **fields,
    }


def test_sub_scores_are_clamped_and_summed_in_code() -> None:
    found = read_analysis(Source(RESUME.text), assessment())
    assert (found.content_score, found.structure_score) == (15, 2)
    assert found.overall_score == 15 + 2 + 20 + 3 + 40
    assert found.summary == "Fine."


def test_suggestions_are_mended_ordered_and_quote_the_resume() -> None:
    found = read_analysis(Source(RESUME.text), assessment()).suggestions
    assert [(each.category, each.priority) for each in found] == [
        ("content", "high"),
        ("content", "medium"),
        ("content", "low"),
    ]
    assert [each.original for each in found] == ["", "", "Moved nightly billing jobs from cron scripts"]


@pytest.mark.parametrize("fields", [{"project_score": 4000}, {"content_score": -1}, {"summary": ""}, {"strengths": 1}])
def test_an_assessment_that_cannot_stand(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_analysis(Source(RESUME.text), assessment(**fields))


def test_the_least_sum_is_ten() -> None:
    nothing = dict.fromkeys(
        (f"{part}_score" for part in ("content", "structure", "skill_match", "expression", "project")), 0
    )
    assert read_analysis(Source(""), assessment(**nothing)).overall_score == 10


def test_a_chinese_resume_is_answered_in_chinese(server: ModelServer, make: Make) -> None:
    make(server).analyze(Resume(text="王小明\n后端工程师，星河物流\n把运单查询接口的延迟降低了九成"))
    assert "Simplified Chinese" in server.requests[0].text
    assert do(make(server), "analyze").summary
