"""Text of one PDF, DOCX or DOC, in a process of its own that may be killed at any time.

Run by ``engine.resume.child`` as a script in Python's isolated mode, so it imports nothing of the engine: what a
hostile file can reach is the parsers and no more. The file comes on stdin; stdout carries one JSON object a line:

    {"pages": 2, "images": false}          facts of the file, before any text
    {"engine": "pdfium", "text": "..."}    one reading
    {"engine": "pdfminer", "lines": [[...]]}    another: for each page its lines as [x0, y0, x1, y1, text]
    {"error": "encrypted"}                 why there is no (further) reading, see ``engine.resume.child``

A line is written as soon as it is known, so a process killed during its second reading has told the first.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

Emit = Callable[[dict[str, Any]], None]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = {
    _W + "pPr",
    _W + "rPr",
    _W + "sectPr",
    _W + "tblPr",
    _W + "del",
    _W + "moveFrom",
    _FALLBACK,
}
_MEASURED: Final = 2**20  # a smaller part does no harm, however well it packs
_XML_NO_MEMORY: Final = 2  # libxml2's XML_ERR_NO_MEMORY, which lxml reports as a syntax error
_ZIP_PARTS: Final = 2_000  # a resume has some twenty


class Bounds(NamedTuple):
    """The limits a parser itself can hold; see ``engine.resume.limits.Limits``."""

    pages: int
    unpacked: int
    ratio: int
    characters: int


class Refused(Exception):
    """The file cannot be read; the argument is the code for the parent."""


def extract_pdf(data: bytes, bounds: Bounds, emit: Emit) -> None:
    """Read a PDF with both engines. Either may fail; ``Refused("damaged")`` means that both did."""
    read = 0
    for engine in (_pdfium, _pdfminer):
        try:
            engine(data, bounds, emit)
            read += 1
        except ImportError:
            raise  # the installation is broken, not the file
        except (Refused, MemoryError, RecursionError):
            if read:
                return
            raise
        except Exception as problem:  # parsers of hostile files fail in every way; the other engine may do better
            emit({"failed": engine.__name__.strip("_"), "why": type(problem).__name__})
    if not read:
        raise Refused("damaged")


def _pdfium(data: bytes, bounds: Bounds, emit: Emit) -> None:
    import pypdfium2
    import pypdfium2.raw as raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        if problem.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Refused("encrypted") from None
        raise
    with document:
        if len(document) > bounds.pages:
            raise Refused("pages")
        images, size, pages = False, 0, []
        for number in range(len(document)):
            page = document[number]
            # Only the first pages are searched for pictures: enough to tell a scan.
            if not images and number < 5:
                images = any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
            text = page.get_textpage().get_text_bounded()
            page.close()
            size += len(text)
            if size > bounds.characters:
                raise Refused("expands")
            pages.append(text)
        emit({"pages": len(pages), "images": images})
        # pdfium puts U+0002 or U+FFFE for a hyphen and the line break after it.
        emit({"engine": "pdfium", "text": re.sub("[\ufffe\x02]\\s*", "-\n", "\n\n".join(pages))})


def _pdfminer(data: bytes, bounds: Bounds, emit: Emit) -> None:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTPage, LTTextContainer, LTTextLine
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    pages: list[list[tuple[float, float, float, float, str]]] = []
    size = 0
    try:
        for page in extract_pages(io.BytesIO(data)):
            if len(pages) >= bounds.pages:
                raise Refused("pages")
            assert isinstance(page, LTPage)
            pages.append([])
            for line in (line for box in page if isinstance(box, LTTextContainer) for line in box):
                if isinstance(line, LTTextLine):
                    text = line.get_text()
                    size += len(text)
                    if size > bounds.characters:
                        raise Refused("expands")
                    pages[-1].append((*line.bbox, text))
    except PDFPasswordIncorrect:
        raise Refused("encrypted") from None
    emit({"engine": "pdfminer", "lines": pages})


def extract_docx(data: bytes, bounds: Bounds, emit: Emit) -> None:
    """Read a DOCX: the header, then paragraphs, tables and text boxes in the order of the document."""
    images = _check_zip(data, bounds)
    import docx  # after the check: opening reads every part

    try:
        document = docx.Document(io.BytesIO(data))
        # Elements rather than python-docx's paragraphs, which leave out content controls and text boxes.
        headers = dict.fromkeys("\n".join(_blocks(section.header._element)) for section in document.sections)
        lines = [header for header in headers if header.strip()]
        lines += _blocks(document.element.body)
    except (MemoryError, RecursionError):
        raise
    except Exception as problem:  # a broken document fails in every way
        out_of_memory = getattr(problem, "code", None) == _XML_NO_MEMORY
        raise Refused("expands" if out_of_memory else "damaged") from problem
    text = "\n".join(lines)
    if len(text) > bounds.characters:
        raise Refused("expands")
    emit({"pages": 1, "images": images})
    emit({"engine": "docx", "text": text})


def _check_zip(data: bytes, bounds: Bounds) -> bool:
    """Whether the DOCX holds pictures. Refuses other archives and any that unpacks to too much."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise Refused("damaged" if b"word/" in data or b"[Content_Types].xml" in data else "unsupported:ZIP") from None
    names = {part.filename for part in parts}
    if "word/document.xml" not in names:
        kinds = {"xl/": "XLSX", "ppt/": "PPTX", "content.xml": "ODT", "META-INF/container.xml": "EPUB"}
        found = (kind for start, kind in kinds.items() if any(name.startswith(start) for name in names))
        raise Refused("unsupported:" + next(found, "ZIP"))
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("encrypted")
    heavy = [part for part in parts if part.file_size > _MEASURED]
    if (
        len(parts) > _ZIP_PARTS
        or sum(part.file_size for part in parts) > bounds.unpacked
        or any(part.file_size > bounds.ratio * max(1, part.compress_size) for part in heavy)
    ):
        raise Refused("expands")
    return any(name.startswith("word/media/") for name in names)


def _blocks(parent: Any) -> Iterator[str]:
    """Lines of a body, cell or text box, in order; deleted text is left out."""
    for child in parent:
        if child.tag == _W + "p":
            yield from _paragraph(child)
        elif child.tag == _W + "tbl":
            yield ""
            for row in child.iter(_W + "tr"):
                # A row of a nested table is told with its own cell.
                if next(row.iterancestors(_W + "tbl")) is child:
                    yield from _row(row)
            yield ""
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _row(row: Any) -> Iterator[str]:
    own = [cell for cell in row.iter(_W + "tc") if next(cell.iterancestors(_W + "tr")) is row]
    cells = [[line for line in _blocks(cell) if line.strip()] for cell in own]
    if all(len(cell) <= 1 for cell in cells):
        yield "\t".join(cell[0] for cell in cells if cell)
    else:  # a table that lays out columns of text: one after the other
        for cell in cells:
            yield from [*cell, ""]


def _paragraph(paragraph: Any) -> Iterator[str]:
    boxes: list[Any] = []
    text = "".join(_runs(paragraph, boxes))
    listed = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else str(style.get(_W + "val", ""))
    heading = name.lower().startswith(("heading", "title"))
    if heading:
        yield ""
    yield (("• " + text) if (listed or name.startswith("ListBullet")) and text.strip() and not heading else text)
    for box in boxes:
        yield from _blocks(box)


def _runs(parent: Any, boxes: list[Any]) -> Iterator[str]:
    for child in parent:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in (_W + "tab", _W + "ptab"):
            yield "\t"
        elif child.tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif child.tag == _W + "noBreakHyphen":
            yield "-"
        elif child.tag == _W + "txbxContent":
            boxes.append(child)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _runs(child, boxes)


def extract_doc(data: bytes, bounds: Bounds, emit: Emit) -> None:
    """Convert an old Word file with whichever of antiword, catdoc and LibreOffice is installed."""
    quick = {"antiword": ["-w", "0", "-m", "UTF-8.txt", "-"], "catdoc": ["-w", "-d", "utf-8"]}
    for program, arguments in quick.items():
        if path := shutil.which(program):
            _emit_converted(_converted([path, *arguments], data, bounds), bounds, emit)
            return
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Refused("unsupported:DOC")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "resume.doc")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        target = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder]
        subprocess.run([office, profile, "--headless", *target, str(source)], capture_output=True, check=False)
        result = source.with_suffix(".txt")
        _emit_converted(result.read_bytes()[: _room(bounds)] if result.exists() else b"", bounds, emit)


def _converted(command: list[str], data: bytes, bounds: Bounds) -> bytes:
    """What a converter writes, ended as soon as that is too much."""
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        with subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            output = process.stdout.read(_room(bounds))
            process.kill()
    return output


def _room(bounds: Bounds) -> int:
    return 4 * bounds.characters + 8  # UTF-8, and enough over to show that it is too much


def _emit_converted(output: bytes, bounds: Bounds, emit: Emit) -> None:
    text = output.decode("utf-8-sig", "replace")
    if not text.strip():
        raise Refused("damaged")
    if len(text) > bounds.characters:
        raise Refused("expands")
    emit({"pages": 1, "images": False})
    emit({"engine": "doc", "text": text})


EXTRACTORS: Final[dict[str, Callable[[bytes, Bounds, Emit], None]]] = {
    "pdf": extract_pdf,
    "docx": extract_docx,
    "doc": extract_doc,
}


def run(kind: str, data: bytes, bounds: Bounds, emit: Emit) -> None:
    """Extract and report; a refusal or exhausted memory becomes an error line."""
    try:
        EXTRACTORS[kind](data, bounds, emit)
    except Refused as refusal:
        emit({"error": str(refusal)})
    except (MemoryError, RecursionError):
        emit({"error": "expands"})


def _bound_process(memory: int, seconds: int, files: bool) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is what bounds this process
        return
    wanted = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    if not files:
        wanted[resource.RLIMIT_FSIZE] = 0
    for limit, value in wanted.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            # Some systems have a limit by name only (macOS: RLIMIT_AS); the others still hold.
            continue


def _main(arguments: Iterable[str]) -> None:
    kind, bounds, memory, seconds = arguments
    _bound_process(int(memory), int(seconds), files=kind == "doc")

    def emit(line: dict[str, Any]) -> None:
        # Not print: text may hold lone surrogates.
        sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()

    run(kind, sys.stdin.buffer.read(), Bounds(*json.loads(bounds)), emit)


if __name__ == "__main__":
    _main(sys.argv[1:])
