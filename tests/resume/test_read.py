from __future__ import annotations

import hashlib
import io
import random
import re
import stat
import struct
import zipfile
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import errors
from engine.resume import Limits, read

Bytes = Callable[[str], bytes]
Make = Callable[..., bytes]

LINE = "Led a team of seven nurses and taught triage to new colleagues every year. "
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff_]+")


def recall(source: str, text: str) -> float:
    """Share of the source's pairs of neighbouring words (or Chinese characters) that the text has too."""
    pairs = []
    for each in (source, text):
        words = [word.casefold() for word in _TOKEN.findall(each)]
        pairs.append(Counter(pairwise(words)))
    wanted, found = pairs
    return (wanted & found).total() / wanted.total()


@pytest.mark.parametrize(
    ("name", "source", "content_type", "least"),
    [
        ("software_en.pdf", "software_en.txt", "application/pdf", 0.99),
        ("software_en_columns.pdf", "software_en.txt", "application/pdf", 0.97),  # sections stand in another order
        ("software_en_no_spaces.pdf", "software_en.txt", "application/pdf", 0.99),
        ("software_en_table.docx", "software_en.txt", DOCX, 0.98),
        ("nurse_en.pdf", "nurse_en.txt", "application/pdf", 0.99),
        ("software_zh.pdf", "software_zh.txt", "application/pdf", 0.99),
        ("software_zh_gb18030.txt", "software_zh.txt", "text/plain", 1.0),
        ("sources/nurse_en.txt", "nurse_en.txt", "text/plain", 1.0),
        ("sources/accountant_en.md", "accountant_en.md", "text/markdown", 1.0),
        ("sources/teacher_en.txt", "teacher_en.txt", "text/plain", 1.0),
    ],
)
def test_real_files_keep_their_words_in_order(
    fixture: Bytes, name: str, source: str, content_type: str, least: float
) -> None:
    data = fixture(name)
    resume = read(name, data)
    assert recall(fixture(f"sources/{source}").decode(), resume.text) >= least
    assert resume.content_type == content_type
    assert resume.filename == name.split("/")[-1]
    assert resume.size == len(data)
    assert resume.sha256 == hashlib.sha256(data).hexdigest()


def test_columns_are_read_one_after_the_other(fixture: Bytes) -> None:
    text = read("cv.pdf", fixture("software_en_columns.pdf")).text
    skills = text[text.index("SKILLS") :]
    assert "TypeScript" in skills[:200]
    assert "test automation" in " ".join(skills.split())[:320]


def test_docx_keeps_header_lists_and_table_rows(fixture: Bytes) -> None:
    lines = read("cv.docx", fixture("software_en_table.docx")).text.split("\n")
    assert lines[0] == "Tomasz Brightwater"
    assert "Frameworks\tReact, Vue.js, Node.js, FastAPI" in lines
    assert any(line.startswith("• Built a customer portal") for line in lines)


def test_the_content_decides_not_the_name(fixture: Bytes) -> None:
    assert read("cv.txt", fixture("nurse_en.pdf")).content_type == "application/pdf"
    assert read("cv.pdf", fixture("sources/nurse_en.txt")).content_type == "text/plain"
    assert read("cv.MD", LINE.encode()).content_type == "text/markdown"


def test_html_is_text_shown_as_it_is() -> None:
    page = f"<html><script>alert(1)</script><p>{LINE}</p><img src=//example.org/x.png></html>"
    assert read("cv.html", page.encode()).text == page


# --- what cannot become a resume ------------------------------------------------------------------


def test_empty() -> None:
    with pytest.raises(errors.EmptyFile):
        read("cv.pdf", b"")


def test_too_large() -> None:
    with pytest.raises(errors.TooLarge) as caught:
        read("cv.txt", b"x" * (10 * 2**20 + 1))
    assert caught.value.params == {"limit_mib": "10"}
    assert len(read("cv.txt", LINE.encode() * 1000).text) > 10_000


@pytest.mark.parametrize(
    ("data", "detected"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "PNG"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + bytes(200), "EXE"),
        (b"{\\rtf1\\ansi " + LINE.encode() + b"}", "RTF"),
        (bytes(5000), ""),
        (LINE.encode() + bytes(400), ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600), "OLE"),
    ],
)
def test_wrong_types(data: bytes, detected: str) -> None:
    with pytest.raises(errors.UnsupportedType) as caught:
        read("cv.pdf", data)
    assert caught.value.params == {"detected": detected}


@pytest.mark.parametrize(
    ("part", "detected"),
    [("xl/workbook.xml", "XLSX"), ("ppt/presentation.xml", "PPTX"), ("content.xml", "ODT"), ("a.txt", "ZIP")],
)
def test_other_archives_are_named(part: str, detected: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(errors.UnsupportedType) as caught:
        read("cv.docx", packed.getvalue())
    assert caught.value.params == {"detected": detected}


def test_scanned(fixture: Bytes, pdf: Make) -> None:
    with pytest.raises(errors.ScannedResume):
        read("cv.pdf", fixture("scanned.pdf"))
    with pytest.raises(errors.ScannedResume):
        read("cv.pdf", pdf("", pages=2))


def test_docx_of_one_picture_is_a_scan(word: Make) -> None:
    with pytest.raises(errors.ScannedResume):
        read("cv.docx", word([""], add={"word/media/image1.png": b"\x89PNG"}))


@pytest.mark.parametrize("data", [b"Jane Doe", b" \n\t ", b"1234567890 " * 20, "周 13900000000".encode()])
def test_nearly_no_text(data: bytes) -> None:
    with pytest.raises(errors.NearlyNoText):
        read("cv.txt", data)


def test_nearly_no_text_in_files(pdf: Make, word: Make) -> None:
    with pytest.raises(errors.NearlyNoText):
        read("cv.pdf", pdf("Jane Doe, welder"))
    with pytest.raises(errors.NearlyNoText):
        read("cv.docx", word(["Jane Doe"]))


def test_encrypted(fixture: Bytes, pdf: Make) -> None:
    with pytest.raises(errors.EncryptedResume):
        read("cv.pdf", fixture("encrypted.pdf"))
    with pytest.raises(errors.EncryptedResume):
        read("cv.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    # A password that only guards printing and copying does not keep anyone from reading.
    assert LINE.strip() in read("cv.pdf", pdf(LINE.strip(), password="")).text


def test_encrypted_archive(word: Make) -> None:
    data = bytearray(word([LINE]))
    for found in re.finditer(b"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    with pytest.raises(errors.EncryptedResume):
        read("cv.docx", bytes(data))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["software_en.pdf", "software_en_table.docx", "software_zh.pdf"])
def test_truncated(fixture: Bytes, name: str, share: float) -> None:
    data = fixture(name)
    with pytest.raises(errors.DamagedResume):
        read(name, data[: int(len(data) * share)])


def test_damaged(word: Make) -> None:
    with pytest.raises(errors.DamagedResume):
        read("cv.pdf", b"%PDF-1.7\n" + b"nothing of a PDF" * 50 + b"\n%%EOF")
    with pytest.raises(errors.DamagedResume):
        read("cv.docx", word([LINE], change=lambda xml: xml[: len(xml) // 2]))


def test_too_many_pages(pdf: Make) -> None:
    with pytest.raises(errors.TooManyPages) as caught:
        read("cv.pdf", pdf("page", pages=201))
    assert caught.value.params == {"limit": 200}
    assert read("cv.pdf", pdf(LINE, pages=3), Limits(pages=3)).text.count("seven nurses") == 3


def test_zip_bombs(word: Make) -> None:
    with pytest.raises(errors.ExpandsTooMuch):
        read("cv.docx", word([LINE], add={"word/media/image1.bmp": bytes(60 * 2**20)}))
    # Each part packs little, all together unpack to too much.
    noise = {f"word/media/{n}": random.Random(n).randbytes(2**18) for n in range(12)}
    with pytest.raises(errors.ExpandsTooMuch):
        read("cv.docx", word([LINE], add=noise), Limits(unpacked=2**21))
    with pytest.raises(errors.ExpandsTooMuch):
        read("cv.docx", word([LINE], add={f"word/{n}.xml": b"" for n in range(2001)}))


def test_a_part_that_lies_about_its_size(word: Make) -> None:
    data = bytearray(word([LINE] * 9000))
    place = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46
    data[place + 24 : place + 28] = struct.pack("<I", 500)
    with pytest.raises(errors.UnreadableResume):
        read("cv.docx", bytes(data))


def test_entities_are_not_expanded(word: Make) -> None:
    definitions = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(9))

    def laugh(xml: str) -> str:
        head, body = xml.split("?>", 1)
        return f"{head}?><!DOCTYPE d [{definitions}]>" + body.replace(LINE.strip(), f"{LINE} &e8; end of line")

    try:
        text = read("cv.docx", word([LINE.strip()], change=laugh)).text
    except errors.UnreadableResume:
        return
    assert "lol" not in text


def test_files_of_the_computer_are_not_read(word: Make, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell")

    def include(xml: str) -> str:
        head, body = xml.split("?>", 1)
        return f'{head}?><!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + body.replace("HERE", "&x;")

    try:
        text = read("cv.docx", word([LINE, "HERE"], change=include)).text
    except errors.UnreadableResume:
        return
    assert "do not tell" not in text


def test_text_beyond_the_limit_is_refused_not_cut(pdf: Make, word: Make) -> None:
    limits = Limits(characters=1000)
    for name, data in {"a.txt": LINE.encode() * 50, "a.pdf": pdf(LINE * 50), "a.docx": word([LINE] * 50)}.items():
        with pytest.raises(errors.ExpandsTooMuch):
            read(name, data, limits)
    with pytest.raises(errors.ExpandsTooMuch):  # one character that stands for eighteen
        read("a.txt", ("\ufdfa" * 900).encode(), limits)


def test_too_slow(fixture: Bytes) -> None:
    with pytest.raises(errors.TooSlow) as caught:
        read("cv.pdf", fixture("nurse_en.pdf"), Limits(seconds=0.01))
    assert caught.value.params == {"seconds": "0.01"}


def test_memory_is_bounded(word: Make) -> None:
    many = "".join(f"<w:p><w:r><w:t>{n * n}</w:t></w:r></w:p>" for n in range(300_000))
    data = word([LINE], change=lambda xml: xml.replace("<w:sectPr", many + "<w:sectPr", 1))
    with pytest.raises(errors.ExpandsTooMuch):
        read("cv.docx", data, Limits(memory=80 * 2**20, characters=10**8))
    assert "seven nurses" in read("cv.docx", data, Limits(characters=10**8)).text


# --- old Word files -------------------------------------------------------------------------------

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)


def test_old_word_without_a_converter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(errors.UnsupportedType) as caught:
        read("cv.doc", OLD_WORD)
    assert caught.value.params == {"detected": "DOC"}


def _install(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.parametrize("name", ["antiword", "catdoc"])
def test_old_word_with_a_converter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    _install(tmp_path, name, f'while read -r _; do :; done\necho "{LINE}"')
    monkeypatch.setenv("PATH", str(tmp_path))
    resume = read("cv.doc", OLD_WORD)
    assert resume.text == LINE.strip()
    assert resume.content_type == "application/msword"


def test_old_word_with_an_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    script = f'while [ "$1" != --outdir ]; do shift; done\necho "{LINE}" > "$2/resume.txt"'
    _install(tmp_path, "soffice", script)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read("cv.doc", OLD_WORD).text == LINE.strip()


def test_a_converter_that_fails_or_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    _install(tmp_path, "catdoc", "exit 1")
    with pytest.raises(errors.DamagedResume):
        read("cv.doc", OLD_WORD)
    _install(tmp_path, "catdoc", "while :; do :; done")
    with pytest.raises(errors.TooSlow):
        read("cv.doc", OLD_WORD, Limits(seconds=0.5))


def test_old_word_with_a_password() -> None:
    data = bytearray(OLD_WORD)
    data[512:514], data[523] = b"\xec\xa5", 1
    with pytest.raises(errors.EncryptedResume):
        read("cv.doc", bytes(data))


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/home/x/../cv.txt", "cv.txt"),
        ("C:\\Users\\x\\cv.txt", "cv.txt"),
        ("cv\r\nSet-Cookie: a.txt", "cvSet-Cookie: a.txt"),
        ("\u202etxt.exe\u0000.md", "txt.exe.md"),
        ("简历 终稿.md", "简历 终稿.md"),
        ("..", "resume"),
        ("", "resume"),
        ("a" * 300 + ".txt", "a" * 251 + ".txt"),
    ],
)
def test_names_are_made_safe(name: str, shown: str) -> None:
    assert read(name, LINE.encode()).filename == shown


@given(st.text())
def test_any_name_becomes_a_short_line(name: str) -> None:
    shown = read(name, LINE.encode()).filename
    assert 0 < len(shown) <= 255
    assert shown.isprintable()
    assert "/" not in shown


# --- whatever the bytes ---------------------------------------------------------------------------


@given(st.binary(max_size=3000))
def test_any_bytes_end_in_text_or_a_known_error(data: bytes) -> None:
    try:
        resume = read("x", data)
    except errors.ResumeError:
        return
    assert resume.text


MAGICS = [b"%PDF-1.4\n", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(MAGICS), st.binary(max_size=400), st.sampled_from([b"", b"\n%%EOF\n"]))
def test_bytes_that_only_begin_well(magic: bytes, body: bytes, end: bytes) -> None:
    with pytest.raises(errors.ResumeError):
        read("x", magic + body + end)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["nurse_en.pdf", "software_zh.pdf", "software_en_table.docx"]),
    places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=60),
)
def test_files_with_wrong_bytes(fixture: Bytes, name: str, places: list[tuple[float, int]]) -> None:
    data = bytearray(fixture(name))
    for place, value in places:
        data[int(place * len(data))] = value
    try:
        resume = read(name, bytes(data))
    except errors.ResumeError:
        return
    assert resume.text
