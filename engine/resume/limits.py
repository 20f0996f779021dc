"""How much of a machine one resume file may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on reading one file; past any of them the file is refused, never cut short.

    The defaults leave room for every resume seen and stop files made to exhaust a machine. A two-page PDF takes well
    under a second, 100 MiB and 5,000 characters; Word's XML packs to a tenth or a thirtieth.
    """

    upload: int = 10 * 2**20
    """Bytes of the file."""

    seconds: float = 10.0
    """Wall-clock time of the reading process, and its processor time rounded up."""

    memory: int = 2**30
    """Address space of the reading process, in bytes, where the system can bound it."""

    pages: int = 200
    """Pages of a PDF."""

    unpacked: int = 64 * 2**20
    """Bytes of a DOCX's parts together, unpacked."""

    ratio: int = 200
    """Unpacked by packed bytes of one DOCX part; parts that unpack to under 1 MiB are not measured."""

    characters: int = 1_000_000
    """Characters of text."""
