from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.i18n import language_of
from engine.model import Analysis, Profile, Resume
from engine.offline import OfflineInterviewer, advice
from engine.offline.analysis import MOST, analyze

POOR = """Bob Marsh

Work experience
Shop assistant, Corner Shop, 2019 - 2021
- Responsible for managing the till
- I helped customers
"""


def analysed(text: str) -> Analysis:
    return OfflineInterviewer().analyze(Resume(text=text))


def parts(found: Analysis) -> dict[str, int]:
    return {
        "content": found.content_score,
        "structure": found.structure_score,
        "skill_match": found.skill_match_score,
        "expression": found.expression_score,
        "project": found.project_score,
    }


def test_the_parts_make_the_whole(resumes: Mapping[str, str]) -> None:
    for text in [*resumes.values(), "", "x", POOR]:
        found = analysed(text)
        assert found.overall_score == sum(parts(found).values()) >= 10
        assert all(score <= MOST[part] for part, score in parts(found).items())
        assert found.summary
    assert sum(MOST.values()) == 100


def test_a_full_resume_beats_a_thin_one(resumes: Mapping[str, str]) -> None:
    good, poor, none = analysed(resumes["engineer"]), analysed(POOR), analysed("Bob")
    assert good.overall_score > poor.overall_score + 20
    assert poor.overall_score > none.overall_score
    assert none.overall_score <= 15


def test_a_result_with_a_number_is_worth_more(resumes: Mapping[str, str]) -> None:
    text = resumes["warehouse"]
    without = text.replace("Reduced picking errors by 35% with", "Looked after picking with")
    assert analysed(text).project_score > analysed(without).project_score


def test_strengths_quote_the_resume(resumes: Mapping[str, str]) -> None:
    found = analysed(resumes["designer"])
    assert any("52% to 71%" in strength for strength in found.strengths)
    for strength in found.strengths:
        for quote in strength.split("“")[1:]:
            assert quote.split("”")[0] in resumes["designer"]


def test_suggestions_show_the_line_a_better_one_and_why() -> None:
    found = analysed(POOR)
    duty = next(each for each in found.suggestions if "till" in each.original)
    assert duty.category == "expression"
    assert "Managed the till" in duty.recommendation
    assert duty.issue
    assert any("phone" in each.recommendation for each in found.suggestions)
    for each in found.suggestions:
        assert not each.original or each.original in POOR


def test_keyword_stuffing_does_not_pay(resumes: Mapping[str, str]) -> None:
    text = resumes["accountant"]
    stuffed = text + ", Kubernetes, Kotlin, Java, Go, Rust, Docker, Terraform, Kafka" * 5
    assert analysed(stuffed).overall_score <= analysed(text).overall_score + 5


def test_a_chinese_resume_is_judged_in_chinese(resumes: Mapping[str, str]) -> None:
    found = analysed(resumes["backend_zh"])
    assert language_of(found.summary) == "zh"
    assert found.strengths
    assert found.suggestions
    assert all(language_of(each.recommendation) == "zh" for each in found.suggestions)
    assert language_of(analysed(resumes["lawyer_fr"]).summary) == "en"


@pytest.mark.parametrize(
    ("line", "better"),
    [
        ("Responsible for managing the till.", "Managed the till"),
        ("Was in charge of leading a team of five", "Led a team of five"),
        ("Worked on the new website", "New website"),
        ("I wrote the handbook", "Wrote the handbook"),
    ],
)
def test_a_stronger_line(line: str, better: str) -> None:
    assert advice.is_weak(line, "en")
    assert advice.stronger(line, "en") == better


def test_a_stronger_line_in_chinese() -> None:
    assert advice.stronger("负责订单系统重构", "zh") == "订单系统重构"
    assert not advice.is_weak("重构订单系统", "zh")


@given(st.text(max_size=800))
@settings(max_examples=100, deadline=None)
def test_any_text_is_analysed(text: str) -> None:
    found = analysed(text)
    assert 10 <= found.overall_score <= 100


def test_odd_profiles_are_analysed(profiles: Mapping[str, Profile]) -> None:
    for name, person in profiles.items():
        assert analyze(Resume(text=name), person).overall_score >= 10


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Automated the monthly backup, saving two days of work a month", True),
        ("Mentored two graduates, both of whom now own a service", True),
        ("Precept newly qualified nurses", False),
        ("Picked and packed orders", False),
    ],
)
def test_a_line_that_says_what_came_of_the_work_is_left_alone(line: str, told: bool) -> None:
    assert advice.tells_result(line, "en") is told
