"""The interviewer that a language model serves, behind any OpenAI-compatible address.

Nothing of langchain is imported before ``LLMInterviewer`` or ``probe`` is asked for: that takes a second or more, and
most starts need none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.llm.endpoint import Endpoint, Probe

if TYPE_CHECKING:
    from engine.llm.interviewer import LLMInterviewer
    from engine.llm.probing import probe

__all__ = ["Endpoint", "LLMInterviewer", "Probe", "probe"]


def __getattr__(name: str) -> Any:
    if name == "LLMInterviewer":
        from engine.llm.interviewer import LLMInterviewer

        return LLMInterviewer
    if name == "probe":
        from engine.llm.probing import probe

        return probe
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
