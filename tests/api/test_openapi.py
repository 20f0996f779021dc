"""Schemathesis with all its checks against the live server: no fault, and no answer that is not described."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.interviewers import ScriptedInterviewer
from tests.api.conftest import Serve

CONFIG = """
[checks]
enabled = true

[generation]
# NUL is refused anywhere in a body, also in fields that are not known, of which a schema cannot say it.
allow-x00 = false

[[operations]]
include-name = "POST /resumes/upload"
# Which bytes are a resume that can be read is beyond what a schema says: most files of any kind are refused.
checks.positive_data_acceptance.enabled = false
"""
SECONDS = 45


def test_what_is_described_is_what_is_answered(serve: Serve, tmp_path: Path) -> None:
    server = serve(ScriptedInterviewer(follows_up=True), report_wait_seconds=0.2)
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG, encoding="utf-8")
    options = ["--max-examples", "20", "--max-time", str(SECONDS), "--continue-on-failure"]
    if "CI" in os.environ:
        options.append("--generation-deterministic")
    program = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
    done = subprocess.run(
        [*program, f"{server.url}/openapi.json", *options, "--warnings", "off", "--no-color"],
        cwd=tmp_path,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=10 * SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Selected: 23/23" in done.stdout
    assert "Tested: 23" in done.stdout
