from __future__ import annotations

import pytest

from engine.resume import profile, skill_category, skill_label


def named(text: str) -> set[str]:
    return {skill.name for skill in profile(text).skills}


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
        ("Drew the plans in AutoCAD Civil 3D", {"AutoCAD Civil 3D"}),
        ("Edited films in Adobe Premiere Pro and Excel", {"Adobe Premiere Pro", "Excel"}),
        ("Skills: Microsoft Excel, Adobe Photoshop", {"Microsoft Excel", "Adobe Photoshop"}),
        ("Skills: Photoshop, PowerShell", {"Photoshop", "PowerShell"}),
        ("Skills\nActing, singing, teamwork", {"Acting", "Singing", "Teamwork"}),
        ("Models in Julia, Python and R", {"Julia", "Python", "R"}),
        ("技能\n精通川菜、粤菜，了解西点", {"川菜", "粤菜", "西点"}),
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
        "Acting manager of a singing school; filing late, packing early, stamping forms.",
        "Worked with Julia, who ran the shop. In Spring, we opened a second one in Phoenix, Arizona.",
        "符合规定，上海运营，解决问题，直接地说创造价值",
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
