"""Rehearsal's server: the pages, the API under /api, and the worker, in one process."""

from pathlib import Path

import streamlit as st

from engine.wiring import lifespan, middleware, routes

app = st.App(
    Path(__file__).parent / "pages" / "shell.py",
    routes=routes(),
    lifespan=lifespan,
    middleware=middleware(),
)
