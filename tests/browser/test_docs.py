"""The API's own page of documentation, which brings everything it needs."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Request, expect

from support.server import ApiServer, assemble


def test_the_docs_work_without_another_server(page: Page, tmp_path: Path) -> None:
    with ApiServer(assemble(tmp_path)) as server:
        asked: list[Request] = []
        problems: list[str] = []
        page.on("request", lambda request: asked.append(request))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("requestfailed", lambda request: problems.append(request.url))
        page.goto(f"{server.url}/docs")
        create = page.locator("#operations-sessions-create_interview_sessions_post, [id*=sessions-create]").first
        expect(create).to_be_visible()
        expect(page.get_by_text("/interview/sessions/{sessionId}/answers").first).to_be_visible()

        # A request sent from the page reaches this server and its answer is shown.
        health = page.locator("[id*='service-'][id*='health']").first
        health.click()
        health.get_by_role("button", name="Try it out").click()
        health.get_by_role("button", name="Execute").click()
        expect(health.locator(".live-responses-table").get_by_text('"success"').first).to_be_visible()

        own = (server.url, "data:", "blob:")
        assert [request.url for request in asked if not request.url.startswith(own)] == []
        assert any(request.url.endswith("/openapi.json") for request in asked)
        assert any(request.url == f"{server.url}/health" for request in asked)
        assert problems == []
