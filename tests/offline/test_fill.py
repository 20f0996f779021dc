from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import Entry, Skill
from engine.offline import fill


@pytest.mark.parametrize(
    ("line", "figure"),
    [
        ("Cut latency from 900 ms to 320 ms", "from 900 ms to 320 ms"),
        ("Shortened the close from 9 days to 5", "from 9 days to 5"),
        ("Raised retention by 12.5%", "12.5%"),
        ("Won £1.2 million of new business", "£1.2 million"),
        ("接口响应时间从 800 毫秒降到 220 毫秒", "从 800 毫秒降到 220 毫秒"),
        ("粉丝增长 2.4 万", "2.4 万"),
        ("Worked with two colleagues", ""),
        ("Since 2019 in charge of the desk", ""),
    ],
)
def test_metric(line: str, figure: str) -> None:
    assert fill.metric(line) == figure


def test_a_bullet_is_cut_at_a_word_and_quoted_plainly() -> None:
    long = fill.bullet("Wrote the handbook, " + "chapter after chapter, " * 20)
    assert long.endswith("…")
    assert len(long) <= 150
    assert fill.bullet("- Said “yes” to every guest who asked.\n") == "Said 'yes' to every guest who asked"
    assert fill.bullet("Baked") == ""
    assert fill.bullet("Write to me at someone@example.org please") == ""


def test_names() -> None:
    assert fill.name("  Staff   Nurse, ") == "Staff Nurse"
    assert fill.name("2019 - 2021") == ""
    assert fill.name("x" * 200) == ""
    assert fill.fields_of(Entry(kind="project", title="600 stars", organisation="Owl: a tracker")) == {"project": "Owl"}
    assert fill.fields_of(Entry(kind="job", organisation="Aurora")) == {"organisation": "Aurora"}


def test_skills_stand_within_a_sentence() -> None:
    assert fill.skill("Wound care", "health") == "wound care"
    assert fill.skill("Spring Boot", "framework") == "Spring Boot"
    assert fill.skill("Six Sigma", "management") == "Six Sigma"
    assert fill.skill("Excel", "office") == "Excel"


def test_the_first_wording_that_can_be_filled_is_used() -> None:
    texts = ["As {title} at {organisation}?", "As {title}?", "At {organisation}?"]
    assert fill.fill(texts, {"title": "Baker", "organisation": "Crumb"}, "en") == "As Baker at Crumb?"
    assert fill.fill(texts, {"organisation": "Crumb"}, "en") == "At Crumb?"
    assert fill.fill(texts, {"title": ""}, "en") is None


def test_chinese_and_latin_are_spaced() -> None:
    assert fill.fill(["你提到会{skill}。讲一讲。"], {"skill": "Docker"}, "zh") == "你提到会 Docker。讲一讲。"
    assert fill.fill(["在{organisation}工作"], {"organisation": "星桥科技"}, "zh") == "在星桥科技工作"
    assert fill.led("Go") == " Go"


@given(st.text(max_size=300))
def test_what_is_filled_in_is_one_plain_line(text: str) -> None:
    for value in (fill.name(text), fill.bullet(text), fill.cleaned(text)):
        assert "\n" not in value
        assert not set("{}<>`") & set(value)
        assert value == value.strip()


def test_an_entry_names_the_heaviest_tool_of_its_lines() -> None:
    skills = tuple(Skill(name=each) for each in ("Payroll", "Wound care", "Java", "Excel", "SAP FICO"))
    entry = Entry(kind="job", title="Clerk", bullets=("Kept the payroll in SAP FICO and excel", "JavaScript for fun"))
    assert fill.fields_of(entry, skills) == {"title": "Clerk", "skill": "Excel"}
    assert fill.fields_of(entry) == {"title": "Clerk"}
    assert "skill" not in fill.fields_of(Entry(kind="job", title="Nurse", bullets=("Did wound care",)), skills)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Reduced picking errors by 35% with a new shelf layout", True),
        ("Cut checkout latency from 900 ms to 320 ms", True),
        ("Introduced a bedside handover sheet", True),
        ("Rebuilt the booking page", True),
        ("Lead a shift of 14 people and plan their rota", False),
        ("Care for 8 patients a shift on a surgical ward", False),
        ("Processed 300 invoices a month and resolved supplier queries", False),
        ("负责订单系统重构，拆分为 6 个微服务", True),
        ("接口平均响应时间从 800 毫秒降到 220 毫秒", True),
        ("每周撰写三篇推文，协助拍摄短视频", False),
    ],
)
def test_a_line_tells_of_a_change_or_of_a_duty(line: str, told: bool) -> None:
    assert fill.tells_change(line) is told
