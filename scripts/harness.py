"""The real server and a real browser, for tests, benchmarks and screenshots."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def chromium() -> dict[str, Any]:
    """Options to launch a headless Chromium that talks to loopback only.

    Raises:
        RuntimeError: there is none; the message says how to install it.
    """
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("REHEARSAL_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not found:
        raise RuntimeError(
            "No Chromium found: install it (Debian: sudo apt-get install chromium) or set REHEARSAL_CHROMIUM."
        )
    return {
        "executable_path": found,
        "args": [
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--no-first-run",
        ],
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``streamlit run app.py`` or ``uvicorn app:app`` on a port of its own, ended by its process id."""

    def __init__(
        self,
        database: Path,
        *,
        runner: str = "streamlit",
        port: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = database.with_suffix(f".{self.port}.log")
        options = {
            "streamlit": [
                "streamlit",
                "run",
                "app.py",
                "--server.port",
                str(self.port),
                "--server.headless=true",
            ],
            "uvicorn": ["uvicorn", "app:app", "--port", str(self.port)],
        }[runner]
        self._output = self.log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", *options],
            cwd=ROOT,
            env={**os.environ, **(environment or {}), "REHEARSAL_DATABASE": str(database)},
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> Server:
        self.wait_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def wait_ready(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended early:\n{self.output()}")
            try:
                with urllib.request.urlopen(f"{self.url}/api/ready", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise TimeoutError(self.output())

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)
        self._output.close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=10)
        self._output.close()
