"""The form of an answer: whether it says anything, consists of sentences, and keeps to the matter.

Each test looks only at the words that count for the answer, so that padding cannot talk it out of a finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Final

from engine.i18n import language_of
from engine.offline.text import clauses, is_stop, is_weak, lexicon, sentences, stem, terms, tokens

_LIST_TERMS: Final = 4  # matched words from which a bare list of words is told from a short answer
_IN_CONTEXT: Final = 0.35  # share of matched terms that stand in a sentence, below which it is a list
_PROSE: Final = 0.6  # share of a reference answer's own terms that stand in sentences, from which it is prose
_NEIGHBOURS: Final = 3  # words on either side in which a function word makes a sentence
_HAN_CLAUSE: Final = 7  # characters from which a Chinese clause is more than a catchword
_DENYING: Final = frozenset({"not", "no"})
_AUXILIARIES: Final = frozenset(("is", "are", "was", "were", "am", "does", "can", "could", "will", "would", "has"))
_MISPLACED = re.compile(
    r"\b([a-z]+) (It|Its|The|An|This|That|These|If|When|We|They|There|As|While|Because|So|Our|My)\b"
)
"""A word that begins sentences, in the middle of one."""
_ANSWERS: Final = frozenset({"Yes", "No", "Ok", "Okay", "Us", "Will", "May"})
_INJECTION = re.compile(
    r"\b(?:give|award|assign|grant|deserves?|rate|grade|mark|score)\b.{0,40}"
    r"\b(?:full|top|maximum|max|highest|perfect|100|5/5|10/10)\b"
    r"|\b(?:full|top|maximum|perfect|highest) (?:marks?|scores?|points|rating|grade)\b|\b100 (?:out of|/) ?100\b"
    r"|\b(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|prior|above|earlier|other)?\s?"
    r"(?:instructions?|prompts?|rubrics?)\b"
    r"|\bsystem prompt\b|\byou are (?:a|an|the) (?:grader|evaluator|judge|examiner|interviewer|assistant)\b"
    r"|\bthis answer (?:is|covers|contains|meets|deserves) (?:all|every|correct|completely|fully|perfect|excellent)"
    r"|满分|给我?(?:打|判)?(?:高分|最高分|100分|一百分)|请?(?:忽略|无视)(?:以上|之前|前面|上面|所有).{0,6}(?:指令|要求|提示|规则|内容)"
    r"|系统提示词?|你(?:现在)?是(?:一个|一名)?(?:评分|评委|考官|打分)|(?:本|这个|该)回答(?:完全正确|涵盖了?所有|包含了?全部|覆盖了?所有)",
    re.IGNORECASE,
)
_ASKS_FOR_LIST = re.compile(
    r"\b(?:list|name|state|enumerate|mention|give|identify) (?:\w+ ){0,3}(?:\w+s|two|three|four|five|\d+)\b"
    r"|哪些|哪几|几种|几类|列举|什么类型|包括什么",
    re.IGNORECASE,
)
_UNKNOWING = re.compile(
    r"\b(?:do not|don.?t|dont|did not|didn.?t|can ?not|can.?t|cant) (?:\w+ )?"
    r"(?:know|remember|recall|say|answer|understand)\b"
    r"|\b(?:no|have any|any) (?:idea|clue|answer|experience)\b"
    r"|\bnot (?:\w+ )?sure\b|\bnever (?:done|used|did) (?:this|that|it)\b"
    r"|\b(?:skip|pass|i forgot|i forget|next question|next please|please)\b"
    r"|不太?(?:知道|清楚|会|了解|懂|记得|确定)|忘记?了|跳过|没(?:有)?(?:做过|接触过|用过|经验|想过|学过)|下一[题个]|怎么(?:回答|说)",
    re.IGNORECASE,
)
_LEFTOVER: Final = 1.5  # weight of what is said besides, up to which giving up is the whole answer
_ONLY_PUNCTUATION = re.compile(r"[\W_]+")


@cache
def _blanks() -> frozenset[str]:
    return frozenset(lexicon("en")["blank"]) | frozenset(lexicon("zh")["blank"])


@cache
def _fillers() -> re.Pattern[str]:
    phrases = [rf"\b{re.escape(phrase)}\b" for phrase in lexicon("en")["filler"]]
    phrases += [re.escape(phrase) for phrase in lexicon("zh")["filler"]]
    return re.compile("|".join(sorted(phrases, key=len, reverse=True)), re.IGNORECASE)


def says_nothing(text: str) -> bool:
    """Blank, a way of saying "I don't know", or without a single word that carries meaning."""
    whole = _ONLY_PUNCTUATION.sub(" ", text).strip().lower()
    if whole in _blanks() or whole.replace(" ", "") in _blanks() or not terms(text):
        return True
    rest, gave_up = _UNKNOWING.subn(" ", text)
    return gave_up > 0 and _words(terms(rest)) <= _LEFTOVER


def _words(bag: Mapping[str, float]) -> float:
    """The weight of a bag of terms in words; a Chinese word makes about two pairs of characters."""
    return sum(weight * (0.5 if term[0] >= "㐀" else 1.0) for term, weight in bag.items())


def to_the_point(text: str) -> str:
    """The sentences of ``text``, verbatim, without those that say nothing or ask for a mark instead of answering."""
    return "\n".join(
        sentence for sentence in sentences(text) if terms(unpadded(sentence)) and not _INJECTION.search(sentence)
    )


def unpadded(text: str) -> str:
    """``text`` without filler phrases."""
    return _fillers().sub(" , ", text)


def asks_for_marks(text: str) -> bool:
    """Whether ``text`` holds a sentence addressed to whoever judges it."""
    return bool(_INJECTION.search(text))


def share_in_sentences(text: str, matched: frozenset[str]) -> float:
    """The share 0-1 of ``matched`` terms that stand at least once among words that make a sentence."""
    if not matched:
        return 1.0
    placed: set[str] = set()
    for clause in clauses(text):
        words = tokens(clause)
        han = sum(len(word) for word in words if word[0] >= "㐀")
        if han:
            weak = any(is_weak(character) for word in words for character in word)
            if han >= _HAN_CLAUSE or weak:
                placed |= matched & terms(clause).keys()
        function = [at for at, word in enumerate(words) if is_stop(word)]
        for at, word in enumerate(words):
            if not is_stop(word) and any(abs(at - other) <= _NEIGHBOURS for other in function):
                placed.add(stem(word))
    return len(placed & matched) / len(matched)


def is_list(answer: str, matched: frozenset[str], question: str, reference: str) -> bool:
    """Whether an answer throws catchwords at a question that expects sentences."""
    if _words(dict.fromkeys(matched, 1.0)) < _LIST_TERMS or _ASKS_FOR_LIST.search(question):
        return False
    if share_in_sentences(answer, matched) >= _IN_CONTEXT:
        return False
    expected = frozenset(terms(reference).keys() - terms(question).keys())
    return share_in_sentences(reference, expected) >= _PROSE


@cache
def _order() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    words = lexicon("en")
    return (
        frozenset(words["determiners"].split()),
        frozenset(words["never_after_determiner"].split()),
        frozenset(words["never_last"].split()),
    )


def _faults_chinese(answer: str) -> int:
    words = lexicon("zh")
    parts = clauses(answer)
    faults = {pair for pair in words["never_together"] if any(pair in part for part in parts)}
    faults |= {part[0] for part in parts if part[0] in words["never_first"]}
    return len(faults) + 2 * (answer.lstrip()[:1] in tuple("。，！？；、"))


def _begins_at_its_end(sentence: str) -> bool:
    """Whether a sentence that begins in lower case ends with a capitalised word of grammar ("long as it runs As")."""
    words = re.findall(r"[A-Za-z']+", sentence)
    if len(words) < 4 or not words[0][0].islower():
        return False
    last = words[-1]
    return last.istitle() and len(last) > 1 and last not in _ANSWERS and is_stop(last.lower())


def is_jumbled(answer: str, matched: int) -> bool:
    """Whether words stand in an order that no sentence has ("bulb the to close path", "么什做你")."""
    if language_of(answer) == "zh":
        return _faults_chinese(answer) >= 2
    return _faults(answer) >= max(2.0, 0.12 * matched)


def disorder(answer: str) -> int:
    """How much the order of words is that of no sentence; to compare a text with itself turned round."""
    faults = _faults_chinese(answer) if language_of(answer) == "zh" else _faults(answer)
    begins = answer.lstrip()[:1]
    ends = answer.rstrip()[-1:]
    return faults + begins.islower() + (ends not in tuple(".!?。！？"))


def _faults(answer: str) -> int:
    determiners, not_after, not_last = _order()
    faults: set[tuple[str, str]] = set()
    turned: set[tuple[str, str]] = set()
    for sentence in sentences(answer):
        faults |= {(before, begin) for before, begin in _MISPLACED.findall(sentence)}
        # Only in lower case: an IS, the DO and the like are names.
        words = re.findall(r"[A-Za-z']+", sentence[:1].lower() + sentence[1:])
        faults |= {(left, right) for left, right in pairwise(words) if left in determiners and right in not_after}
        turned |= {pair for pair in pairwise(words) if pair[0] in _DENYING and pair[1] in _AUXILIARIES}
        if words and words[-1] in not_last:
            faults.add((words[-1], ""))
        if _begins_at_its_end(sentence):
            turned.add((words[0], words[-1]))
    return len(faults) + 2 * len(turned)
