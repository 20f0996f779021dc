"""The checker of the question bank: its form, its lengths, nothing said twice, every template readable."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from itertools import combinations
from pathlib import Path

import pytest

from engine.i18n import LANGUAGES, language_of
from engine.model import Brief, Category, Difficulty, Language, Profile, QuestionType
from engine.offline import aspects, bank, fill, form
from engine.offline.bank import Item, items, place_of
from engine.offline.candidates import candidates
from engine.offline.text import lexicon, sentences, terms
from engine.resume import profile, skill_category, skill_label

IDS = [item.id for item in items()]
EACH = pytest.mark.parametrize("item", items(), ids=IDS)
VALUES = {
    "title": "Night porter",
    "organisation": "Hotel Aurora",
    "project": "Harbour map",
    "bullet": "Halved the queue at the desk from 20 minutes to 10",
    "metric": "from 20 minutes to 10",
    "skill": "planning",
    "practice": "planning",
    "before": "Hotel Aurora",
    "after": "Fen College",
    "wanted": "planning",
    "near": "scheduling",
}
JOB = "Requirements\n- PostgreSQL, MySQL, Terraform\n- Wound care, 静脉输液\n- {skill}, IFRS, Microsoft Excel, Python"
FIELDS = {
    "backend", "frontend", "mobile", "data", "ml", "devops", "security", "qa", "product", "design",
    "project_management", "sales", "marketing", "finance", "accounting", "hr", "nursing", "teaching",
    "customer_service", "operations", "law", "student",
}  # fmt: skip
_PRODUCTS = {"language", "framework", "database", "messaging", "cloud", "devops", "os", "office"}
_TECHNICAL = {"language", "framework", "database", "messaging", "cloud", "devops", "os", "testing", "data", "office"}


def size(text: str, language: Language) -> int:
    """Words of English, characters of Chinese."""
    return len(text.split()) if language == "en" else len(text)


def test_bank_is_large_and_varied() -> None:
    assert len(set(IDS)) == len(IDS)
    templates = [item for item in items() if item.is_template]
    assert len(templates) >= 15
    assert len([item for item in templates if item.kinds]) >= 12
    assert {item.category for item in items()} == {category.value for category in Category}
    assert {item.type for item in items()} == set(QuestionType)
    assert {field for item in items() for field in item.fields} == set(lexicon("fields"))


def test_bank_is_wide_enough_for_every_field() -> None:
    """The counts that are promised: questions in all, fields, and questions about how somebody acts."""
    asked = [item for item in items() if not item.is_template]
    assert len(asked) >= 150
    counts = Counter(field for item in asked for field in item.fields)
    assert set(counts) >= FIELDS
    assert {field for field in FIELDS if counts[field] < 5} == set()
    acting = {Category.BEHAVIOURAL.value, Category.SITUATIONAL.value}
    told = [item for item in asked if item.category in acting]
    assert len(told) >= 30
    assert all(item.aspects for item in told if item.category == Category.BEHAVIOURAL.value)


@pytest.mark.parametrize("field", sorted({field for item in items() for field in item.fields}))
def test_a_field_is_asked_about_at_every_level(field: str) -> None:
    """Somebody whose resume lists no skill is asked as well, and is not asked one difficulty only."""
    asked = [item for item in items() if field in item.fields and not item.needs_skill]
    if len(asked) >= 5:
        assert {item.difficulty for item in asked} == set(Difficulty)
        assert max(Counter(item.difficulty for item in asked).values()) <= 0.6 * len(asked)


@EACH
def test_form(item: Item) -> None:
    assert item.category in {category.value for category in Category}
    assert item.kinds <= {"job", "project", "study", "gap", "change", "missing", "related", "listed"}
    assert not item.aspects or set(item.aspects) <= {"", *aspects.ASPECTS}
    assert set(item.topic) in (set(), set(LANGUAGES))
    counts = {len(wording.points) for wording in item.wordings.values()}
    assert len(counts) == 1
    for language, wording in item.wordings.items():
        assert 3 <= len(wording.points) <= 6
        assert len(wording.probes) == len(wording.points) == len(set(wording.probes))
        assert not item.aspects or len(item.aspects) == len(wording.points)
        low, high = (40, 150) if language == "en" else (80, 250)
        assert low <= size(wording.reference, language) <= high
        for text in (*wording.texts, *wording.points, *wording.probes, wording.reference):
            assert text == text.strip()
            assert language_of(re.sub(r"\{\w+\}", "", text)) == language
            assert "!" not in text
            assert "！" not in text
        for text in (*wording.texts, *wording.probes):
            assert text[-1] in "?.？。"


@EACH
def test_every_sentence_of_a_reference_answer_would_be_heard(item: Item) -> None:
    """Said by a candidate, none may be taken for a plea for marks ("give it a maximum") and left out."""
    for wording in item.wordings.values():
        for sentence in (*sentences(wording.reference), *wording.points, *wording.texts):
            assert not form.asks_for_marks(sentence)


@EACH
def test_a_template_fits_its_kinds_and_nothing_is_left_unfilled(item: Item) -> None:
    for language, wording in item.wordings.items():
        assert len({tuple(re.findall(r"\{(\w+)\}", text)) for text in wording.texts}) == len(wording.texts)
        for text in wording.texts:
            assert set(re.findall(r"\{(\w+)\}", text)) <= fill.FIELDS
            filled = fill.fill([text], VALUES, language)
            assert filled
            assert "{" not in filled
        for text in (*wording.points, *wording.probes, wording.reference):
            assert "{" not in text
    assert item.is_template == bool(item.kinds or "{skill}" in item.wordings["en"].texts[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_point_or_probe_is_shared(language: Language) -> None:
    points = Counter(point for item in items() for point in item.wordings[language].points)
    assert [point for point, count in points.items() if count > 1] == []
    assert all(place_of(point) is not None for point in points)
    texts = Counter(text for item in items() for text in item.wordings[language].texts)
    assert max(texts.values()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_near_duplicates(language: Language) -> None:
    """No two questions, and no two key points of different questions, share most of their words."""

    def near(texts: list[tuple[str, str]], most: float) -> list[tuple[str, str]]:
        bags = [(name, text, terms(re.sub(r"\{\w+\}", "", text)).keys()) for name, text in texts]
        return [
            (left, right)
            for (one, left, a), (two, right, b) in combinations(bags, 2)
            if one != two and min(len(a), len(b)) >= 3 and len(a & b) / len(a | b) > most
        ]

    questions = [(item.id, text) for item in items() for text in item.wordings[language].texts]
    points = [(item.id, point) for item in items() for point in item.wordings[language].points]
    assert near(questions, 0.75) == []
    assert near(points, 0.75) == []


def named_in(texts: Iterable[str], categories: Container[str]) -> set[str]:
    named = {skill_label(skill.name).casefold() for skill in profile("Summary\n" + "\n".join(texts) + "\n").skills}
    return {name for name in named if skill_category(name) in categories}


@EACH
def test_a_question_names_only_technology_it_is_about(item: Item) -> None:
    """Else it would be asked of someone whose resume does not name it."""
    for wording in item.wordings.values():
        assert named_in(wording.texts, _TECHNICAL) <= item.skills


@EACH
def test_a_question_of_a_field_names_no_technology_unless_the_skill_is_needed(item: Item) -> None:
    """A title alone leads to it, so neither its text nor what it expects may presume a product or a language."""
    named: set[str] = set()
    for wording in item.wordings.values():
        whole = (*wording.texts, *wording.points, *wording.probes, wording.reference)
        named |= named_in(whole, _PRODUCTS)
    if named:
        # Whoever shows one of the skills must know what the question names.
        assert item.skills == named
        assert item.needs_skill or not item.fields
    if item.needs_skill:
        assert item.fields
        assert item.skills


def test_the_skills_of_the_bank_are_labels_of_the_vocabulary() -> None:
    named = {skill for item in items() for skill in item.skills}
    assert {skill for skill in named if skill_label(skill).casefold() != skill or not skill_category(skill)} == set()


def test_a_probe_does_not_give_its_key_point_away() -> None:
    """A probe asks; at most half of the words that only the key point has may stand in it."""
    for item in [item for item in items() if not item.aspects]:
        for wording in item.wordings.values():
            asked = terms(wording.texts[0])
            for point, probe in zip(wording.points, wording.probes, strict=True):
                own = terms(point).keys() - asked.keys()
                given = terms(probe).keys() & own
                assert len(given) <= max(1, 0.5 * len(own)), (item.id, probe, given)


def test_a_question_does_not_hint_at_its_key_points() -> None:
    """A story's parts are no secret; the content of an answer is."""
    for item in [item for item in items() if not item.aspects]:
        for wording in item.wordings.values():
            for text in wording.texts:
                asked = terms(text).keys()
                covered = [point for point in wording.points if terms(point) and terms(point).keys() <= asked]
                assert covered == []


def test_every_template_renders_for_several_people(profiles: Mapping[str, Profile], resumes: Mapping[str, str]) -> None:
    used: set[str] = set()
    people = [*profiles.values(), *(profile(text) for text in resumes.values())]
    for person in people:
        for language in LANGUAGES:
            for found in candidates(person, Brief(job_description=JOB), language):
                used.add(found.item.id)
                assert not re.search(r"[{}\n<>\u202e]", found.question.text)
                assert len(found.question.text) < 420
                assert found.question.reason
    assert {item.id for item in items() if item.is_template} <= used


def test_files_are_plain_toml_with_known_keys() -> None:
    known = {
        "id",
        "category",
        "type",
        "difficulty",
        "kinds",
        "skills",
        "fields",
        "needs_skill",
        "needs_change",
        "aspects",
        "topic",
        "hints",
    }
    known |= set(LANGUAGES)
    for file in sorted((Path(bank.__file__).parent / "bank").glob("*.toml")):
        for question in tomllib.loads(file.read_text(encoding="utf-8"))["question"]:
            assert set(question) <= known
            for language in LANGUAGES:
                assert set(question[language]) == {"texts", "reference", "points"}


def test_difficulties_are_spread() -> None:
    counts = Counter(item.difficulty for item in items())
    assert min(counts[each] for each in Difficulty) >= 15
