"""The offline interviewer: question bank, planning, follow-ups and scoring, without a model."""

from engine.offline.feedback import says_nothing
from engine.offline.interviewer import OfflineInterviewer

__all__ = ["OfflineInterviewer", "says_nothing"]
