"""Counts what calls to a model cost, over the store."""

from __future__ import annotations

import logging
from collections.abc import Callable

from engine.model import Store, Transaction, Usage, charge

_LOG = logging.getLogger(__name__)


class StoreLedger:
    """A ``Ledger`` whose rows hang on the session or resume named by ``charged``.

    ``budget`` is what one session may spend, in tokens of both kinds together, 0 for no limit. ``price`` gives the
    cost of so many input and output tokens now, or None; it is kept with the call, so that a later price changes
    nothing.
    """

    def __init__(self, store: Store, budget: int = 0, price: Callable[[int, int], float | None] | None = None) -> None:
        self._store = store
        self._budget = budget
        self._price = price

    def record(self, usage: Usage) -> None:
        """Keep ``usage``. A call charged to nobody, or to what was deleted meanwhile, is not kept."""
        to = charge()
        if to is None:
            return
        cost = self._price(usage.input_tokens, usage.output_tokens) if self._price else None

        def store(tx: Transaction) -> None:
            resume_id = to.resume_id
            if resume_id is None:
                session = tx.one("resume_of_session", owner=to.owner, session_id=to.session_id)
                if session is None:
                    return
                resume_id = session["resume_id"]
            else:
                resume = tx.one("owner_of_resume", resume_id=resume_id)
                if resume is None or resume["owner"] != to.owner:
                    return
            tx.run(
                "insert_usage",
                owner=to.owner,
                session_id=to.session_id or None,
                resume_id=resume_id,
                cost=cost,
                called_at=usage.at,
                **usage.model_dump(exclude={"at"}),
            )

        try:
            self._store.write(store)
        except Exception as error:
            # The call itself went well, and what it brought must not be lost for a count; a call that ends after the
            # store has closed finds no place for its own.
            _LOG.warning("the usage of a call could not be kept: %s", error)

    def left(self) -> int | None:
        """See ``engine.model.Ledger``."""
        to = charge()
        if not self._budget or to is None or not to.session_id:
            return None
        row = self._store.one("usage_of_session", owner=to.owner, session_id=to.session_id)
        assert row is not None
        return self._budget - int(row["input_tokens"] + row["output_tokens"])
