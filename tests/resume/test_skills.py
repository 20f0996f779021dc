from __future__ import annotations

import re
from pathlib import Path

import pytest

import engine.resume
from engine.resume import profile, skill_category, skill_label

ROWS = [
    line.split("\t")
    for line in (Path(engine.resume.__file__).parent / "skills.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def named(text: str) -> set[str]:
    return {skill.name for skill in profile(text).skills}


def test_the_vocabulary_is_well_formed() -> None:
    assert ROWS[0] == ["label", "aliases", "category", "source", "match"]
    rows = ROWS[1:]
    assert len(rows) > 1000
    assert len({row[2] for row in rows}) > 20
    assert len({row[0].casefold() for row in rows}) == len(rows)
    for label, aliases, category, source, match in rows:
        assert label.strip() == label != ""
        assert re.fullmatch("[a-z]+", category)
        assert source in {"onet", "linguist", "devicon", "own"}
        assert match in {"", "case", "context", "listed"}
        names = [name.lstrip("=~^") for name in aliases.split("|")] if aliases else []
        assert all(names)
        assert label not in names


def test_no_name_means_two_things() -> None:
    owners: dict[str, set[str]] = {}
    for label, aliases, *_, match in ROWS[1:]:
        owners.setdefault(label if match else label.casefold(), set()).add(label)
        for name in aliases.split("|") if aliases else []:
            bare = name.lstrip("=~^")
            owners.setdefault(bare.casefold() if bare == name else bare, set()).add(label)
    assert {name: labels for name, labels in owners.items() if len(labels) > 1} == {}


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("熟悉Python和MySQL，了解k8s", {"Python", "MySQL", "k8s"}),
        ("使用 Go 重写派单引擎", {"Go"}),
        ("Worked in C++, C# and F#.", {"C++", "C#", "F#"}),
        ("Moved to Node.js and ASP.NET", {"Node.js", "ASP.NET"}),
        ("Java8 and MySQL8 in production", {"Java", "MySQL"}),
        ("Experience with machine\nlearning models", {"Machine learning"}),
        ("Front end development of shops", {"Front end development"}),
        ("wound dressings and IV therapy", {"wound dressing", "IV therapy"}),
        ("Written in Go, with PostgreSQL", {"Go", "PostgreSQL"}),
        ("the R language and Microsoft Access", {"R", "Microsoft Access"}),
        ("Skills\nExcel, Word, Outlook, Python", {"Excel", "Word", "Outlook", "Python"}),
        ("Skills: Swift, Rust, Dash, Less", {"Swift", "Rust", "Dash", "Less"}),
        ("Kubernetes (K8s)", {"Kubernetes"}),
    ],
)
def test_named_skills(text: str, skills: set[str]) -> None:
    assert named(text) == skills


@pytest.mark.parametrize(
    "text",
    [
        "Ready to go the extra mile and excel at swift service; access to rust removal.",
        "Teams across the spring season; word of mouth; a less busy dash to the unit.",
        "Go to market and R&D, Spring 2021, C-level reports, Grade C pass",
        "Excel in every ward. Access for all. Swift response to patients. Go further.",
        "JavaScripting, pythonic, unreact, scalable",
        "maya@python.org | https://github.com/maya/react | www.docker.com",
        "Languages\nJava (island), Spanish",
    ],
)
def test_words_that_name_no_skill(text: str) -> None:
    assert named(text) == set()


def test_longer_names_win() -> None:
    assert named("JavaScript") == {"JavaScript"}
    assert named("决策树") == set()
    assert named("Spring Boot, SQL Server") == {"Spring Boot", "SQL Server"}


def test_listed_items_the_vocabulary_does_not_know() -> None:
    text = """Skills
Plaster application, Bee keeping (12 hives), hive inspection
Tools: Smoker, Hive tool, Python
Fluent in several languages.
"""
    assert named(text) == {"Plaster application", "Bee keeping", "hive inspection", "Smoker", "Hive tool", "Python"}
    assert named("专业技能\n熟悉蜂箱管理、蜜源调查，精通Python等") == {"蜂箱管理", "蜜源调查", "Python"}


def test_labels_and_categories() -> None:
    assert skill_category("k8s") == "devops"
    assert skill_label("K8S") == "Kubernetes"
    assert skill_category("给药") == "health"
    assert skill_category("basket weaving") == ""
    assert skill_label("basket weaving") == "basket weaving"
