from __future__ import annotations

import pandas as pd

from engine.charts.once import once


def test_the_same_frame_is_worked_on_once_and_another_anew() -> None:
    calls = []

    @once
    def count(frame: pd.DataFrame, more: pd.DataFrame | None, word: str) -> int:
        calls.append(word)
        return len(frame) + (0 if more is None else len(more))

    one, same = pd.DataFrame({"a": [1, 2]}), pd.DataFrame({"a": [1, 2]})
    assert [count(one, None, "x"), count(one, None, "x")] == [2, 2]
    assert calls == ["x"]
    assert count(same, None, "x") == 2
    assert count(same, one, "x") == 4
    assert count(same, one, "y") == 4
    assert count(same, None, "y") == 2
    assert calls == ["x", "x", "x", "y", "y"]
