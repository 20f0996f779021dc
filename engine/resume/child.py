"""Runs ``extract.py`` as a process that is ended when it takes too long or says too much."""

from __future__ import annotations

import contextlib
import json
import logging
import math
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from engine.errors import (
    DamagedResume,
    EncryptedResume,
    ExpandsTooMuch,
    RehearsalError,
    TooManyPages,
    TooSlow,
    UnsupportedType,
)
from engine.resume.layout import Box, text_of
from engine.resume.limits import Limits

Kind = Literal["pdf", "docx", "doc"]

_log = logging.getLogger(__name__)
_SCRIPT: Final = Path(__file__).with_name("extract.py")
_KEPT: Final = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP")
_BYTES_A_CHARACTER: Final = 6  # the longest JSON escape of one character
_READINGS: Final = 2
_OFFICE_MEMORY: Final = 4  # a converter of old Word files maps far more than it uses
_ENGINE_KEY: Final = 12  # bytes of a line in which its key stands
_GRACE: Final = 0.2  # seconds for a process that has said everything to end
_SECOND_SHARE: Final = 0.5  # of the time allowed: with one reading in hand, that long is waited for another


class Extract(NamedTuple):
    """What the process told before it ended. ``readings`` maps an engine to its text and is not empty."""

    readings: dict[str, str]
    pages: int
    images: bool
    columns: int


def extract(kind: Kind, data: bytes, limits: Limits) -> Extract:
    """The text of a file, read in a process of its own.

    Raises:
        TooSlow: no reading was ready within ``limits.seconds``.
        ExpandsTooMuch: memory ran out, or the text is longer than ``limits.characters``.
        TooManyPages, EncryptedResume, DamagedResume, UnsupportedType: as the process found.
        RehearsalError: the process could not be started or is itself broken.
    """
    heard = _Heard(limits)
    code = _run(kind, data, limits, heard)
    told = heard.told()
    readings = {line["engine"]: line["text"] for line in told if "text" in line}
    columns = 1
    for line in told:
        if "lines" in line:
            readings[line["engine"]], columns = text_of([[Box(*box) for box in page] for page in line["lines"]])
    if readings:
        facts = next(line for line in [*told, {}] if "pages" in line or not line)
        return Extract(readings, facts.get("pages", 1), facts.get("images", False), columns)
    if error := next((line["error"] for line in told if "error" in line), ""):
        raise _refusal(error, limits)
    if heard.flooded:
        raise ExpandsTooMuch()
    if code is None or -code in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGKILL", None)):
        raise TooSlow(seconds=f"{limits.seconds:g}")
    if code < 0:  # a parser brought its process down: the file is to blame
        raise DamagedResume()
    _log.error("reading a %s file ended with exit code %s", kind, code)
    raise RehearsalError()


class _Heard:
    """Collects the process's lines; ``flooded`` once they are longer than any honest output."""

    def __init__(self, limits: Limits) -> None:
        self._room = limits.characters * _BYTES_A_CHARACTER * _READINGS + 2**16
        self._lines: list[bytes] = []
        self.flooded = False
        self.has_reading = False
        self.first = threading.Event()

    def read(self, stream: Any) -> None:
        while line := stream.readline(self._room + 1):
            self._room -= len(line)
            if self._room < 0:
                self.flooded = True
                break
            if line.endswith(b"\n"):  # else the process ended in the middle of it
                self._lines.append(line)
                self.has_reading = self.has_reading or b'"engine"' in line[:_ENGINE_KEY]
            if self.has_reading:
                self.first.set()
        self.first.set()

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._lines]


def _run(kind: Kind, data: bytes, limits: Limits, heard: _Heard) -> int | None:
    """The exit code, None where the process had to be ended. Its whole process group ends with it."""
    bounds = json.dumps([limits.pages, limits.unpacked, limits.ratio, limits.characters])
    memory = limits.memory * (_OFFICE_MEMORY if kind == "doc" else 1)
    arguments = [kind, bounds, str(memory), str(math.ceil(limits.seconds))]
    started = time.monotonic()
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", str(_SCRIPT), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # parsers complain there in the file's own words
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            start_new_session=True,
        )
    except OSError:
        _log.exception("the process that reads resume files could not be started")
        raise RehearsalError() from None
    writer = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
    reader = threading.Thread(target=heard.read, args=(process.stdout,), daemon=True)
    writer.start()
    reader.start()
    try:
        heard.first.wait(limits.seconds)
        whole = started + limits.seconds
        patience = started + limits.seconds * _SECOND_SHARE if heard.has_reading else whole
        reader.join(max(0.0, min(patience, whole) - time.monotonic()))
        if reader.is_alive() or heard.flooded:
            return None
        ended = _has_ended(process, whole + _GRACE)
    finally:
        code = _end(process)
        reader.join()
        writer.join()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
    return code if ended else None


def _feed(stream: Any, data: bytes) -> None:
    # A process that refuses a file early does not read it to its end.
    with contextlib.suppress(OSError):
        stream.write(data)
        stream.close()


def _has_ended(process: subprocess.Popen[bytes], deadline: float) -> bool:
    """Whether it ends by itself until ``deadline``. It is not reaped, so that its group's number stays taken."""
    while True:
        if hasattr(os, "waitid"):
            ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
        else:
            ended = process.poll() is not None
        if ended or time.monotonic() > deadline:
            return ended
        time.sleep(0.002)


def _end(process: subprocess.Popen[bytes]) -> int:
    if hasattr(os, "killpg"):
        # Also when the process has ended by itself: what it started may not have.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    return process.wait()


def _refusal(error: str, limits: Limits) -> RehearsalError:
    code, _, detail = error.partition(":")
    match code:
        case "encrypted":
            return EncryptedResume()
        case "pages":
            return TooManyPages(limit=limits.pages)
        case "expands":
            return ExpandsTooMuch()
        case "unsupported":
            return UnsupportedType(detected=detail)
        case _:
            return DamagedResume()
