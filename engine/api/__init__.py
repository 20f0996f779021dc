"""The REST API: FastAPI over the use cases, mounted under ``/api``."""

from __future__ import annotations

from engine.api.app import create_api, mounted
from engine.api.calls import Backend, Readiness
from engine.api.limits import RateLimits

__all__ = ["Backend", "RateLimits", "Readiness", "create_api", "mounted"]
