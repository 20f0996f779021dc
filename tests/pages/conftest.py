"""One browser session against the real pages, on a database of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from engine.auth import LOCAL_OWNER
from engine.model import Brief, Session
from engine.wiring import Services, services

SHELL = Path(__file__).parents[2] / "pages" / "shell.py"


class Face:
    """A person at the pages. ``at`` is the page as it stands; every act reruns it."""

    def __init__(self, locale: str = "en-GB") -> None:
        self.at = AppTest.from_file(SHELL, default_timeout=30)
        self.at.context["locale"] = locale
        self.at.run()

    @property
    def services(self) -> Services:
        return services()

    def go(self, page: str, **query: str) -> Face:
        self.at.query_params.clear()
        for name, value in query.items():
            self.at.query_params[name] = value
        self.at.switch_page(f"{page}.py").run()
        return self

    def press(self, key: str) -> Face:
        self.at.button(key=key).click().run()
        return self

    def press_matching(self, start: str) -> Face:
        """Press the first button whose key begins with ``start``."""
        next(each for each in self.at.button if (each.key or "").startswith(start)).click().run()
        return self

    def bring_sample(self) -> Face:
        return self.go("resume").press("sample")

    def box(self) -> dict[str, Any]:
        """What the answer box was given."""
        data: dict[str, Any] = json.loads(self._box.json)
        return data

    def draft(self, text: str, token: str = "a.1") -> Face:
        return self._send("draft", {"key": self.box()["key"], "text": text, "token": token})

    def answer(self, text: str, token: str = "a.2", key: str | None = None) -> Face:
        return self._send("submit", {"key": key or self.box()["key"], "text": text, "token": token})

    def hold(self, questions: int = 3, answer: str = "", follow_ups: int = 0) -> Session:
        """A finished and judged session on the sample, made without the pages."""
        held = self.services
        resumes = held.library.list(LOCAL_OWNER)
        assert resumes[0].id is not None
        brief = Brief(question_count=questions, follow_ups=follow_ups)
        session = held.interviews.start(LOCAL_OWNER, resumes[0].id, brief, force=True)
        while session.current is not None:
            session = held.interviews.answer(LOCAL_OWNER, session.id, session.current.index, answer)
        held.worker.run_pending()
        return held.interviews.get(LOCAL_OWNER, session.id)

    def shown(self) -> str:
        """All Markdown and text of the page, in order of kind."""
        at = self.at
        kinds = (at.title, at.header, at.subheader, at.markdown, at.caption, at.text, at.error, at.info)
        return "\n".join(str(each.value) for kind in kinds for each in kind)

    def healthy(self) -> None:
        """No page ever shows an exception."""
        assert not self.at.exception, self.at.exception

    @property
    def _box(self) -> Any:
        found = self.at.get("bidi_component")
        assert len(found) == 1
        return found[0].proto

    def _send(self, event: str, value: dict[str, Any]) -> Face:
        # AppTest cannot press what a component draws, so this sends what the browser would.
        states = self.at._tree.get_widget_states()
        trigger = states.widgets.add()
        trigger.id = _make_trigger_id(self._box.id, "events")
        trigger.json_trigger_value = json.dumps([{"event": event, "value": value}])
        self.at._run(states)
        return self


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "rehearsal.duckdb"
    monkeypatch.setenv("REHEARSAL_DATABASE", str(path))
    monkeypatch.setenv("REHEARSAL_RETRY_SECONDS", "0")
    services.cache_clear()
    yield path
    services().close()
    services.cache_clear()


@pytest.fixture
def face(database: Path) -> Face:
    return Face()


@pytest.fixture
def newcomer(database: Path) -> type[Face]:
    """For who must set something up before the first look at the pages."""
    return Face


@pytest.fixture
def chinese(database: Path) -> Face:
    return Face("zh-CN")
