"""From a file's bytes to a resume's text, and from the text to what it says (``Profile``)."""

from __future__ import annotations

from engine.resume.clean import clean
from engine.resume.limits import Limits
from engine.resume.profiling import profile
from engine.resume.reading import check, read
from engine.resume.vocabulary import skill_category, skill_label, skill_name

__all__ = ["Limits", "check", "clean", "profile", "read", "skill_category", "skill_label", "skill_name"]
