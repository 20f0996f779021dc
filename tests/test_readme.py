"""The examples of the README, run as they stand against a server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.harness import ROOT, Server

README = (ROOT / "README.md").read_text(encoding="utf-8")


def example(language: str, holding: str) -> str:
    found = [block for block in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if holding in block]
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("readme") / "rehearsal.duckdb") as running:
        yield running


def test_the_python_example_holds_an_interview(server: Server) -> None:
    code = example("python", "httpx").replace("http://localhost:8501", server.url)
    assert len(code.splitlines()) <= 35
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    *questions, result = done.stdout.strip().splitlines()
    assert len(questions) >= 3
    assert all(question.strip() for question in questions)
    assert re.match(r"\d{1,3} \S", result)


def test_the_curl_lines_answer_with_success(server: Server, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    assert curl, "install curl (Debian: sudo apt-get install curl)"
    (tmp_path / "resume.txt").write_text(
        "Robin Vale\nBaker at Aurora, 2019 to 2024\nTrained six apprentices in bread\n"
    )
    lines = (
        example("sh", "curl").replace("localhost:8501", f"127.0.0.1:{server.port}").replace("\\\n", " ").splitlines()
    )
    assert len(lines) == 3
    for line in lines:
        here = line.replace("localhost:8501", f"127.0.0.1:{server.port}")
        done = subprocess.run(here, shell=True, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        answer = json.loads(done.stdout)
        assert (answer["code"], answer["message"]) == (200, "success"), line
        assert answer["data"], line


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"\]\((docs/[^)]+)\)", README)
    assert len(pictures) > 4
    assert [each for each in pictures if not (ROOT / each).is_file()] == []
