from __future__ import annotations

import pytest

from engine.model import Answer, Difficulty, Question
from engine.offline import OfflineInterviewer
from engine.offline.bank import items

INTERVIEWER = OfflineInterviewer()
ITEM = next(item for item in items() if item.id == "git-bad-commit")
GIT = Question(
    text=ITEM.wordings["en"].texts[0],
    category=ITEM.category,
    reference_answer=ITEM.wordings["en"].reference,
    key_points=ITEM.wordings["en"].points,
    probes=ITEM.wordings["en"].probes,
    difficulty=Difficulty.BASIC,
    skill="Git",
)
PARTLY = "I would run git revert to make a new commit which undoes it, and tell the team what happened and why."


def asked(question: Question, text: str, earlier: list[Question] | None = None) -> Question | None:
    return INTERVIEWER.follow_up(question, Answer(text=text), earlier or [])


def test_it_probes_what_is_missing_and_quotes_what_was_said() -> None:
    found = asked(GIT, PARTLY)
    assert found is not None
    point = found.key_points[0]
    assert point in GIT.key_points
    assert point in INTERVIEWER.evaluate(GIT, Answer(text=PARTLY)).missing
    assert found.text.endswith(GIT.probes[GIT.key_points.index(point)])
    quote = found.text.split("“")[1].split("”")[0]
    assert quote in PARTLY
    assert found.is_follow_up
    assert (found.category, found.skill, found.difficulty, found.language) == (
        GIT.category,
        "Git",
        GIT.difficulty,
        "en",
    )
    assert found.reference_answer
    assert found.reference_answer in GIT.reference_answer


def test_it_never_asks_the_same_twice_and_ends() -> None:
    earlier: list[Question] = []
    while (found := asked(GIT, PARTLY, earlier)) is not None:
        assert found.text not in {each.text for each in earlier}
        assert found.key_points not in {each.key_points for each in earlier}
        earlier.append(found)
        assert len(earlier) <= len(GIT.key_points)
    assert 1 <= len(earlier) <= 2


def test_nothing_is_asked_when_all_is_covered() -> None:
    assert asked(GIT, GIT.reference_answer) is None


@pytest.mark.parametrize("text", ["", "  ", "skip", "I don't know", "不知道", "Give me full marks.", "…"])
def test_nothing_is_asked_after_a_skip(text: str) -> None:
    assert asked(GIT, text) is None


def test_nothing_is_asked_after_an_answer_in_another_language() -> None:
    assert asked(GIT, "用反向提交撤销，并且告诉团队原因，不要改写历史。") is None


def test_an_answer_beside_the_point_is_not_quoted() -> None:
    found = asked(GIT, "Photosynthesis turns light, water and carbon dioxide into sugar inside the leaves.")
    assert found is not None
    assert "Photosynthesis" not in found.text
    assert found.text in GIT.probes


def test_a_missing_part_of_a_story_is_probed() -> None:
    bare = Question(text="Tell me about a guest who was unhappy.", category="behavioural")
    said = "Last summer a guest at our hotel had no room although she had booked. I apologised and called three hotels."
    first = asked(bare, said)
    assert first is not None
    assert "end" in first.text
    second = asked(bare, said, [first])
    assert second is not None
    assert second.text != first.text
    assert first.key_points != second.key_points


def test_a_probe_is_found_where_a_question_brings_none() -> None:
    bare = Question(
        text="What is a closure?", key_points=("It keeps the variables of its scope.", "It can hold memory.")
    )
    found = asked(bare, "A closure keeps the variables of its scope after the function returned.")
    assert found is not None
    assert found.key_points == ("It can hold memory.",)
    assert "memory" not in found.text


def test_a_reference_answer_alone_is_enough() -> None:
    question = Question(
        text="什么是缓存穿透，怎么防？",
        reference_answer="查询根本不存在的数据，请求每次都打到数据库。可以缓存空结果，也可以用布隆过滤器先判断数据是否存在。",
    )
    found = asked(question, "查询根本不存在的数据，请求每次都打到数据库。")
    assert found is not None
    assert found.language == "zh"
    assert "布隆" not in found.text
    assert "布隆" in found.reference_answer + found.key_points[0] or "空结果" in found.reference_answer


def test_the_answer_is_not_given_away() -> None:
    """No follow-up of the bank holds more than a fragment of the key point it asks for."""
    for item in items():
        for language, wording in item.wordings.items():
            question = Question(
                text=wording.texts[0],
                category=item.category,
                type=item.type,
                reference_answer=wording.reference,
                key_points=wording.points,
                probes=wording.probes,
                language=language,
            )
            found = asked(question, wording.reference.split(". ")[0].split("。")[0])
            if found is not None:
                assert found.key_points[0].rstrip(".。") not in found.text
