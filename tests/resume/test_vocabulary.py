"""The vocabulary's files, what it finds in prose and in lists, and the program that makes it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.resume import profile, skill_category, skill_label
from engine.resume.skills import mentions_in
from engine.resume.vocabulary import FILES, FOLDER, NOT_SKILLS, fold
from scripts.make_vocabulary import FILES as DATA_FILES
from scripts.make_vocabulary import HEAD, key, made

HERE = Path(__file__).parent
PROSE = tomllib.loads((HERE / "prose.toml").read_text(encoding="utf-8"))["text"]
LISTS = tomllib.loads((HERE / "skill_lists.toml").read_text(encoding="utf-8"))["lists"]
CATEGORIES = {
    *(
        "accounting",
        "agriculture",
        "arts",
        "cloud",
        "communication",
        "data",
        "database",
        "design",
        "devops",
        "engineering",
    ),
    *("erp", "finance", "framework", "health", "hospitality", "hr", "language", "languages", "law", "management"),
    *("manufacturing", "marketing", "messaging", "networking", "office", "operations", "os", "practice", "sales"),
    *("science", "security", "service", "social", "soft", "sports", "teaching", "testing", "trades", "transport"),
}
SOURCES = {"onet", "linguist", "devicon", "own"}


def rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


ROWS = [row for name in FILES for row in rows(name)[1:]]


def names(row: list[str]) -> Iterator[tuple[str, str]]:
    """Each name of a row with the way it is matched."""
    label, aliases, _category, _source, match = row
    yield label, match
    ways = {"=": "case", "~": "context", "^": "listed"}
    for alias in aliases.split("|") if aliases else []:
        yield alias.lstrip("=~^"), ways.get(alias[0], "")


NAMES = [name for row in ROWS for name, _ in names(row)]


def test_the_vocabulary_is_well_formed() -> None:
    assert [rows(name)[0] for name in FILES] == [["label", "aliases", "category", "source", "match"]] * 2
    assert len(ROWS) >= 6_000
    assert {row[2] for row in ROWS} == CATEGORIES
    for row in ROWS:
        label, _aliases, _category, source, match = row
        assert source in SOURCES
        assert match in {"", "case", "context", "listed"}
        for name, _ in names(row):
            assert name == " ".join(name.split()) != ""
            assert len(name) <= 60, name
            assert len(name.split()) <= 8, name
        assert len(label) <= 45, label


def test_what_is_made_from_public_lists_says_from_which() -> None:
    made_rows = rows("tools.tsv")[1:]
    assert {row[3] for row in made_rows} == SOURCES - {"own"}
    assert sum(row[3] == "onet" for row in made_rows) > 3_000
    assert (FOLDER / "tools.tsv").read_text(encoding="utf-8").startswith(HEAD)
    notice = (HERE.parents[1] / "NOTICE").read_text(encoding="utf-8")
    for text in [notice, *[(FOLDER / name).read_text(encoding="utf-8") for name in FILES]]:
        assert all(word in text for word in ("USDOL/ETA", "CC BY 4.0", "GitHub", "konpa", "MIT"))


def test_every_label_is_its_own() -> None:
    labels = [row[0].casefold() for row in ROWS]
    assert len(set(labels)) == len(labels)
    assert {row[0] for row in ROWS if skill_label(row[0]) != row[0] or skill_category(row[0]) != row[2]} == set()


def test_no_name_means_two_things() -> None:
    owners: dict[str, set[str]] = {}
    for row in ROWS:
        for name, _ in names(row):
            owners.setdefault(name.casefold(), set()).add(row[0])
    assert {name: labels for name, labels in owners.items() if len(labels) > 1} == {}


def test_what_names_no_skill_holds_the_name_of_one() -> None:
    """Else the phrase would do nothing; and no phrase may be a name itself."""
    known = {fold(name) for row in ROWS for name, _ in names(row)}
    phrases = [line for line in (FOLDER / NOT_SKILLS).read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert len(set(phrases)) == len(phrases) > 200
    assert [phrase for phrase in phrases if fold(phrase) in known] == []


@pytest.mark.parametrize("heading", ["Summary", "Experience\n\nClerk, Alder Works, 2019 - 2023"])
@pytest.mark.parametrize("text", PROSE, ids=lambda text: str(text["trade"]))
def test_prose_names_the_skills_it_names_and_no_other(text: dict[str, list[str]], heading: str) -> None:
    found = {skill_label(skill.name) for skill in profile(f"{heading}\n{text['text']}").skills}
    assert found - set(text.get("may", ())) == set(text["names"])


@pytest.mark.parametrize("profession", LISTS)
def test_lists_of_many_professions_are_known(profession: str) -> None:
    """At least nine items in ten lie in names of the vocabulary or hold one that says most of them."""
    text = LISTS[profession]
    mentions = mentions_in(text, [(0, len(text))])
    items = list(re.finditer(r"[^,、]+", text))
    unknown = [
        item[0].strip()
        for item in items
        if not any(min(m.end, item.end()) - max(m.start, item.start()) >= 0.6 * len(item[0].strip()) for m in mentions)
    ]
    assert len(unknown) <= len(items) / 10, unknown


@given(
    st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=6)), max_size=30),
    st.sampled_from([" ", ", ", "\n", "、", ""]),
    st.booleans(),
)
def test_mentions_stand_in_order_and_apart(parts: list[str], between: str, listed: bool) -> None:
    text = between.join(parts)
    mentions = mentions_in(text, [(0, len(text))] if listed else [])
    reached = 0
    for mention in mentions:
        assert reached <= mention.start < mention.end <= len(text)
        assert skill_label(mention.term.label) == mention.term.label
        reached = mention.end


def test_importing_the_engine_reads_no_vocabulary() -> None:
    code = "import engine.resume, engine.resume.vocabulary as v; print(v.vocabulary.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HERE.parents[1])
    assert done.stdout.strip() == "0"


ONET = """\
example	category	occupation_codes	hot_technology	in_demand
Microsoft Excel	Spreadsheet software	11-1011.00 13-2011.00	Y	Y
Autodesk AutoCAD Civil 3D	Computer aided design CAD software	17-2051.00 17-2112.00	Y	Y
Adobe Systems Adobe Illustrator	Graphics or photo imaging software	27-1024.00 27-1014.00	Y	Y
AEC Software FastTrack Schedule	Project management software	11-9021.00	N	N
Fault tree analysis FTA software	Analytical or scientific software	17-2111.00 17-2199.00	N	N
Email software	Electronic mail software	43-6014.00 43-4051.00	N	N
Practice Manager	Medical software	29-1011.00	N	N
"""
OCCUPATIONS = "code	title\n17-2051.00	Civil Engineers\n"
LINGUIST = """\
name	type	aliases
Brainfuck	programming	
Haxe	programming	
Oberon	programming	
CSV	data	
YAML	data	
"""
DEVICON = "name	altnames	tags\nvuejs		js\n"
JUDGED = """
[onet]
makers = "Microsoft, Autodesk, Adobe"
company = "Software Systems"
activities = "analysis"
sure = ""
dropped = ""
renamed = {}
categories = { "Spreadsheet software" = "office", "Project management software" = "management" }
groups = { 11 = "management", 13 = "finance", 17 = "engineering", 27 = "design", 29 = "health", 43 = "office" }

[linguist]
skipped = "Brainfuck"
context = "Haxe"
worded = ""
other_types = "CSV"

[devicon]
vuejs = "~Vue, framework"

[ordinary]
words = "practice manager"
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    texts = {
        "onet": ONET,
        "occupations": OCCUPATIONS,
        "linguist": LINGUIST,
        "devicon": "name	altnames	tags\nvuejs		js\n",
    }
    for kind, text in texts.items():
        (tmp_path / DATA_FILES[kind]).write_text(text, encoding="utf-8")
    (tmp_path / "judged.toml").write_text(JUDGED, encoding="utf-8")
    return tmp_path


def test_the_maker_selects_and_shortens_names(data: Path) -> None:
    text = made(data, {key("Microsoft Excel")}, data / "judged.toml")
    assert text == made(data, {key("Microsoft Excel")}, data / "judged.toml")
    assert text.removeprefix(HEAD).splitlines() == [
        "Vue\t\tframework\tdevicon\tcontext",
        "CSV\t\tlanguage\tlinguist\tcase",
        "Haxe\t\tlanguage\tlinguist\tcontext",
        "Oberon\t\tlanguage\tlinguist\t",
        "Adobe Illustrator\t\tdesign\tonet\t",
        "Autodesk AutoCAD Civil 3D\tAutoCAD Civil 3D\tengineering\tonet\t",
        "Fault tree analysis\t\tengineering\tonet\t",
        "FastTrack Schedule\t\tmanagement\tonet\t",
    ]


def test_the_maker_leaves_out_what_is_named_already(data: Path) -> None:
    text = made(data, {key("Microsoft Excel"), key("autocad civil 3d"), "haxe", "csv"}, data / "judged.toml")
    assert "AutoCAD" not in text.removeprefix(HEAD)
    assert "Haxe" not in text.removeprefix(HEAD)
