from __future__ import annotations

import ast
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine import errors
from engine.resume import Limits, extract, read
from engine.resume.child import extract as extract_apart
from engine.resume.extract import Bounds, run

Bytes = Callable[[str], bytes]
Make = Callable[..., bytes]

BOUNDS = Bounds(pages=200, unpacked=2**26, ratio=200, characters=10**6)
LINE = "Led a team of seven nurses and taught triage to new colleagues every year."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def told(kind: str, data: bytes, bounds: Bounds = BOUNDS) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    run(kind, data, bounds, lines.append)
    return lines


def body(word: Make, xml: str) -> list[str]:
    """Lines read of a DOCX that holds this XML alone."""

    def replace(document: str) -> str:
        start, end = document.index("<w:body>") + 8, document.index("<w:sectPr")
        return document[:start] + xml + document[end:]

    return str(told("docx", word([], change=replace))[-1]["text"]).split("\n")


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join(map(paragraph, texts))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_both_engines_read_a_pdf(fixture: Bytes) -> None:
    facts, first, second = told("pdf", fixture("nurse_en.pdf"))
    assert facts == {"pages": 2, "images": False}
    assert (first["engine"], second["engine"]) == ("pdfium", "pdfminer")
    assert "Registered Nurse (Adult)" in first["text"]
    assert [len(page) > 2 for page in second["lines"]] == [True, True]
    assert "Registered Nurse (Adult)\n" in [line[4] for line in second["lines"][0]]


def test_pictures_are_seen(fixture: Bytes) -> None:
    assert told("pdf", fixture("scanned.pdf"))[0] == {"pages": 2, "images": True}


@pytest.mark.parametrize(
    ("name", "bounds", "error"),
    [
        ("encrypted.pdf", BOUNDS, "encrypted"),
        ("nurse_en.pdf", BOUNDS._replace(pages=1), "pages"),
        ("nurse_en.pdf", BOUNDS._replace(characters=500), "expands"),
    ],
)
def test_refused_pdfs(fixture: Bytes, name: str, bounds: Bounds, error: str) -> None:
    assert told("pdf", fixture(name), bounds) == [{"error": error}]


def test_what_neither_engine_reads_is_damaged() -> None:
    lines = told("pdf", b"%PDF-1.7 nothing")
    assert [line.get("failed") for line in lines[:-1]] == ["pdfium", "pdfminer"]
    assert lines[-1] == {"error": "damaged"}


def test_one_engine_is_enough(fixture: Bytes) -> None:
    # pdfium mends a file whose table of objects is gone; pdfminer.six counts the pages it meets.
    data = fixture("nurse_en.pdf").replace(b"startxref", b"startxxxx")
    assert any("engine" in line for line in told("pdf", data))


def test_paragraph_parts(word: Make) -> None:
    xml = (
        "<w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t><w:noBreakHyphen/><w:t>four</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
        "<w:p><w:hyperlink><w:r><w:t>linked</w:t></w:r></w:hyperlink></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>listed</w:t></w:r></w:p>'
    )
    assert body(word, xml) == ["one\ttwo", "three-four", "new", "linked", "a control", "• listed"]


def test_text_boxes_are_read_once(word: Make) -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    alternate = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    xml = (
        f"<w:p><w:r><mc:AlternateContent {alternate}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:t>around</w:t></w:r></w:p>"
    )
    assert body(word, xml) == ["around", "boxed"]


def test_tables(word: Make) -> None:
    assert body(word, table(cell("Languages") + cell("Go, SQL"), cell("Tools") + cell(""))) == [
        "",
        "Languages\tGo, SQL",
        "Tools",
        "",
    ]
    columns = table(cell("Skills", "Go") + cell("Jobs", "Nurse"))
    assert body(word, columns) == ["", "Skills", "Go", "", "Jobs", "Nurse", "", ""]


def test_tables_in_tables(word: Make) -> None:
    inner = table(cell("inner one") + cell("inner two"))
    nested = table(f"<w:tc>{paragraph('outer')}{inner}</w:tc>" + cell("beside"))
    lines = [line for line in body(word, nested) if line]
    assert lines == ["outer", "inner one\tinner two", "beside"]


def test_the_process_knows_nothing_of_the_engine() -> None:
    assert extract.__file__ is not None
    tree = ast.parse(Path(extract.__file__).read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names - set(sys.stdlib_module_names) == {"pypdfium2", "pdfminer", "docx"}


# --- the process as seen from outside -------------------------------------------------------------

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(600)


def install(folder: Path, script: str) -> None:
    program = folder / "catdoc"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_it_works_wherever_it_is_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fixture: Bytes) -> None:
    (tmp_path / "pdfminer.py").write_text("raise SystemExit('imported from the working folder')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = extract_apart("pdf", fixture("nurse_en.pdf"), Limits())
    assert set(found.readings) == {"pdfium", "pdfminer"}


def test_it_inherits_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(tmp_path, f"echo {LINE}\n/usr/bin/env")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("OPENAI_API_KEY", "a-secret")
    monkeypatch.setenv("REHEARSAL_DATABASE", "postgresql://user:password@host/db")
    text = read("cv.doc", OLD_WORD).text
    assert "PATH=" in text
    assert "a-secret" not in text
    assert "password" not in text


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("ends", [False, True])
def test_everything_it_started_ends_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ends: bool) -> None:
    note = tmp_path / "pid"
    rest = f"echo {LINE}" if ends else "while :; do :; done"
    install(tmp_path, f"(while :; do :; done) >/dev/null 2>&1 </dev/null &\necho $! > {note}\n{rest}")
    monkeypatch.setenv("PATH", str(tmp_path))
    if ends:
        assert read("cv.doc", OLD_WORD).text == LINE
    else:
        with pytest.raises(errors.TooSlow):
            read("cv.doc", OLD_WORD, Limits(seconds=0.7))
    pid = int(note.read_text())
    for _ in range(100):
        if not _lives(pid):
            break
        time.sleep(0.02)
    assert not _lives(pid)


def test_a_flood_of_words_is_cut_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(tmp_path, f"while :; do echo {LINE}; done")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(errors.ExpandsTooMuch):
        read("cv.doc", OLD_WORD, Limits(characters=1000))


def _children() -> set[str]:
    """Process ids of this process's children, ended ones that nobody waited for included."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {child for file in listed for child in file.read_text().split()}


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_no_process_is_left_behind(fixture: Bytes) -> None:
    before = _children()  # other tests' servers and browsers
    for name in ("nurse_en.pdf", "encrypted.pdf"):
        try:
            read(name, fixture(name))
        except errors.EncryptedResume:
            continue
    assert _children() <= before
