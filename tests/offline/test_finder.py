from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from engine.offline.match import SPELLING, SYNONYM, finder
from engine.offline.text import related

KNOWN = ["index", "indexes", "indices", "indxe", "indez", "queri", "query", "fast", "quick", "1234567", "1234568"]
WORDS = st.sampled_from([*KNOWN, "缓存", "存储"]) | st.text("abcde", min_size=1, max_size=9)


def _compared(left: str, right: str) -> float:
    """What ``finder`` looks up, said plainly: the two words letter by letter."""
    if left == right:
        return 1.0
    if related(left) & related(right):
        return SYNONYM
    shorter, longer = sorted((len(left), len(right)))
    if shorter < 5 or left[0] > "z" or right[0] > "z" or left.isdigit() or right.isdigit():
        return 0.0
    shared = 0
    while shared < shorter and left[shared] == right[shared]:
        shared += 1
    if shared >= 5 and shared >= 0.65 * longer:
        return SPELLING
    if longer < 6 or longer - shorter > 1:
        return 0.0
    a, b = (left[shared:], right[shared:]) if len(left) <= len(right) else (right[shared:], left[shared:])
    if len(left) != len(right):
        return SPELLING if a == b[1:] else 0.0
    return SPELLING if a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:]) else 0.0


@given(WORDS, st.lists(WORDS, max_size=12))
@example("abcdef", ["abcdfe"])
@example("abcde", ["bcde"])
def test_a_term_is_found_as_if_it_were_compared_with_every_word(term: str, said: list[str]) -> None:
    expected = max((_compared(term, word) for word in said), default=0.0)
    assert finder(dict.fromkeys(said, 1.0))(term) == expected
