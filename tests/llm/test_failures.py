from __future__ import annotations

import httpx2
import openai
import pytest

from engine.llm.failures import reason_of


def _refused(status: int, message: str) -> openai.APIStatusError:
    request = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")
    response = httpx2.Response(status, request=request)
    return openai.APIStatusError(message, response=response, body={"message": message})


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens."),
        (400, "request (9120 tokens) exceeds the available context size (8192 tokens)"),
        (400, "Your request exceeded model token limit: 8192"),
        (400, "The input token count (40000) exceeds the maximum number of tokens allowed (32768)."),
        (400, "Range of input length should be [1, 30720]"),
        (400, "Prompt 超长"),
        (413, "Payload Too Large"),
        (500, "the prompt is too long for this model"),
    ],
)
def test_more_than_the_context_holds_is_told_as_that(status: int, message: str) -> None:
    assert reason_of(_refused(status, message)) == "too_long"


@pytest.mark.parametrize(
    ("status", "message", "reason"),
    [
        (413, "Request too large for model on tokens per minute (TPM): Limit 6000", "limited"),
        (429, "You exceeded your current quota of tokens", "limited"),
        (500, "Your request took too long", "server_error"),
        (400, "The model `x` does not exist", "unknown_model"),
        (401, "Incorrect API key provided", "unauthorized"),
    ],
)
def test_what_only_sounds_like_it_is_not(status: int, message: str, reason: str) -> None:
    assert reason_of(_refused(status, message)) == reason
