from __future__ import annotations

from starlette.testclient import TestClient

from engine.api import Readiness, create_api


def test_health_is_up_whatever_the_rest_does() -> None:
    answer = TestClient(create_api(lambda: Readiness(False, False, "offline"))).get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "code": 200,
        "message": "success",
        "data": {"status": "UP", "service": "rehearsal"},
    }


def test_ready_mirrors_store_and_worker() -> None:
    ready = TestClient(create_api(lambda: Readiness(True, True, "offline"))).get("/ready")
    assert ready.status_code == 200
    assert ready.json()["data"] == {"store": True, "worker": True, "interviewer": "offline"}
    for state in (Readiness(False, True, "offline"), Readiness(True, False, "offline")):
        answer = TestClient(create_api(lambda state=state: state)).get("/ready")
        assert answer.status_code == 503
        assert answer.json()["code"] == 503
