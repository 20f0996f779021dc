"""Answers that are files, sent in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from fastapi.responses import StreamingResponse

_PIECE = 64 * 1024
_UNSAFE = re.compile(r'[^ -~]|["\\%]')
"""What a quoted name cannot hold, or what browsers take for an escape; the encoded name beside it keeps all."""


def download(name: str, media_type: str, pieces: Iterable[str] | bytes) -> StreamingResponse:
    """A file to be saved as ``name``, which may be of any script (RFC 5987)."""
    plain = _UNSAFE.sub("", name).strip("-. ") or "rehearsal"
    plain = plain if "." in plain else f"rehearsal.{name.rpartition('.')[2]}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    body = _pieces(pieces) if isinstance(pieces, bytes) else pieces
    return StreamingResponse(body, media_type=media_type, headers={"Content-Disposition": named})


def _pieces(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), _PIECE):
        yield data[start : start + _PIECE]
