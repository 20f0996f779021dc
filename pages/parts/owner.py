"""Whose rows the pages show."""

from __future__ import annotations

from engine.auth import LOCAL_OWNER


def owner() -> str:
    """The owner at this browser. Until there is sign-in, everyone at this computer is one owner."""
    return LOCAL_OWNER
