"""Rehearsal's engine: reads a resume, interviews on it, judges the answers, keeps the scores.

The nouns are in ``engine.model``, what a person may be told is in ``engine.errors``, and
``engine.wiring.services()`` gives the assembled use cases. The engine never imports a user interface.
"""

__version__ = "0.1.0"
