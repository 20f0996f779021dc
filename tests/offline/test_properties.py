"""What must hold for any answer: saying it again, turning it round or padding it never pays, and nothing breaks it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import rubric
from engine.i18n import LANGUAGES, t
from engine.model import Answer, Evaluation, Question
from engine.offline import OfflineInterviewer
from engine.offline.bank import items
from engine.offline.text import sentences

INTERVIEWER = OfflineInterviewer()
CASES = tomllib.loads((Path(__file__).parent / "calibration.toml").read_text(encoding="utf-8"))["case"]
FROM_REFERENCE = [Question(text=case["question"], reference_answer=case["reference"]) for case in CASES]
FROM_BANK = [
    Question(
        text=wording.texts[0],
        category=item.category,
        type=item.type,
        key_points=wording.points,
        reference_answer=wording.reference,
    )
    for item in items()
    if not item.is_template
    for wording in item.wordings.values()
]
FILLERS = (
    "Um, you know, basically, I think that is a really good question.",
    "To be honest, it is very important to note that this is an interesting topic and so on.",
    "In my opinion, well, at the end of the day it is what it is.",
    "Furthermore, moreover, in conclusion, this is crucial.",
    "Thank you very much for this question, I hope my answer was helpful.",
    "嗯，总的来说，这个问题非常重要，我觉得大家都知道。",
    "The ferry to Aberdeen was laden with penguins and marmalade.",
    "昨天傍晚湖边有一群白鹭飞过。",
)
QUESTIONS = st.sampled_from(FROM_REFERENCE + FROM_BANK)


def evaluated(question: Question, text: str) -> Evaluation:
    return INTERVIEWER.evaluate(question, Answer(text=text))


def worth(question: Question, text: str) -> int:
    """The score, an unscored answer counting nothing."""
    return evaluated(question, text).score or 0


@st.composite
def said(draw: st.DrawFn) -> tuple[Question, list[str]]:
    """A question with some sentences of an answer to it, or to another one."""
    question = draw(QUESTIONS)
    other = draw(QUESTIONS)
    source = draw(st.sampled_from([question, question, other]))
    own = sentences(source.reference_answer)
    chosen = draw(st.lists(st.integers(0, len(own) - 1), min_size=1, max_size=len(own), unique=True))
    return question, [own[place] for place in sorted(chosen)]


@given(said(), st.data())
@settings(max_examples=300, deadline=None)
def test_saying_it_again_never_raises_the_score(pair: tuple[Question, list[str]], data: st.DataObject) -> None:
    question, parts = pair
    answer = " ".join(parts)
    again = data.draw(st.lists(st.sampled_from(parts), min_size=1, max_size=4))
    before = worth(question, answer)
    assert worth(question, " ".join([answer, *again])) <= before
    assert worth(question, " ".join([answer] * 3)) <= before
    words = answer.split()
    begin = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(begin + 1, len(words)))
    assert worth(question, f"{answer} {' '.join(words[begin:end])}") <= before


@given(said(), st.lists(st.sampled_from(FILLERS), min_size=1, max_size=5), st.booleans())
@settings(max_examples=300, deadline=None)
def test_padding_never_raises_the_score(pair: tuple[Question, list[str]], padding: list[str], first: bool) -> None:
    question, parts = pair
    answer = " ".join(parts)
    padded = " ".join([*padding, answer] if first else [answer, *padding])
    assert worth(question, padded) <= worth(question, answer)


@given(said())
@settings(max_examples=300, deadline=None)
def test_reversing_the_words_never_raises_the_score(pair: tuple[Question, list[str]]) -> None:
    question, parts = pair
    answer = " ".join(parts)
    turned = " ".join(reversed(answer.split()))
    assert worth(question, turned) <= worth(question, answer)


@given(said())
@settings(max_examples=150, deadline=None)
def test_the_words_agree_with_the_score(pair: tuple[Question, list[str]]) -> None:
    question, parts = pair
    found = evaluated(question, " ".join(parts))
    if (found.score or 0) >= 20:
        assert not any(t("offline.feedback.none", language) in found.feedback for language in LANGUAGES)


@given(said(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_sentences_does_not_matter_much(pair: tuple[Question, list[str]], chance: object) -> None:
    question, parts = pair
    assert abs(worth(question, " ".join(reversed(parts))) - worth(question, " ".join(parts))) <= 5


@given(QUESTIONS, st.text(max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_text_is_judged(question: Question, text: str) -> None:
    found = evaluated(question, text)
    if found.score is not None:
        assert 0 <= found.score <= 100
        assert found.score == rubric.score(question.category, found.ratings)
    else:
        assert found.ratings == {}
    assert found.feedback
    for each in found.evidence:
        assert each.quote in text
    INTERVIEWER.follow_up(question, Answer(text=text), [])


@given(st.text(max_size=200), st.text(max_size=200), st.lists(st.text(max_size=60), max_size=5), st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_question_is_judged(text: str, reference: str, points: list[str], category: str) -> None:
    question = Question(text=text, reference_answer=reference, key_points=points, category=category)
    for answer in (reference, text, "I built it because it was needed.", "\ud800\x00\u202e"):
        found = evaluated(question, answer)
        assert found.score is None or 0 <= found.score <= 100
        follow_up = INTERVIEWER.follow_up(question, Answer(text=answer), [])
        assert follow_up is None or follow_up.is_follow_up


@given(said())
@settings(max_examples=150, deadline=None)
def test_evidence_is_verbatim(pair: tuple[Question, list[str]]) -> None:
    question, parts = pair
    answer = "\n".join(parts)
    for each in evaluated(question, answer).evidence:
        assert each.quote
        assert each.quote in answer


def test_a_hundred_kilobytes_are_judged_by_their_beginning() -> None:
    for question in FROM_REFERENCE[:2]:
        start = question.reference_answer + "\n"
        long = start + "and so it went on and on with words of every kind " * 2_000
        assert len(long) > 100_000
        assert evaluated(question, long) is not None
        # What lies beyond the limit is not looked at: whatever follows makes no difference.
        filler = "x " * 5_000
        assert worth(question, start + filler + "tail") == worth(question, start + filler + question.reference_answer)
