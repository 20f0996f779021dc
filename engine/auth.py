"""Who may see what. Until sign-in exists there is one owner, the person at this computer."""

from __future__ import annotations

from typing import Final

LOCAL_OWNER: Final = "local"
"""Owner of every row while the program serves its own computer only."""
