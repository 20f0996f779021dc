from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.resume.quality import better, flaws, mended, quality, torn

GOOD = """Grace Adeyemi, nurse
Led a team of seven nurses in a department that sees many patients
and taught triage to new colleagues every year with good results.
Planned care with social workers and families on the ward."""
LOST = GOOD.replace("a team of", "ateamof").replace("that sees", "thatsees").replace("with good", "withgood")
SPLIT = GOOD.replace("department", "depart ment").replace("patients", "pat ients").replace("every", "e very")
MIXED = """Grace Adeyemi, nurse
Led a team of seven nurses in a department
on the ward.
that sees many patients
families
and taught triage to new
Planned care with social workers and
colleagues every year with good results."""
CHINESE = "负责配送调度平台，日均订单三百万，带领五人小组完成代码评审。"


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("bad", [LOST, SPLIT, MIXED, GOOD[: len(GOOD) // 2], "(cid:12)(cid:40)" * 60])
def test_the_whole_reading_wins_whoever_made_it(bad: str, columns: int) -> None:
    assert better({"pdfium": GOOD, "pdfminer": bad}, columns) == GOOD
    assert better({"pdfium": bad, "pdfminer": GOOD}, columns) == GOOD


def test_layout_and_language_decide_between_equals() -> None:
    other = GOOD.replace("\n", " \n")
    assert better({"pdfium": GOOD, "pdfminer": other}, 1) == other
    assert better({"pdfium": GOOD, "pdfminer": other}, 2) == GOOD
    assert better({"pdfium": CHINESE, "pdfminer": CHINESE + "\n"}, 1) == CHINESE


def test_a_single_reading_is_taken() -> None:
    assert better({"docx": "x"}, 1) == "x"


def test_chinese_characters_set_apart_or_lost_are_worse() -> None:
    assert quality(" ".join(CHINESE)) < quality(CHINESE)
    assert quality(CHINESE.replace("订单", "\ufffd\ufffd")) < quality(CHINESE)
    assert quality("") == 0


def test_flaws_and_torn_lines() -> None:
    assert flaws(GOOD, GOOD) == 0
    assert flaws(LOST, GOOD) > 0.05
    assert flaws(GOOD, LOST) == 0
    assert flaws(SPLIT, GOOD) > 0.02
    assert torn(GOOD) == 0
    assert torn(MIXED) >= 2


def test_glyphs_without_a_character() -> None:
    assert mended("(cid:127) Led a ward\n(cid:127)\nTo(cid:3)p") == "• Led a ward\n•\nTop"


@given(st.text(), st.text(), st.integers(1, 2))
def test_any_texts(first: str, second: str, columns: int) -> None:
    assert better({"pdfium": first, "pdfminer": second}, columns) in (mended(first), mended(second))
    assert 0 <= quality(first) <= 1
