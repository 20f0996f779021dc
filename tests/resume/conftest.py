from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

FIXTURES = Path(__file__).parents[1] / "fixtures" / "resumes"


@pytest.fixture
def fixture() -> Callable[[str], bytes]:
    """Bytes of a resume file by its name."""
    return lambda name: (FIXTURES / name).read_bytes()


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A PDF with a given text on each of some pages."""

    def make(text: str, pages: int = 1, password: str = "") -> bytes:
        document = FPDF()
        document.set_font("Helvetica", size=10)
        for _ in range(pages):
            document.add_page()
            if text:
                document.multi_cell(0, 5, text)
        if password:
            document.set_encryption(owner_password="owner", user_password=password)
        return bytes(document.output())

    return make


@pytest.fixture
def word() -> Callable[..., bytes]:
    """A DOCX of some paragraphs; ``change`` may edit the document's XML, ``add`` more parts."""

    def make(
        paragraphs: list[str],
        change: Callable[[str], str] = lambda xml: xml,
        add: dict[str, bytes] | None = None,
    ) -> bytes:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        plain, packed = io.BytesIO(), io.BytesIO()
        document.save(plain)
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                content = source.read(name)
                if name == "word/document.xml":
                    content = change(content.decode()).encode()
                target.writestr(name, content)
            for name, content in (add or {}).items():
                target.writestr(name, content)
        return packed.getvalue()

    return make
