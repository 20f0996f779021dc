"""Make the resume files under tests/fixtures/resumes from the texts in its folder sources.

    python scripts/make_fixtures.py --latin LiberationSans-Regular.ttf --chinese NotoSansSC_400Regular.ttf

Both fonts are free (OFL-1.1): Debian's fonts-liberation and npm's @expo-google-fonts/noto-sans-sc. The files keep only
the glyphs they show. The people in them are invented.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pypdfium2
from docx.document import Document
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "resumes"
SOURCES = FOLDER / "sources"
MADE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PASSWORD = "a-fixture-password"
SIDE = {"SKILLS", "EDUCATION", "PROFILE"}


def new_pdf(font: Path) -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_creation_date(MADE)
    pdf.set_margin(18)
    pdf.add_font("Text", fname=str(font))
    pdf.set_font("Text", size=10)
    pdf.add_page()
    return pdf


def single_column(text: str, font: Path) -> FPDF:
    pdf = new_pdf(font)
    for line in text.splitlines():
        pdf.multi_cell(0, 5.6, line or " ", align="L", new_x="LMARGIN", new_y="NEXT")
    return pdf


def sections(text: str) -> list[list[str]]:
    """The text cut before each line in capitals."""
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if re.fullmatch("[A-Z ]{4,}", line):
            parts.append([])
        parts[-1].append(line)
    return parts


def column_texts(text: str) -> tuple[list[str], list[str]]:
    """What stands in the narrow column and what in the wide one."""
    side: list[str] = []
    wide: list[str] = []
    for part in sections(text):
        (side if part[0] in SIDE else wide).extend(part)
    return side, wide


def two_columns(text: str, font: Path) -> FPDF:
    pdf = new_pdf(font)
    for lines, left, width in zip(column_texts(text), (18, 78), (52, 114), strict=True):
        pdf.set_y(18)
        for line in lines:
            pdf.set_x(left)
            pdf.multi_cell(width, 5, line or " ", align="L", new_x="LEFT", new_y="NEXT")
    return pdf


def without_spaces(text: str, font: Path) -> FPDF:
    """Words set one by one, the space between them only a gap, as typesetting programs do."""
    pdf = new_pdf(font)
    gap = 0.17 * pdf.font_size
    y = 18.0
    for line in text.splitlines():
        x = 18.0
        for word in line.split():
            width = pdf.get_string_width(word)
            if x + width > 192:
                x, y = 18.0, y + 5
            if y > 275:
                pdf.add_page()
                y = 18.0
            pdf.text(x, y, word)
            x += width + gap
        y += 5
    return pdf


def scan(source: Path) -> FPDF:
    """The pages of another PDF as pictures."""
    pdf = FPDF(format="A4")
    pdf.set_creation_date(MADE)
    with pypdfium2.PdfDocument(source) as pages:
        for page in pages:
            pdf.add_page()
            pdf.image(page.render(scale=1, grayscale=True).to_pil(), x=0, y=0, w=210)
    return pdf


def with_table(text: str) -> Document:
    """A DOCX: name in the header, headings and lists as styles, the skills in a table."""
    document = docx.Document()
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = MADE
    parts = sections(text)
    document.sections[0].header.paragraphs[0].text = parts[0][0]
    _paragraphs(document, parts[0][1:])
    for part in parts[1:]:
        document.add_heading(part[0].title(), level=1)
        if part[0] == "SKILLS":
            rows = [line.split(": ", 1) for line in part[1:] if line]
            table = document.add_table(rows=0, cols=2)
            for label, items in rows:
                cells = table.add_row().cells
                cells[0].text, cells[1].text = label, items
        else:
            _paragraphs(document, part[1:])
    return document


def _paragraphs(document: Document, lines: Iterable[str]) -> None:
    for line in lines:
        if line.startswith("• "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line:
            document.add_paragraph(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--latin", type=Path, required=True, help="a TrueType font for English")
    parser.add_argument("--chinese", type=Path, required=True, help="a TrueType font for Chinese")
    fonts = parser.parse_args()

    software = (SOURCES / "software_en.txt").read_text(encoding="utf-8")
    nurse = (SOURCES / "nurse_en.txt").read_text(encoding="utf-8")
    chinese = (SOURCES / "software_zh.txt").read_text(encoding="utf-8")

    single_column(software, fonts.latin).output(str(FOLDER / "software_en.pdf"))
    two_columns(software, fonts.latin).output(str(FOLDER / "software_en_columns.pdf"))
    without_spaces(software, fonts.latin).output(str(FOLDER / "software_en_no_spaces.pdf"))
    with_table(software).save(str(FOLDER / "software_en_table.docx"))
    single_column(nurse, fonts.latin).output(str(FOLDER / "nurse_en.pdf"))
    single_column(chinese, fonts.chinese).output(str(FOLDER / "software_zh.pdf"))
    (FOLDER / "software_zh_gb18030.txt").write_bytes(chinese.encode("gb18030"))
    scan(FOLDER / "nurse_en.pdf").output(str(FOLDER / "scanned.pdf"))
    locked = single_column(nurse, fonts.latin)
    locked.set_encryption(
        owner_password=PASSWORD,
        user_password=PASSWORD,
        encryption_method=EncryptionMethod.AES_128,
        permissions=AccessPermission.none(),
    )
    locked.output(str(FOLDER / "encrypted.pdf"))


if __name__ == "__main__":
    main()
