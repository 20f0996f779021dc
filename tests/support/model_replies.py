"""What the tests' model server writes: plausible replies of a known length, and how requests are told apart."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

CHARACTERS_A_TOKEN: Final = 4
"""The one rule by which the server counts tokens."""
TOKENS: Final = {"question": 180, "evaluation": 220, "summary": 180, "follow_up": 40, "analysis": 400}
"""What one item of a reply takes, in tokens."""
CALLS: Final = ("plan", "follow_up", "evaluate", "summarize", "analyze", "test", "all_questions", "all_judging")

_MARKS: Final = {
    "evaluations": "all_judging",
    "questions": "plan",
    "point": "follow_up",
    "missing": "evaluate",
    "overall_feedback": "summarize",
    "content_score": "analyze",
    "greeting": "test",
}
"""A property that only one reply has; where a prompt carries no name, its schema tells what is asked for."""
_FENCE: Final = re.compile(r"<<<(?P<name>[a-z_]+)\n(?P<text>.*?)\n>>>", re.DOTALL)
_COUNT: Final = re.compile(r"\b(\d{1,2}) (?:more )?(?:main )?questions?\b")
_SUBJECTS: Final = (
    "Which decision in “{line}” was yours alone, and what spoke against it?",
    "Walk me through the first week of “{line}”: where did you begin?",
    "What would have broken had “{line}” been done half as well?",
    "Tell me about a time when a colleague disagreed with you about “{line}”.",
    "How did you measure whether “{line}” had worked?",
    "Suppose the budget for “{line}” were cut by half: what goes first?",
    "Whom did you have to convince before “{line}” could start?",
    "Describe the worst surprise that came with “{line}” and your response.",
    "If a newcomer took over “{line}” tomorrow, what must they know?",
    "What trade-off hides behind “{line}” that an outsider overlooks?",
    "Looking back at “{line}”, which assumption turned out false?",
    "Explain the hardest detail of “{line}” to someone outside your field.",
)
_ASPECTS: Final = ("", " Begin with the cause.", " Give one figure.", " Name one alternative.", " Keep to your part.")
_CATEGORIES: Final = (
    ("experience", "EXPERIENCE", "BASIC"),
    ("tools", "SKILL", "INTERMEDIATE"),
    ("problem_solving", "PROJECT", "INTERMEDIATE"),
    ("design", "SYSTEM_DESIGN", "EXPERT"),
    ("behavioural", "BEHAVIORAL", "INTERMEDIATE"),
)
_PADDING: Final = (
    "It was done step by step, checked with the people concerned, and written down for those who came after. "
)


def tokens_of(text: str) -> int:
    """Tokens of a text by the server's rule, rounded up."""
    return -(-len(text) // CHARACTERS_A_TOKEN)


def schema_of(body: Mapping[str, Any]) -> tuple[str, dict[str, Any], str]:
    """Which method a request uses ("json_schema", "function_calling", "text"), its schema, and the schema's name."""
    wanted = body.get("response_format") or {}
    if wanted.get("type") == "json_schema":
        return "json_schema", wanted["json_schema"]["schema"], wanted["json_schema"]["name"]
    if body.get("tools"):
        function = body["tools"][0]["function"]
        return "function_calling", function.get("parameters", {}), function["name"]
    return "text", _written_schema(text_of(body)), ""


def _written_schema(text: str) -> dict[str, Any]:
    """The JSON schema that a prompt spells out, or an empty one."""
    decoder = json.JSONDecoder()
    for start in (found.start() for found in re.finditer(r"\{\s*\"", text)):
        try:
            value, _ = decoder.raw_decode(text, start)
        except ValueError:
            continue
        if isinstance(value, dict) and isinstance(value.get("properties"), dict) and _call_of(value):
            return value
    return {}


def _call_of(schema: Mapping[str, Any]) -> str:
    return next((call for mark, call in _MARKS.items() if mark in schema.get("properties", {})), "")


def call_of(body: Mapping[str, Any]) -> str:
    """Which call of the interviewer a request is, by the schema's name, else by its properties; "" for none."""
    _, schema, name = schema_of(body)
    return name if name in CALLS else _call_of(schema)


def text_of(body: Mapping[str, Any]) -> str:
    """All messages of a request."""
    parts = []
    for message in body.get("messages", []):
        content = message.get("content") or ""
        parts.append(content if isinstance(content, str) else "".join(part.get("text", "") for part in content))
    return "\n".join(parts)


def input_tokens(body: Mapping[str, Any]) -> int:
    """What a request costs: its messages and the schema that comes with it."""
    extra = [json.dumps(body[name]) for name in ("response_format", "tools") if body.get(name)]
    return tokens_of(text_of(body) + "".join(extra))


def fenced_in(body: Mapping[str, Any], name: str) -> str:
    """The text that a prompt quotes under ``name``, or ""."""
    return next((found["text"] for found in _FENCE.finditer(text_of(body)) if found["name"] == name), "")


class Writer:
    """Writes replies. Each question of a server's life is another one, as those of a model are."""

    def __init__(self) -> None:
        self._written = 0

    def items(self, call: str, body: Mapping[str, Any]) -> tuple[str, list[Any], str]:
        """What a reply is made of: its beginning, its items as objects, and its end, all JSON."""
        if call in ("plan", "all_questions"):
            count = _wanted(body)
            return '{"questions": [', [self.question(body, is_last=at == count - 1) for at in range(count)], "]}"
        if call == "all_judging":
            evaluations = [self.evaluation(body) for _ in range(_wanted(body))]
            return '{"evaluations": [', evaluations, f'], "summary": {json.dumps(self.summary(body))}}}'
        made = {
            "follow_up": self.follow_up,
            "evaluate": self.evaluation,
            "summarize": self.summary,
            "analyze": self.analysis,
            "test": lambda _: {"greeting": "hello"},
        }.get(call)
        return "", [made(body) if made else {}], ""

    def question(self, body: Mapping[str, Any], *, is_last: bool = False) -> dict[str, Any]:
        """A question on the next line of the resume; the last one of a plan is behavioural."""
        number, self._written = self._written, self._written + 1
        lines = _lines(fenced_in(body, "resume"))
        line = _cut(lines[number % len(lines)] if lines else "the work you are proudest of", 70)
        category, kind, difficulty = _CATEGORIES[-1 if is_last else number % (len(_CATEGORIES) - 1)]
        text = _SUBJECTS[number % len(_SUBJECTS)] + _ASPECTS[number // len(_SUBJECTS) % len(_ASPECTS)]
        made = {
            "question": text.format(line=line),
            "category": category,
            "type": kind,
            "difficulty": difficulty,
            "skill": "",
            "key_points": [
                f"the starting point of case {number} is named",
                "own part told apart from the team's",
                "an outcome that can be checked",
            ],
            "reference_answer": "",
            "reason": "The resume leaves open how much of it was your own doing.",
        }
        return _padded(made, "reference_answer", TOKENS["question"])

    def evaluation(self, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = fenced_in(body, "answer") or fenced_in(body, "answers")
        quote = _cut(re.split(r"(?<=[.!?。！？])", answer.strip())[0].strip(), 120)
        made = {
            "quotes": [{"quote": quote, "note": "Names the step taken."}] if quote else [],
            "missing": [3],
            **dict.fromkeys(_dimensions(body), 3.6),
            "feedback": "",
        }
        return _padded(made, "feedback", TOKENS["evaluation"])

    def follow_up(self, body: Mapping[str, Any]) -> dict[str, Any]:
        point = re.search(r"^\[?(\d+)[.\])]", _after(text_of(body), ">>>"), re.MULTILINE)
        made = {"point": int(point[1]) if point else 1, "question": "And how could somebody else have seen that?"}
        return _padded(made, "question", TOKENS["follow_up"], "Take one example, please. ")

    def summary(self, body: Mapping[str, Any]) -> dict[str, Any]:
        quote = re.search(r"“([^”]+)”", text_of({"messages": body.get("messages", [])[-1:]}))
        made = {
            "overall_feedback": "",
            "strengths": [{"text": "You say what you did", "quote": quote[1] if quote else ""}],
            "improvements": ["Name the outcome before the detail."],
        }
        return _padded(made, "overall_feedback", TOKENS["summary"])

    def analysis(self, body: Mapping[str, Any]) -> dict[str, Any]:
        lines = _lines(fenced_in(body, "resume"))
        made = {
            "strengths": ["Results stand beside the work that led to them."],
            "suggestions": [
                {
                    "category": "content",
                    "priority": "high",
                    "original": lines[0] if lines else "",
                    "issue": "This line tells a task, not what it brought.",
                    "recommendation": "Add what changed, with a figure.",
                }
            ],
            "content_score": 11,
            "structure_score": 12,
            "skill_match_score": 14,
            "expression_score": 7,
            "project_score": 27,
            "summary": "",
        }
        return _padded(made, "summary", TOKENS["analysis"])


def _lines(resume: str) -> list[str]:
    """Lines of a resume to ask about: those of its entries, where they are marked, else every longer one."""
    lines = [line.strip() for line in resume.splitlines() if "@" not in line]
    marked = [line for line in lines if line[:1] in ("-", "•", "*", "·")]
    longer = [line for line in lines if len(line) > (12 if line[:1] >= "㐀" else 30)]
    return [line.strip(" -•*·") for line in marked or longer]


def _wanted(body: Mapping[str, Any]) -> int:
    """How many items a prompt asks for: the last number of questions it names."""
    found = _COUNT.findall(text_of(body))
    return int(found[-1]) if found else 1


def _dimensions(body: Mapping[str, Any]) -> list[str]:
    """The dimensions that a judgement is to rate: what its schema wants as numbers."""
    _, schema, _ = schema_of(body)
    if "evaluations" in schema.get("properties", {}):
        schema = schema["properties"]["evaluations"]["items"]
    return [name for name, form in schema.get("properties", {}).items() if form.get("type") == "number"]


def _after(text: str, mark: str) -> str:
    return text.partition(mark)[2] or text


def _cut(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    cut = text[:length]
    return cut[: cut.rfind(" ")] if " " in cut else cut


def _padded(made: dict[str, Any], field: str, tokens: int, padding: str = _PADDING) -> dict[str, Any]:
    """``made`` with ``field`` filled up until the whole takes so many tokens as JSON."""
    room = tokens * CHARACTERS_A_TOKEN - len(json.dumps(made, ensure_ascii=False))
    filled = (padding * (room // len(padding) + 1))[: max(0, room)] if room > 0 else ""
    return {**made, field: made[field] + (" " if made[field] and filled else "") + filled.rstrip()}
