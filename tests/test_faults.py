"""The fault matrix: every fault of a model's endpoint at every call, and every interview completes."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.faulty_interviews import EVERY_CALL, interview
from support.model_faults import Fault


@pytest.mark.parametrize("call", EVERY_CALL)
@pytest.mark.parametrize("fault", list(Fault))
def test_every_interview_completes_with_each_score_labelled(tmp_path: Path, call: str, fault: Fault) -> None:
    assert interview(tmp_path, call, fault) == []
