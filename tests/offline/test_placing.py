"""Which field a title places somebody in, and that a title shared with other trades places nobody by itself."""

from __future__ import annotations

import pytest

from engine.offline.bank import items
from engine.offline.placing import fields_shown
from engine.offline.text import lexicon
from engine.resume import skill_category, skill_label


def shown(title: str, *skills: str) -> set[str]:
    return set(fields_shown([title], {skill_label(skill).casefold() for skill in skills}))


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Senior Back-End Developer", {"backend"}),
        ("Full-stack engineer", {"backend", "frontend"}),
        ("Junior Frontend Developer (React)", {"frontend"}),
        ("Android Developer", {"mobile"}),
        ("Data Scientist", {"data", "ml"}),
        ("Site Reliability Engineer", {"devops"}),
        ("Information Security Analyst", {"security"}),
        ("QA tester", {"qa"}),
        ("Product Owner", {"product"}),
        ("UX/UI Designer", {"design"}),
        ("IT Project Manager", {"project_management"}),
        ("高级后端开发工程师", {"backend"}),
        ("Web前端工程师", {"frontend"}),
        ("测试工程师", {"qa"}),
        ("产品经理", {"product"}),
        ("Product designer", {"design"}),
        ("Interior designer", set()),
        ("Security guard", set()),
        ("Data entry clerk", set()),
        ("Property developer", set()),
        ("市场开发专员", set()),
    ],
)
def test_a_title_places_by_its_words(title: str, fields: set[str]) -> None:
    assert shown(title) == fields


@pytest.mark.parametrize(
    ("title", "skills", "fields"),
    [
        ("Software Engineer", ("Spring Boot", "MySQL", "Git"), {"backend"}),
        ("Software Engineer", ("React", "CSS", "Redux"), {"frontend"}),
        ("Developer", ("React", "CSS", "FastAPI", "PostgreSQL"), {"backend", "frontend"}),
        ("Java Developer", ("Java",), {"backend"}),
        ("BSc Computer Science", ("PyTorch", "scikit-learn", "pandas"), {"ml", "data"}),
        ("开发工程师", ("Flutter", "Android"), {"mobile"}),
        ("工程师", ("Docker", "Kubernetes", "Jenkins"), {"devops"}),
        ("Software Engineer", (), set()),
        ("Engineer", ("Python", "MySQL"), set()),
        ("Civil Engineer", ("Python", "MySQL", "Redis", "Docker"), set()),
        ("土木工程师", ("MySQL", "Redis"), set()),
        ("Nurse", ("MySQL", "Redis", "React"), {"nursing"}),
    ],
)
def test_skills_tell_what_a_developer_builds(title: str, skills: tuple[str, ...], fields: set[str]) -> None:
    assert shown(title, *skills) == fields


def test_the_latest_title_comes_first_and_words_do_not_join_across_titles() -> None:
    assert fields_shown(["", "Backend engineer", "Waiter"], set()) == {"backend": 1, "customer_service": 2}
    assert fields_shown(["Head of data", "Engineer of the year"], set()) == {}


def test_the_telling_skills_are_labels_and_their_fields_are_those_of_the_bank() -> None:
    words = lexicon("builders")
    asked = {field for item in items() for field in item.fields}
    for table in (words["skills"], words["languages"]):
        assert set(table) <= asked
        for labels in table.values():
            assert [name for name in labels if skill_label(name) != name or not skill_category(name)] == []
