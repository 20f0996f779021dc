"""A job description held against a resume: what it asks for, and where the resume shows it."""

from __future__ import annotations

from engine.job.matching import match
from engine.job.reading import LIMIT

__all__ = ["LIMIT", "match"]
