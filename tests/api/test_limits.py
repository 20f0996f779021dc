"""How often a client may ask, and who counts as one client."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits.storage import MemoryStorage
from pydantic import ValidationError
from starlette.types import Scope

from engine.api import RateLimits
from engine.api.limits import client_address
from engine.errors import TooManyRequests
from engine.settings import Settings
from support.client import RESUME_TEXT, SESSIONS, Candidate, brief, opened, refused
from support.server import ApiServer, assemble
from tests.api.conftest import Serve

LIMITED = (429, 429, "Rate limit exceeded")


@pytest.fixture
def limited(serve: Serve) -> ApiServer:
    return serve(create_limit="5/minute", answer_limit="10/minute")


# --- over HTTP ------------------------------------------------------------------------------------


def test_five_creates_succeed_with_one_session_and_the_rest_are_told_when(limited: ApiServer) -> None:
    with ThreadPoolExecutor(12) as clients:
        answers = list(clients.map(lambda _: limited.http.post(SESSIONS, json=brief()), range(12)))
    made = [opened(answer) for answer in answers if answer.status_code == 200]
    assert len(made) == 5
    assert len({each["sessionId"] for each in made}) == 1
    rest = [answer for answer in answers if answer.status_code != 200]
    assert len(rest) == 7
    for answer in rest:
        assert refused(answer) == LIMITED
        assert 1 <= int(answer.headers["retry-after"]) <= 60
    english = limited.http.post(SESSIONS, json=brief(), headers={"Accept-Language": "en"})
    assert refused(english) == LIMITED
    # All else still answers, uploads with a count of their own.
    path = f"{SESSIONS}/{made[0]['sessionId']}"
    assert opened(limited.http.get(path)) == made[0]
    assert opened(limited.http.post(f"{path}/answers", json={"questionIndex": 0, "answer": "x"}))
    assert opened(limited.http.post(f"{path}/complete")) is None
    for number in range(5):
        file = {"file": ("cv.txt", f"{RESUME_TEXT} {number}".encode())}
        assert opened(limited.http.post("/resumes/upload", files=file))["duplicate"] is False
    assert refused(limited.http.post("/resumes/upload", files=file)) == LIMITED
    assert len(opened(limited.http.get("/resumes"))) == 6


def test_what_is_malformed_is_not_counted(limited: ApiServer) -> None:
    http = limited.http
    for _ in range(8):
        assert refused(http.post(SESSIONS, json={"questionCount": 3}))[0] == 400
        assert refused(http.post(SESSIONS, content=b"{"))[0] == 400
        assert refused(http.post("/resumes/upload", files={"cv": b"x"}))[0] == 400
        assert refused(http.post("/resumes/upload", files={"file": b""}))[:2] == (400, 2005)
        assert refused(http.post("/resumes/upload", files={"file": b"\x89PNG\r\n\0\1\2"}))[:2] == (415, 2006)
    for _ in range(5):
        opened(http.post(SESSIONS, json=brief()))
        opened(http.post("/resumes/upload", files={"file": RESUME_TEXT.encode()}))
    # And is still told what is wrong with it when the limit is reached.
    assert refused(http.post(SESSIONS, json=brief())) == LIMITED
    assert refused(http.post(SESSIONS, json={"questionCount": 3}))[0] == 400
    candidate = opened(http.get(f"{SESSIONS}/unfinished/1"))
    path = f"{SESSIONS}/{candidate['sessionId']}/answers"
    for _ in range(12):
        assert refused(http.post(path, json={"questionIndex": "0", "answer": "x"}))[0] == 400
    for _ in range(10):
        opened(http.post(path, json={"questionIndex": 0, "answer": "x"}))
    told = http.post(path, json={"questionIndex": 0, "answer": "x"})
    assert refused(told) == LIMITED
    assert int(told.headers["retry-after"]) >= 1
    # Drafts are typed, not sent again and again by hand: they have no limit.
    for _ in range(12):
        assert opened(http.put(path, json={"questionIndex": 1, "answer": "half"})) is None


def test_a_forged_address_is_not_believed(limited: ApiServer) -> None:
    statuses = []
    for number in range(8):
        headers = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"}
        statuses.append(limited.http.post(SESSIONS, json=brief(), headers=headers).status_code)
    assert statuses == [200] * 5 + [429] * 3


@pytest.mark.parametrize("proxies", ["127.0.0.1", "10.0.0.0/8, 127.0.0.0/8"])
def test_a_proxy_that_is_listed_is_believed(serve: Serve, proxies: str) -> None:
    server = serve(answer_limit="2/minute", create_limit="3/minute", trusted_proxies=proxies)
    candidate = Candidate(server.http)
    sent = {"questionIndex": 0, "answer": "x"}

    def statuses(forwarded: str) -> list[int]:
        headers = {"X-Forwarded-For": forwarded}
        post = server.http.post
        return [post(f"{candidate.path}/answers", json=sent, headers=headers).status_code for _ in range(3)]

    assert statuses("203.0.113.1") == [200, 200, 429]
    assert statuses("203.0.113.2") == [200, 200, 429]
    # What a client wrote itself stands before what the proxy wrote.
    assert statuses("198.51.100.7, 203.0.113.1") == [429, 429, 429]
    # Over all addresses together creating has a limit too.
    answers = [
        server.http.post(SESSIONS, json=brief(), headers={"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(4)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429, 429]


def test_no_limit_where_none_is_set(http: httpx.Client) -> None:
    candidate = Candidate(http)
    assert [candidate.post_answer(0, "x").status_code for _ in range(30)] == [200] * 30


# --- counting -------------------------------------------------------------------------------------


def counted(limits: RateLimits, action: Any, address: str) -> bool:
    try:
        limits.count(action, address)
    except TooManyRequests as refusal:
        waits = refusal.params["retry_after"]
    else:
        return True
    assert isinstance(waits, int)
    assert waits >= 1
    return False


def test_a_request_refused_by_one_limit_is_not_counted_by_the_other() -> None:
    limits = RateLimits(Settings(create_limit="3/minute"))
    # Over all three, of which one address takes two.
    assert [counted(limits, "create", address) for address in "aab"] == [True] * 3
    assert not any(counted(limits, "create", "b") for _ in range(5))
    assert not counted(limits, "create", "c")
    limits = RateLimits(Settings(create_limit="2/minute"))
    assert [counted(limits, "upload", "a") for _ in range(2)] == [True] * 2
    assert not counted(limits, "upload", "a")
    assert [counted(limits, "create", address) for address in "ab"] == [True] * 2


def test_refused_requests_do_not_use_up_the_limit_over_all() -> None:
    limits = RateLimits(Settings(create_limit="2/second"))
    assert [counted(limits, "create", "a") for _ in range(20)] == [True] * 2 + [False] * 18
    # As soon as the window has moved on there is room, although "a" went on asking.
    while not counted(limits, "create", "b"):
        counted(limits, "create", "a")


def test_answers_have_a_limit_for_each_address_alone() -> None:
    limits = RateLimits(Settings(answer_limit="10/minute"))
    for address in ("a", "b", "c"):
        assert [counted(limits, "answer", address) for _ in range(11)] == [True] * 10 + [False]


def test_threads_together_pass_the_limit_exactly() -> None:
    limits = RateLimits(Settings(create_limit="50/minute"))
    with ThreadPoolExecutor(16) as threads:
        passed = list(threads.map(lambda number: counted(limits, "create", str(number % 3)), range(200)))
    assert passed.count(True) == 50


def test_the_contracts_figures_are_the_defaults() -> None:
    assert Settings().create_limit == "5/second"
    assert Settings().answer_limit == "10/second"
    limits = RateLimits(Settings())
    assert [counted(limits, "answer", "a") for _ in range(10)] == [True] * 10


@pytest.mark.parametrize("field", ["create_limit", "answer_limit"])
@pytest.mark.parametrize("text", ["often", "5", "5/fortnight"])
def test_a_limit_that_cannot_be_read_is_refused(field: str, text: str) -> None:
    with pytest.raises(ValidationError):
        Settings(**{field: text})


def test_a_proxy_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(trusted_proxies="10.0.0.1, proxy.example")


class _Elsewhere(MemoryStorage):
    """A kept count as Redis would be, which notes the address it was given."""

    STORAGE_SCHEME: ClassVar = ["elsewhere"]
    asked: ClassVar[list[str | None]] = []

    def __init__(self, uri: str | None = None, **options: Any) -> None:
        super().__init__(uri, **options)
        self.asked.append(uri)


def test_the_count_is_kept_where_the_settings_say(tmp_path: Path) -> None:
    services = assemble(tmp_path, create_limit="1/minute", limit_storage="elsewhere://127.0.0.1:6379/1")
    services.close()
    assert _Elsewhere.asked == ["elsewhere://127.0.0.1:6379/1"]
    assert [counted(services.rate_limits, "create", "a") for _ in range(2)] == [True, False]


# --- the client's address -------------------------------------------------------------------------

ADDRESSES = st.ip_addresses().map(str)
PROXIES = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))
GARBAGE = st.text(st.characters(codec="latin-1", exclude_characters=",\r\n"), max_size=20)


def scope(peer: str, *forwarded: str, server: str = "192.0.2.1") -> Scope:
    headers = [(b"x-forwarded-for", each.encode("latin-1")) for each in forwarded]
    return {"type": "http", "client": (peer, 1), "server": (server, 80), "headers": headers}


def is_proxy(address: str) -> bool:
    with suppress(ValueError):
        return any(ip_address(address) in network for network in PROXIES)
    return False


@given(ADDRESSES, st.lists(ADDRESSES | GARBAGE, max_size=4))
def test_without_proxies_the_peer_counts_whatever_the_header_says(peer: str, claimed: list[str]) -> None:
    assert client_address(scope(peer, ", ".join(claimed)), ()) == peer


@given(ADDRESSES.filter(lambda each: not is_proxy(each)), st.lists(ADDRESSES | GARBAGE, max_size=4))
def test_a_peer_that_is_no_proxy_is_not_asked_for_whom_it_speaks(peer: str, claimed: list[str]) -> None:
    assert client_address(scope(peer, ", ".join(claimed)), PROXIES) == peer


@given(
    st.lists(ADDRESSES | GARBAGE, max_size=3),
    ADDRESSES.filter(lambda each: not is_proxy(each)),
    st.lists(st.ip_addresses(network="10.0.0.0/8").map(str), max_size=3),
    st.booleans(),
)
def test_the_last_address_that_is_no_proxys_counts(
    invented: list[str], client: str, chain: list[str], split: bool
) -> None:
    told = [*invented, client, *chain]
    header = told if split else [" , ".join(told)]
    assert client_address(scope("10.0.0.1", *header), PROXIES) == client


@given(st.lists(st.ip_addresses(network="10.0.0.0/8").map(str), max_size=4))
def test_where_all_are_proxies_the_first_counts(chain: list[str]) -> None:
    assert client_address(scope("10.9.9.9", ",".join(chain)), PROXIES) == [*chain, "10.9.9.9"][0]


@given(ADDRESSES)
def test_who_reaches_a_loopback_address_comes_from_one(claimed: str) -> None:
    # Some servers put a claimed address in the peer's place before anyone is asked.
    assert client_address(scope(claimed, claimed, server="127.0.0.1"), ()) == "127.0.0.1"
    assert client_address(scope(claimed, claimed, server="::1"), ()) == "::1"


@pytest.mark.parametrize("server", [None, ("/run/rehearsal.sock", None), ("example.org", 80)])
def test_a_server_without_an_address(server: object) -> None:
    assert client_address({**scope("192.0.2.9"), "server": server}, ()) == "192.0.2.9"
    assert client_address({**scope("x"), "server": server, "client": None}, ()) == ""
