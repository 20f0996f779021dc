"""The server as people start it, over real HTTP."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.harness import ROOT, Server


@pytest.fixture(scope="module", params=["streamlit", "uvicorn"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    database = tmp_path_factory.mktemp("app") / "rehearsal.duckdb"
    with Server(database, runner=request.param) as running:
        yield running


def _get(server: Server, path: str, host: str = "localhost") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_pages_and_api_are_served_together(server: Server) -> None:
    assert _get(server, "/_stcore/health")[0] == 200
    status, page = _get(server, "/")
    assert status == 200
    assert b"<html" in page
    status, body = _get(server, "/api/health")
    assert (status, json.loads(body)["data"]["status"]) == (200, "UP")
    status, body = _get(server, "/api/ready")
    assert json.loads(body)["data"] == {"store": True, "worker": True, "interviewer": "offline"}


@pytest.mark.parametrize("path", ["/", "/api/health", "/_stcore/health"])
def test_a_foreign_host_is_refused(server: Server, path: str) -> None:
    assert _get(server, path, host="rehearsal.evil.example")[0] == 403


def test_the_server_listens_on_loopback_only(server: Server) -> None:
    listening = []
    for table, loopback in (("tcp", "0100007F"), ("tcp6", "00000000000000000000000001000000")):
        for line in Path(f"/proc/{server.process.pid}/net/{table}").read_text().splitlines()[1:]:
            address, port = line.split()[1].split(":")
            if int(port, 16) == server.port and line.split()[3] == "0A":
                listening.append(address == loopback)
    assert listening
    assert all(listening)


def test_a_second_server_on_the_same_file_says_so_in_a_sentence(server: Server, tmp_path: Path) -> None:
    database = server.log.with_name("rehearsal.duckdb")
    second = Server(database)
    code = second.process.wait(timeout=60)
    output = second.output()
    second.stop()
    assert code != 0
    assert "another" in output.lower()
    assert str(database) in output
    assert "Traceback" not in output


def test_the_configuration_is_safe_as_installed() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["toolbarMode"] == "minimal"
    assert config["client"]["showErrorDetails"] in (False, "none")


def test_importing_the_engine_imports_no_user_interface_and_no_model_library() -> None:
    code = (
        "import sys, pkgutil, importlib, engine\n"
        "for module in pkgutil.walk_packages(engine.__path__, 'engine.'):\n"
        "    if not module.name.startswith(('engine.resume.extract', 'engine.llm.')):\n"
        "        importlib.import_module(module.name)\n"
        "from engine.llm import Endpoint, Probe\n"
        "found = {name.partition('.')[0] for name in sys.modules}\n"
        "models = {'langchain', 'langchain_core', 'langchain_openai', 'langsmith', 'openai', 'httpx2'}\n"
        "print(found & {'streamlit', *models})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == "set()", done.stderr


def test_tests_cannot_reach_beyond_this_computer() -> None:
    with socket.socket() as far, pytest.raises(RuntimeError, match="a test tried to reach"):
        far.connect(("192.0.2.1", 80))
