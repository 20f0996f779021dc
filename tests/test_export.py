from __future__ import annotations

import csv
import io
import re
import string
from datetime import UTC, datetime, timedelta, timezone

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import samples
from engine import report as reports
from engine import rubric
from engine.export import COLUMNS, csv_lines, file_name, harmless, markdown, table_csv, table_parquet
from engine.i18n import t
from engine.model import Evidence, Language, Provenance, Report, Summary
from support.sessions import session, turn

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80)


def rows(report: Report) -> list[dict[str, str]]:
    text = "".join(csv_lines(report))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def one_answer(text: str, **fields: object) -> Report:
    return reports.build(session([turn(0, score=66, text=text, **fields)], planned=3))  # type: ignore[arg-type]


def shown(markdown_text: str) -> str:
    """What is seen of text without other markup: each backslash before punctuation gone."""
    return re.sub(rf"\\([{re.escape(string.punctuation)}])", r"\1", markdown_text)


# --- cells ----------------------------------------------------------------------------------------


@given(st.lists(st.tuples(TEXTS, st.none() | st.integers(0, 100), st.none() | st.floats(0, 5)), max_size=5))
def test_a_table_comes_back_from_both_kinds_of_file(cells: list[tuple[str, int | None, float | None]]) -> None:
    columns = {"日期": "str", "Score": "Int64", "-Rating": "Float64"}
    frame = pd.DataFrame(cells, columns=list(columns)).astype(columns)
    lines = list(csv.reader(io.StringIO(table_csv(frame).decode("utf-8-sig"), newline="")))
    assert lines[0] == ["日期", "Score", "'-Rating"]
    assert [line[0] for line in lines[1:]] == [harmless(text) for text, *_ in cells]
    assert [line[1] for line in lines[1:]] == ["" if score is None else str(score) for _, score, _ in cells]
    back = pd.read_parquet(io.BytesIO(table_parquet(frame)))
    assert list(back) == list(columns)
    assert list(back["日期"]) == [text for text, *_ in cells]
    assert [None if pd.isna(each) else int(each) for each in back["Score"]] == [score for _, score, _ in cells]
    assert [None if pd.isna(each) else float(each) for each in back["-Rating"]] == [rating for *_, rating in cells]


@given(TEXTS | st.integers() | st.floats(allow_nan=False) | st.none())
def test_a_harmless_cell_is_no_formula_and_loses_nothing(value: object) -> None:
    cell = harmless(value)
    if not isinstance(value, str):
        assert cell is value
        return
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert cell in (value, f"'{value}")
    assert harmless(cell) == cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    row = rows(one_answer(text, question=text, feedback=text))[0]
    assert (row["question"], row["feedback"]) == (f"'{text}", f"'{text}")
    assert row["answer"] == f"'{text}"


@pytest.mark.parametrize("text", ["", "a", " =1", "1-1", "é", "简历"])
def test_what_it_would_not_run_stays(text: str) -> None:
    assert harmless(text) == text


@given(TEXTS, TEXTS)
def test_any_text_comes_back_from_the_csv(question: str, feedback: str) -> None:
    (row,) = rows(one_answer("An answer.", question=question, feedback=feedback))
    # The csv module itself reads a lone carriage return as it was written inside quotes.
    assert (row["question"], row["feedback"]) == (harmless(question), harmless(feedback))


# --- columns --------------------------------------------------------------------------------------


def test_the_columns_hold_every_rating_once() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS)
    assert {*rubric.WEIGHTS, *rubric.BEHAVIOURAL_WEIGHTS} <= set(COLUMNS)


def test_a_row_holds_what_is_known_of_a_question() -> None:
    model = Provenance(interviewer="llm", model="qwen3:8b", prompt_version="ab12", rubric_version="1")
    stand_in = Provenance(rubric_version="1", fallback_reason="timeout")
    ratings = {"accuracy": 4.5, "completeness": 3.0, "depth": 2.0, "expression": 5.0}
    told = datetime(2026, 3, 14, 18, 0, tzinfo=timezone(timedelta(hours=8)))
    first = turn(0, score=66, ratings=ratings, feedback='Good, with "quotes"', provenance=model)
    assert first.answer is not None
    first = first.model_copy(update={"answer": first.answer.model_copy(update={"answered_at": told})})
    found = rows(
        reports.build(
            session([first, turn(0, 1, score=0, text="", provenance=stand_in), turn(1, score=None), turn(2, text=None)])
        )
    )
    assert [tuple(row) for row in found] == [COLUMNS] * 4
    row = found[0]
    assert {name: row[name] for name in ratings} == {name: str(value) for name, value in ratings.items()}
    assert (row["score"], row["band"], row["feedback"]) == ("66", "adequate", 'Good, with "quotes"')
    assert (row["created_at"], row["answered_at"]) == ("2026-03-14T09:30:00Z", "2026-03-14T10:00:00Z")
    assert (row["interviewer"], row["model"], row["prompt_version"]) == ("llm", "qwen3:8b", "ab12")
    assert (row["situation"], row["active_seconds"]) == ("", "60.0")
    assert [each["fallback_reason"] for each in found] == ["", "timeout", "", ""]
    assert [each["score"] for each in found] == ["66", "0", "", ""]
    assert [each["answer"] for each in found] == ["An answer.", "", "An answer.", ""]


# --- Markdown -------------------------------------------------------------------------------------


@given(TEXTS)
def test_nothing_a_person_wrote_is_markup(text: str) -> None:
    whole = "".join(markdown(one_answer("An answer.", question=text, feedback=text), "en"))
    heading = next(line for line in whole.split("\n") if line.startswith("### "))
    said = heading.removeprefix("### 1\\. ")
    assert shown(said) == " ".join(text.split())
    # No mark of Markdown's or HTML's stands without its backslash.
    assert not re.search(r"[`*_{}\[\]<>#|~&$=]", re.sub(r"\\(?:[^\w\s]|_)", "", said))


@pytest.mark.parametrize(
    "text",
    [
        "Title\n===",
        "Title\n---",
        "# Title",
        "    code",
        "1. one\n2) two",
        "+ item\n- item\n* item",
        "> quote",
        "```\ncode\n```",
        "~~~",
        "<b>bold</b> <!-- hidden",
        "[link](javascript:alert(1)) ![image](http://evil.example/x.png)",
        "| a | b |\n|---|---|",
        "&lt;script&gt; $x^2$ **bold** __bold__ `code` \\*",
        "line\u2028line\x0bline\x85line",
    ],
)
def test_an_answer_is_a_quotation_of_plain_lines(text: str) -> None:
    whole = "".join(markdown(one_answer(text), "en"))
    quoted = [line.removeprefix("> ") for line in whole.split("\n") if line.startswith("> ")]
    assert [shown(line) for line in quoted] == [" ".join(line.split()) for line in text.splitlines()]
    for line in quoted:
        assert not re.match(r"[#>=+*|~`-]|\d+[.)]|\s", line)
        assert not re.search(r"(?<!\\)[<\[\]`*_&$]", line.replace("\\\\", ""))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_report_in_order(language: Language) -> None:
    built = reports.build(samples.session(language))
    text = "".join(markdown(built, language))
    headings = re.findall(r"^(#+) (.*)$", text, re.M)
    assert headings[0][0] == "#"
    assert sum(level == "###" for level, _ in headings) == len(built.session.turns)
    places = [text.index(shown_text) for _, shown_text in headings]
    assert places == sorted(places)
    for each in built.session.turns:
        assert " ".join(each.question.text.split()) in shown(text)
    assert f"\n## {t('report.answers', language)}\n" in text


def test_what_is_special_is_said() -> None:
    llm = Provenance(interviewer="llm", model="m", rubric_version="1")
    turns = [
        turn(0, score=80, provenance=llm, evidence=[Evidence(quote="An answer.", note="n")]),
        turn(1, score=20),
        turn(2, score=0, text=""),
    ]
    summary = Summary(overall_feedback="Well done.", strengths=("calm",), improvements=())
    text = "".join(markdown(reports.build(session(turns, planned=8, summary=summary)), "en"))
    assert "\n- calm\n" in text
    assert text.count("Skipped.") == 1
    assert shown(text).count(t("report.partial_note", "en")) == 1
    assert shown(text).count(t("report.mixed_note", "en")) == 1
    assert "Well done\\." in text
    bare = "".join(markdown(reports.build(session([turn(0, text=None)], title="", summary=None)), "en"))
    assert bare.startswith("# Interview\n")


# --- names ----------------------------------------------------------------------------------------


@given(TEXTS)
def test_a_file_name_is_letters_digits_and_hyphens(title: str) -> None:
    built = reports.build(session([turn(0)], title=title))
    name = file_name(built, "pdf")
    assert re.fullmatch(r"rehearsal-([\w-]+-)?2026-03-14\.pdf", name)
    assert len(name) <= 100


def test_a_file_is_named_after_what_the_interview_was_for() -> None:
    at = datetime(2026, 3, 14, tzinfo=UTC)
    built = reports.build(session([turn(0)], title="Back-end Engineer / 后端", created_at=at))
    assert file_name(built, "csv") == "rehearsal-back-end-engineer-后端-2026-03-14.csv"
