"""Small real things the tests use instead of patches."""

from support.interviewers import ScriptedInterviewer

__all__ = ["ScriptedInterviewer"]
