from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import snowballstemmer

from engine.offline.text import stem


def test_threads_do_not_spoil_each_others_stems() -> None:
    """A wrong stem would be remembered, and every later score with it."""
    ends = ("ing", "ational", "fulness", "ization", "iveness", "ement")
    words = [
        f"{first}{second}{third}ent{end}"
        for first in "bcdfg"
        for second in "aeiou"
        for third in "lmnrst"
        for end in ends
    ]
    alone = snowballstemmer.stemmer("english")
    expected = [alone.stemWord(word) for word in words]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as threads:
            for _ in range(3):
                stem.cache_clear()
                assert all(
                    found == expected for found in threads.map(lambda _: [stem(word) for word in words], range(8))
                )
    finally:
        sys.setswitchinterval(before)
        stem.cache_clear()
