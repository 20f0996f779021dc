"""Lines of a resume, and the sections they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from engine.resume.headings import Heading, heading_of, is_known

_BULLET: Final = re.compile(
    r"(?:[•●▪■◆◇○◦‣⁃∙·➢►▶✓✔❖★☆※]+\s*|[-*+–—]\s+|\d{1,2}[.、)）](?!\d)\s*|[（(]\d{1,2}[)）]\s*|[①-⑳]\s*)(?=\S)"
)
_HEADING_MARKS: Final = frozenset("■◆★▪▌")
_GLYPH_ALONE: Final = re.compile(r"^[•●▪■◆◇○◦‣⁃∙·➢►▶✓✔❖]$")
_SENTENCE_ENDS: Final = ".。;；!！?？:："
_LONGEST_SENTENCE: Final = 2_000
_LISTS: Final = frozenset({"skills", "languages", "certifications", "interests", "awards", "education"})
_MAIL: Final = re.compile(r"[\w.+-]@[\w-]")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_CHINESE_END: Final = re.compile("[\u4e00-\u9fff，。；：、！？）】》”]")


@dataclass(frozen=True)
class Line:
    """One line of the text; ``text`` is without its bullet or list number ``mark``. ``number`` counts from 0."""

    number: int
    text: str
    bullet: bool = False
    mark: str = ""
    after_blank: bool = False


@dataclass
class Block:
    """A section: ``kind`` is the heading's meaning, "header" for what stands before the first heading.

    ``marks`` are headings of unknown meaning inside it (Markdown's deeper levels), by line number.
    """

    kind: str
    heading: str = ""
    level: int = 0
    lines: list[Line] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)


def lines_of(text: str) -> list[Line]:
    """The non-blank lines. A bullet that stands alone, as PDF readers leave it, joins the next line."""
    lines: list[Line] = []
    blank, hanging = True, False
    for number, raw in enumerate(text.split("\n")):
        stripped = raw.strip()
        if not stripped:
            blank = True
            continue
        if _GLYPH_ALONE.match(stripped):
            hanging = True
            continue
        bullet = None if hanging else _BULLET.match(stripped)
        shown = stripped[bullet.end() :] if bullet else stripped
        mark = bullet[0].strip() if bullet else ""
        lines.append(Line(number, shown, hanging or bullet is not None, mark, blank and not hanging))
        blank = hanging = False
    return lines


def blocks_of(lines: list[Line]) -> list[Block]:
    """Lines by section, in order; the first block is the header, perhaps empty."""
    blocks = [Block("header")]
    for line in lines:
        heading = _heading(line, blocks[-1])
        if heading is None:
            if blocks[-1].kind in _LISTS and _MAIL.search(line.text):
                # In a side column's reading the name and the address stand below the last list of the column.
                blocks.append(Block("contact", lines=_name_above(blocks[-1])))
            blocks[-1].lines.append(line)
        elif heading.kind == "other" and _belongs(heading, blocks[-1]):
            blocks[-1].lines.append(Line(line.number, heading.text, after_blank=True))
            blocks[-1].marks.add(line.number)
        else:
            rest = [Line(line.number, heading.rest)] if heading.rest else []
            blocks.append(Block(heading.kind, heading.text, heading.level, rest))
    return blocks


def _heading(line: Line, block: Block) -> Heading | None:
    if line.bullet:
        # Some resumes number or mark their headings: "2. Education", "■ Skills".
        marked = line.mark[:1].isdigit() or line.mark in _HEADING_MARKS
        return heading_of(line.text, after_blank=False) if marked and is_known(line.text) else None
    heading = heading_of(line.text, after_blank=line.after_blank)
    if heading and heading.level > block.level > 0 and block.kind in ("experience", "projects", "education"):
        # "### Research" below "## Experience" is an entry's title, whatever it would mean at the top.
        return heading._replace(kind="other")
    return heading


def _name_above(block: Block) -> list[Line]:
    last = block.lines[-1:]
    words = last[0].text.split() if last else []
    if 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and "," not in last[0].text:
        return [block.lines.pop()]
    return []


def _belongs(heading: Heading, block: Block) -> bool:
    return block.kind == "header" or heading.level > block.level > 0


def is_sentence(text: str) -> bool:
    """Whether a line is prose rather than a heading, a title or a place."""
    if text[-1:] in _SENTENCE_ENDS + "，":
        return True
    if is_chinese(text):
        return len(text) > 45 or ("，" in text and len(text) > 20)
    return len(text) > 100


def is_chinese(text: str) -> bool:
    """Whether at least a third of the line's first 200 characters are Chinese."""
    sample = text[:200]
    return len(_HAN.findall(sample)) * 3 >= max(1, len(sample))


def widths(lines: list[Line]) -> int:
    """The length from which a line may have been wrapped: four fifths of what the longest lines have."""
    lengths = sorted(len(line.text) for line in lines)
    return int(0.8 * lengths[int(0.9 * (len(lengths) - 1))]) if lengths else 0


def continues(before: str, last: int, line: Line, width: int) -> bool:
    """Whether ``line`` goes on with the sentence ``before``, whose last line has ``last`` characters."""
    if line.bullet or line.after_blank:
        return False
    if before[-1:] in _SENTENCE_ENDS or len(before) > _LONGEST_SENTENCE:
        return False
    return line.text[:1].islower() or last >= max(width, 20) or before[-1:] in ",，、("


def join(before: str, after: str) -> str:
    """Two lines as one; between Chinese characters nothing is put."""
    glue = "" if _CHINESE_END.match(before[-1:]) and _HAN.match(after[:1]) else " "
    return before + glue + after
