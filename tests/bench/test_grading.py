"""The bench row that compares offline scores with people's marks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench import fit, grading
from engine.offline.evidence import WEIGHTS

HEADER = "source,question,reference_answer,answer,score_0_5\n"
ROWS = (
    "Why is the sky blue?,Air scatters blue light more than red light,Air scatters blue light more than red light,5",
    "Why is the sky blue?,Air scatters blue light more than red light,Blue light is scattered by air,4",
    "Why is the sky blue?,Air scatters blue light more than red light,Because of the sea and the big water,0",
    "What do bees collect?,Bees collect nectar and pollen from flowers,Nectar and pollen from flowers,5",
    "What do bees collect?,Bees collect nectar and pollen from flowers,They collect some pollen,3",
    "What do bees collect?,Bees collect nectar and pollen from flowers,They collect small stones and wood for houses,0",
)


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    file = tmp_path / "marked.csv"
    lines = [f"{source},{row}\n" for source in ("first", "second") for row in ROWS]
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    return file


def test_each_source_is_measured_beside_its_baselines(marked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(grading.VARIABLE, str(marked))
    rows = grading.grading()
    assert [(row["source"], row["unit"]) for row in rows] == [
        (source, unit) for source in ("first", "second") for unit in ("r", "r within", "RMSE", "kappa")
    ]
    for row in rows:
        assert all(name in row["reach"] for name in ("mean", "length", "TF-IDF"))
        assert row["baseline"] is not None
        better = row["value"] < row["baseline"] if row["unit"] == "RMSE" else row["value"] > row["baseline"]
        assert row["met"] is better
    assert all(row["value"] > 0.8 for row in rows if row["unit"].startswith("r"))


def test_without_data_nothing_is_met(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv(grading.VARIABLE, raising=False)
    (row,) = grading.grading()
    assert row["met"] is False
    assert "no data" in capsys.readouterr().out


def test_weights_are_a_mean_and_equal_without_data(marked: Path) -> None:
    assert fit.fit([]) == pytest.approx(dict.fromkeys(WEIGHTS, 1 / len(WEIGHTS)))
    weights = fit.fit(fit.load([marked]))
    assert weights.keys() == WEIGHTS.keys()
    assert sum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) >= 0


def test_a_file_that_lacks_a_column_or_exceeds_the_scale_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("question,answer,score_0_5\na,b,3\n", encoding="utf-8")
    with pytest.raises(ValueError, match="reference_answer"):
        fit.load([file])
    file.write_text("question,reference_answer,answer,score_0_5\na,b,c,7\n", encoding="utf-8")
    with pytest.raises(ValueError, match="0-5"):
        fit.load([file])


def test_centred_values_have_no_mean_in_any_group() -> None:
    centred = fit.centred(np.array([1.0, 3.0, 10.0]), ["a", "a", "b"])
    assert centred.tolist() == [-1.0, 1.0, 0.0]
