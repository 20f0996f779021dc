"""A file becomes a resume: sniff, decode or extract, choose, clean."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

from engine.errors import (
    DamagedResume,
    EmptyFile,
    EncryptedResume,
    ExpandsTooMuch,
    NearlyNoText,
    ScannedResume,
    TooLarge,
    UnsupportedType,
)
from engine.model import Resume
from engine.resume.child import Extract, Kind, extract
from engine.resume.clean import clean
from engine.resume.decode import decode
from engine.resume.limits import Limits
from engine.resume.quality import better, letters

_TYPES: Final[dict[Kind, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
}
_HEAD: Final = 1024  # where readers of PDF look for its mark
_TAIL: Final = 4096
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARIES: Final = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"RIFF", "WEBP"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7Z"),
)
_FEWEST_LETTERS: Final = 30  # in all; a name and an address alone have more
_LETTERS_A_PAGE: Final = 30  # a page of pictures with fewer is a scan with a stamp or page number
_LONGEST_NAME: Final = 255


def read(name: str, data: bytes, limits: Limits | None = None) -> Resume:
    """Read a resume file by its content; its name matters only to tell Markdown from plain text.

    The text is cleaned, see ``engine.resume.clean``. HTML and the like is text and stays as it is written.

    Raises:
        EmptyFile, TooLarge, UnsupportedType: before anything is parsed.
        ScannedResume, EncryptedResume, DamagedResume, TooManyPages, ExpandsTooMuch, TooSlow, NearlyNoText:
            the file could not be read, or not within ``limits`` (the defaults where None).
        RehearsalError: the reading process itself could not run.
    """
    limits = limits or Limits()
    check(data, limits)
    filename = _safe_name(name)
    kind = _kind(data)
    if kind is None:
        content_type = "text/markdown" if filename.lower().endswith((".md", ".markdown")) else "text/plain"
        text = _plain(data, limits)
    else:
        content_type = _TYPES[kind]
        text = _extracted(kind, data, limits)
    return Resume(
        text=text,
        filename=filename,
        content_type=content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def check(data: bytes, limits: Limits) -> None:
    """What shows before anything is parsed, within 0.2 s for 10 MiB.

    Raises:
        EmptyFile, TooLarge, UnsupportedType, EncryptedResume.
    """
    if not data:
        raise EmptyFile()
    if len(data) > limits.upload:
        raise TooLarge(limit_mib=f"{limits.upload / 2**20:g}")
    if _kind(data) is None and decode(data) is None:
        detected = next((label for magic, label in _BINARIES if data.startswith(magic)), "")
        raise UnsupportedType(detected=detected)


def _kind(data: bytes) -> Kind | None:
    """What parses it; None for text. Raises UnsupportedType, EncryptedResume."""
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    if data.startswith(_OLE):
        if _utf16("EncryptedPackage") in data:
            raise EncryptedResume()  # how Word keeps a DOCX with a password
        if _utf16("WordDocument") not in data:
            raise UnsupportedType(detected="OLE")
        # The second flag byte of the first sector after the header: Word's own encryption.
        if data[512:514] == b"\xec\xa5" and data[523:524] and data[523] & 1:
            raise EncryptedResume()
        return "doc"
    if data.lstrip()[:5] == rb"{\rtf":
        raise UnsupportedType(detected="RTF")
    return None


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _plain(data: bytes, limits: Limits) -> str:
    text = decode(data)
    assert text is not None  # checked before
    return _enough(_cleaned(text, limits))


def _extracted(kind: Kind, data: bytes, limits: Limits) -> str:
    if kind == "pdf" and not any(mark in data.rstrip(b"\0\r\n\t ")[-_TAIL:] for mark in (b"%%EOF", b"startxref")):
        raise DamagedResume()  # cut short; a parser that repairs it would lose the rest in silence
    found = extract(kind, data, limits)
    text = _cleaned(better(found.readings, found.columns), limits)
    if _is_scan(found, text):
        raise ScannedResume()
    return _enough(text)


def _is_scan(found: Extract, text: str) -> bool:
    count = letters(text)
    if not found.images:
        return count == 0 and "docx" not in found.readings and "doc" not in found.readings
    return count < max(_FEWEST_LETTERS, _LETTERS_A_PAGE * found.pages)


def _cleaned(text: str, limits: Limits) -> str:
    if len(text) > limits.characters:
        raise ExpandsTooMuch()
    text = clean(text)
    if len(text) > limits.characters:  # some characters stand for many
        raise ExpandsTooMuch()
    return text


def _enough(text: str) -> str:
    if letters(text) < _FEWEST_LETTERS:
        raise NearlyNoText()
    return text


def _safe_name(name: str) -> str:
    """The last part of a path, on one line, without invisible characters; "resume" where nothing is left."""
    base = re.split(r"[/\\]", name)[-1]
    shown = "".join(
        character
        for character in base
        if unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    shown = " ".join(shown.split()).strip(". ")
    if len(shown) > _LONGEST_NAME:
        stem, dot, ending = shown.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 10 else ""
        shown = shown[: _LONGEST_NAME - len(ending)] + ending
    return shown or "resume"
