"""The dated things a person did: jobs, projects and studies, from the sections of a resume."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Final, Literal

from engine.model import Entry
from engine.resume.dates import Range, find_range, find_single, since
from engine.resume.parties import is_prose, is_school, is_study, split_header
from engine.resume.structure import Block, Line, continues, is_sentence, join, widths
from engine.resume.words import labelled

Kind = Literal["job", "project", "study"]

_KINDS: Final[dict[str, Kind]] = {
    "experience": "job",
    "projects": "project",
    "volunteering": "project",
    "education": "study",
}
_TEXT: Final = labelled("text")
_FIELDS: Final = {name: labelled(name) for name in ("organisation", "title", "dates")}
_MOST_HEADER_LINES: Final = 3
_MOST_ENTRIES: Final = 200
_EDGES: Final = " \t,，|｜·•–—-;；:：/~"


@dataclass
class Draft:
    """An entry being read. ``numbers`` are the lines of the text it stands on."""

    kind: Kind
    header: list[str] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    dates: Range | None = None
    given: dict[str, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    bullet_lines: list[list[int]] = field(default_factory=list)
    last: int = 0  # length of the last bullet's last line

    def entry(self) -> Entry:
        title, organisation = split_header(self.header, self.kind)
        return Entry(
            kind=self.kind,
            title=self.given.get("title", title),
            organisation=self.given.get("organisation", organisation),
            start=self.dates.start if self.dates else "",
            end=self.dates.end if self.dates else "",
            bullets=tuple(self.bullets),
        )


def drafts_of(blocks: list[Block], name: str) -> list[Draft]:
    """The entries of all sections that hold some, in the order of the text; at most 200.

    A resume without any such section is searched as a whole for dated lines, but for the person's ``name``.
    """
    drafts: list[Draft] = []
    for block in blocks:
        if block.kind in _KINDS:
            drafts += _Reader(_KINDS[block.kind], block).drafts()
    if not drafts:
        for block in blocks:
            if block.kind in ("header", "other"):
                block = replace(block, lines=[line for line in block.lines if line.text != name])
                drafts += [draft for draft in _Reader("job", block).drafts() if draft.dates and draft.dates.start]
        for draft in drafts:
            if is_study(" ".join(draft.header)):
                draft.kind = "study"
    return [draft for draft in drafts if draft.header or draft.bullets or draft.given][:_MOST_ENTRIES]


class _Reader:
    """Reads one section line by line; what a line is depends on the entry it follows."""

    def __init__(self, kind: Kind, block: Block) -> None:
        self._kind: Kind = kind
        self._block = block
        self._width = widths([line for line in block.lines if line.bullet or is_sentence(line.text)] or block.lines)
        self._done: list[Draft] = []
        self._draft: Draft | None = None

    def drafts(self) -> list[Draft]:
        lines = self._block.lines
        for line, after in zip_longest(lines, lines[1:]):
            self._take(line, after)
        return self._done

    def _open(self, *, new: bool = False) -> Draft:
        if self._draft is None or new:
            self._draft = Draft(self._kind)
            self._done.append(self._draft)
        return self._draft

    def _take(self, line: Line, after: Line | None) -> None:
        draft = self._draft
        if line.number in self._block.marks:
            self._header(self._open(new=True), line)
        elif self._is_field(line):
            return
        elif label := _TEXT.match(line.text):
            if label["value"]:
                self._body(self._open(), line)
        elif line.bullet:
            if self._dated_bullet(line):
                self._header(self._open(new=True), line)
            else:
                self._body(self._open(), line)
        elif draft and draft.bullets and self._goes_on(draft, line, after):
            draft.bullets[-1] = join(draft.bullets[-1], line.text)
            draft.numbers.append(line.number)
            draft.bullet_lines[-1].append(line.number)
            draft.last = len(line.text)
        elif _has_dates(line):
            self._header(self._open(new=not self._may_be_dated(line)), line)
        elif is_sentence(line.text) or (draft is not None and (draft.dates or draft.bullets) and is_prose(line.text)):
            self._body(self._open(), line)
        else:
            full = draft is not None and (
                bool(draft.bullets)
                or len(draft.header) >= _MOST_HEADER_LINES
                or (line.after_blank and bool(draft.dates or draft.header))
            )
            self._header(self._open(new=full), line)

    def _goes_on(self, draft: Draft, line: Line, after: Line | None) -> bool:
        """Whether a line is more of the last bullet, rather than the first line of the next entry."""
        if _has_dates(line) or not continues(draft.bullets[-1], draft.last, line, self._width):
            return False
        headed = after is not None and not after.bullet and _has_dates(after)
        return line.text[:1].islower() or not headed

    def _dated_bullet(self, line: Line) -> bool:
        """In a list of studies or jobs each bullet may be an entry of its own."""
        dates = find_range(line.text)
        at_edge = dates is not None and (dates.span[0] < 3 or dates.span[1] > len(line.text) - 3)
        return at_edge and len(line.text) < 100 and not is_sentence(line.text) and not since(line.text)

    def _may_be_dated(self, line: Line) -> bool:
        """Whether a dated line goes on with the open entry's header."""
        draft = self._draft
        return (
            draft is not None
            and draft.dates is None
            and not draft.bullets
            and len(draft.header) <= _MOST_HEADER_LINES
            and not line.after_blank
        )

    def _is_field(self, line: Line) -> bool:
        for name, pattern in _FIELDS.items():
            found = pattern.match(line.text)
            if not found or not found["value"]:
                continue
            draft = self._open(new=bool(self._draft and (self._draft.bullets or name in self._draft.given)))
            draft.numbers.append(line.number)
            value = found["value"].strip()
            dates = find_range(value) or (find_single(value) if name == "dates" else None)
            if dates:
                draft.dates = draft.dates or dates
                value = _without(value, dates)
            draft.given[name] = value
            return True
        return False

    def _header(self, draft: Draft, line: Line) -> None:
        dates = _dates(line)
        if dates and draft.dates is None:
            draft.dates = dates
            rest = _without(line.text, dates)
        else:
            rest = line.text.strip(_EDGES)
        if rest and draft.header and " " not in rest and is_school(rest):
            draft.header[-1] += f" {rest}"  # "Penderyn / University", broken in a narrow column
        elif rest:
            draft.header.append(rest)
        draft.numbers.append(line.number)

    def _body(self, draft: Draft, line: Line) -> None:
        draft.bullets.append(line.text)
        draft.numbers.append(line.number)
        draft.bullet_lines.append([line.number])
        draft.last = len(line.text)


def _dates(line: Line) -> Range | None:
    return find_range(line.text) or (find_single(line.text) if len(line.text) < 100 else None)


def _has_dates(line: Line) -> bool:
    """Whether a line is headed or ended by dates, as an entry's first lines are."""
    if len(line.text) > 160:
        return False
    dates = find_range(line.text)
    if dates is None:
        dates = find_single(line.text) if len(line.text) < 80 and not is_sentence(line.text) else None
    elif is_sentence(line.text) and dates.span[0] > 2 and dates.span[1] < len(line.text) - 2:
        return False
    return dates is not None


def _without(text: str, dates: Range) -> str:
    before = text[: dates.span[0]].rstrip(_EDGES + "([（【").strip(_EDGES)
    after = text[dates.span[1] :].lstrip(_EDGES + ")]）】").strip(_EDGES)
    # What stood in the same brackets as the dates is set apart from what stood before them.
    return "\t".join(part for part in (_opened(before), after) if part)


def _opened(text: str) -> str:
    place = max(text.rfind("("), text.rfind("（"))
    closed = max(text.rfind(")"), text.rfind("）"))
    return f"{text[:place].rstrip()}\t{text[place + 1 :].lstrip()}" if place > closed else text
