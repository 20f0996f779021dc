"""People side by side: by whom they can be compared, the order, and the document."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from bench import bulk, pool
from bench.population import population
from engine import comparing, export
from engine.auth import LOCAL_OWNER
from engine.comparing import Compared, Comparison
from engine.history import Beside, Histories, fair_order
from engine.i18n import t
from engine.model import Category, Evidence, Language
from engine.pdf import render_comparison
from engine.pdf.comparison import Person
from engine.people import People
from engine.report import Judge
from engine.storage import DuckStore, open_store
from support.sessions import person_row

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
LLM = Judge("llm", "sample-9b", "1")
OFFLINE = Judge("offline", "", "1")
HOSTILE = "=1+1 <b>bold</b> <script>alert(1)</script> " + "W" * 257
KEYS = [each.value for each in Category]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckStore]:
    path = Path(tmp_path_factory.mktemp("people")) / "people.duckdb"
    themes = pool.themes(judged=False)
    bulk.fill(path, themes, population(themes, people=20, sessions=150, days=300, seed=3, now=NOW))
    opened = open_store(path)
    yield opened
    opened.close()


@pytest.fixture
def histories(store: DuckStore) -> Histories:
    return Histories(store)


def judged_by(histories: Histories, number: int) -> set[str]:
    rows = histories.sessions_of(LOCAL_OWNER, [number])
    return {row["interviewer"] for row in rows if comparing.is_comparable(row)}


# --- who can be compared ---------------------------------------------------------------------------


def test_the_judge_is_who_scored_most_and_of_equals_a_model(histories: Histories) -> None:
    both = [each for each in range(1, 21) if judged_by(histories, each) == {"llm", "offline"}][:3]
    offline = [each for each in range(1, 21) if judged_by(histories, each) == {"offline"}][:2]
    assert comparing.compare(histories, LOCAL_OWNER, both).judge == LLM
    found = comparing.compare(histories, LOCAL_OWNER, [both[0], *offline])
    assert found.judge == OFFLINE
    assert found.judges == (OFFLINE, LLM)
    assert len(found.scored) == 3
    by_model = comparing.compare(histories, LOCAL_OWNER, [both[0], *offline], judge=LLM)
    assert [each.beside.candidate_id for each in by_model.scored] == [both[0]]
    assert {each.why for each in by_model.people} == {"", "others"}
    told = comparing.why(next(each for each in by_model.people if each.why), LLM, "en")
    assert "offline interviewer" in told
    assert "sample-9b" in told


def test_the_order_is_the_seeds_and_anothers_with_another(histories: Histories) -> None:
    ids = [1, 3, 5, 7]
    orders = {seed: [each.beside.candidate_id for each in _compare(histories, ids, seed)] for seed in "abcdefgh"}
    assert orders["a"] == [each.beside.candidate_id for each in _compare(histories, ids[::-1], "a")]
    assert len({tuple(each) for each in orders.values()}) > 3
    first = [fair_order(ids, str(seed))[0] for seed in range(400)]
    assert all(60 < first.count(each) < 140 for each in ids), "each comes first about a quarter of the time"


def _compare(histories: Histories, ids: Sequence[int], seed: str) -> tuple[Compared, ...]:
    return comparing.compare(histories, LOCAL_OWNER, ids, seed=seed).people


def test_namesakes_and_the_nameless_are_told_apart() -> None:
    people = [Compared(Beside(at, name, None, {}, {}), (), ()) for at, name in enumerate(["Ada", " Ada ", "", ""])]
    assert comparing.names(people, "en") == ["Ada", "Ada (2)", "No name", "No name (2)"]
    assert {each.why for each in people} == {"unheld"}


def test_partial_and_mixed_sessions_are_no_ground_for_comparing() -> None:
    row = {"overall_score": 70, "partial": True, "mixed": False}
    assert not comparing.is_comparable(row)
    assert Compared(Beside(1, "Ada", None, {}, {}), (row,), ()).why == "apart"


# --- the document ---------------------------------------------------------------------------------


def person(name: str, at: int, **fields: Any) -> Person:
    given: dict[str, Any] = {
        "session": {
            "title": "Backend engineer",
            "created_at": NOW,
            "overall_score": 50 + at,
            "answered": 8,
            "planned": 8,
        },
        "why": "",
        "categories": {key: (at * 7 + place * 3) % 101 for place, key in enumerate(KEYS)},
        "quotes": {key: [Evidence(quote=f"{name[:9]} said {key} {n}") for n in range(5)] for key in KEYS},
        "points": tuple((NOW - timedelta(days=30 * back), 40 + at + back, back == 1) for back in (3, 2, 1, 0)),
        "provenance": (
            {
                "interviewer": "llm",
                "model": "sample-9b",
                "rubric_version": "1",
                "prompt_version": "f00dcafe",
                "fallback_reason": "",
                "answers": 11,
                "evaluated_at": NOW,
                "session_id": f"{at:016x}",
            },
        ),
    }
    return Person(name=name, **{**given, **fields})


def printed(people: Sequence[Person], language: Language = "en", judge: str = "the model") -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(render_comparison(people, KEYS, judge, language, NOW))


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_has_scores_quotes_page_numbers_and_ends_with_who_judged(language: Language) -> None:
    document = printed(
        [person(name, at) for at, name in enumerate(["Ada Vale", "顾清越", "Bo Lind", "Cy Ray"])], language
    )
    pages = texts(document)
    whole = "".join(pages)
    for at, name in enumerate(["AdaVale", "顾清越", "BoLind", "CyRay"]):
        assert name in pages[0]
        assert str(50 + at) in pages[0]
    for key in KEYS:
        assert f"said{key}0" in whole
        assert f"said{key}3" not in whole, "three quotes of each"
    assert "".join(t("report.provenance", language).split()) in pages[-1]
    assert pages[-1].count("f00dcafe") == 4
    assert "sample-9b" in pages[-1]
    for number, page in enumerate(pages, start=1):
        assert f"{number}/{len(pages)}" in page
    assert "".join(t("comparison.order", language).split()) in pages[0]


def test_charts_are_drawn_and_not_pictured() -> None:
    document = printed([person("Ada", 0), person("Bo", 1)])
    kinds = [each.type for page in document for each in page.get_objects()]
    assert pdfium.FPDF_PAGEOBJ_IMAGE not in kinds
    assert kinds.count(pdfium.FPDF_PAGEOBJ_PATH) > 100


def test_names_of_markup_and_three_hundred_letters_stay_on_the_paper() -> None:
    people = [person(HOSTILE[:300], 0), person("普" * 300, 1), person("", 2)]
    document = printed(people)
    for page in document:
        width, height = page.get_size()
        for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = each.get_bounds()
            assert 0 <= left <= right <= width
            assert 0 <= bottom <= top <= height
    assert "<script>alert(1)</script>" in texts(document)[0]


def test_who_has_no_score_is_named_with_the_reason_and_has_no_bar() -> None:
    without = person("Bo", 1, session=None, why="Only partial sessions.", categories={}, quotes={}, provenance=())
    pages = texts(printed([without, person("Ada", 0)]))
    assert "Onlypartialsessions." in pages[0]
    assert "Notasked" not in "".join(pages)


def test_nobody_with_a_score_is_a_document_too() -> None:
    without = [person(name, 0, session=None, why="None.", categories={}, quotes={}, provenance=()) for name in "ab"]
    pages = texts(pypdfium2.PdfDocument(render_comparison(without, [], "", "en", NOW)))
    assert "".join(t("comparison.nobody", "en").split()) in pages[0]


def test_real_people_end_up_on_paper(histories: Histories) -> None:
    found = comparing.compare(histories, LOCAL_OWNER, [1, 2, 3, 4], seed="x")
    assert isinstance(found, Comparison)
    data = comparing.pdf(histories, LOCAL_OWNER, found, "zh", now=NOW)
    assert data == comparing.pdf(histories, LOCAL_OWNER, found, "zh", now=NOW)
    whole = "".join(texts(pypdfium2.PdfDocument(data)))
    for each in found.scored:
        assert "".join(each.beside.name.split()) in whole
        assert each.beside.session is not None
        assert each.beside.session["session_id"] in whole


# --- lists as files --------------------------------------------------------------------------------


def _read(data: bytes, tmp_path: Path) -> list[dict[str, Any]]:
    file = tmp_path / "people.parquet"
    file.write_bytes(data)
    with duckdb.connect() as database:
        cursor = database.execute("select * from read_parquet(?)", [str(file)])
        names = [each[0] for each in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r1"])
def test_a_formula_is_harmless_in_csv_and_as_written_in_parquet(name: str, tmp_path: Path) -> None:
    row = person_row(1, name, 70, tags=["=2+2", "b"], roles=[], languages=["en"], top_skills=None)
    text = "".join(export.people_csv([row]))
    assert text.startswith("\ufeffcandidate_id,name,")
    found = _csv(text)[0]
    assert found["name"] == f"'{name}"
    assert found["tags"] == "'=2+2; b"
    kept = _read(export.people_parquet([row]), tmp_path)[0]
    assert (kept["name"], kept["tags"], kept["roles"], kept["top_skills"]) == (name, ["=2+2", "b"], [], [])
    assert kept["last_score"] == 70


def _csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_files_have_everyone_on_all_pages(store: DuckStore, tmp_path: Path) -> None:
    people = People(store, lambda: NOW)
    rows = people.every(LOCAL_OWNER, sort="name", descending=False)
    assert len(rows) == 20
    assert rows[:7] == people.list(LOCAL_OWNER, sort="name", descending=False, size=7).rows
    kept = _read(export.people_parquet(rows), tmp_path)
    read = _csv("".join(export.people_csv(rows)))
    assert [row["name"] for row in kept] == [row["name"] for row in rows] == [row["name"] for row in read]
    assert [row["last_at"] for row in kept] == [row["last_at"] for row in rows]


def test_files_of_nobody_have_their_columns(tmp_path: Path) -> None:
    assert _read(export.people_parquet([]), tmp_path) == []
    assert "".join(export.people_csv([])).strip("\ufeff\r\n").split(",") == list(export.PEOPLE)
