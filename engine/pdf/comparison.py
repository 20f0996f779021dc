"""People side by side on paper: scores, charts, the quotes of each category, and who judged with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Final

from engine import i18n, labels, rubric
from engine.model import Evidence, Language, Row
from engine.pdf import plots
from engine.pdf.face import face
from engine.pdf.furniture import heading, write_footers
from engine.pdf.lines import shortened
from engine.pdf.sheet import BOTTOM, LEFT, RIGHT, TOP, Bookmark, Sheet, baseline
from engine.pdf.styles import BODY, BORDER, BRAND, FACT, GREEN, HEADING, LABEL, NOTE, QUOTE, TITLE, VALUE

_WIDE: Final = RIGHT - LEFT
_HIGH: Final = 170.0  # of the plot over time, points
_NAME: Final = 290.0  # of a person's name beside the score
_QUOTES: Final = 3  # of a category and person


@dataclass(frozen=True)
class Person:
    """One column. ``session`` is the compared one, None where ``why`` says why there is none; ``points`` are all
    sessions by the judge, oldest first: when, score 0-100, and whether it stands apart (partial or mixed).
    ``provenance`` has the rows of ``Histories.provenance`` of the session.
    """

    name: str
    session: Row | None
    why: str
    categories: Mapping[str, int | None]
    quotes: Mapping[str, Sequence[Evidence]]
    points: tuple[tuple[datetime, int, bool], ...]
    provenance: tuple[Row, ...]


def lay_out_comparison(
    people: Sequence[Person],
    categories: Sequence[str],
    judge: str,
    language: Language,
    made_at: datetime,
    tz: timezone,
) -> Sheet:
    """The whole comparison on pages, footers included; ``judge`` is "" where nobody has a comparable score."""
    sheet = Sheet()
    title = i18n.t("comparison.title", language)
    sheet.page.append(Bookmark(title, sheet.y, 0))
    sheet.put(LEFT, sheet.y + baseline(BRAND), "Rehearsal", BRAND)
    sheet.y += 34
    sheet.write(title, TITLE)
    sheet.skip(6)
    facts = [i18n.t("comparison.people", language, n=len(people)), i18n.day(made_at, language, tz=tz)]
    sheet.write(" · ".join(facts), FACT)
    told = i18n.t("comparison.judged_by", language, judge=judge) if judge else i18n.t("comparison.nobody", language)
    sheet.write(told, FACT)
    sheet.write(i18n.t("comparison.order", language), FACT)
    sheet.skip(14)
    scored = [each for each in people if each.session is not None]
    for each in people:
        _write_person(sheet, each, scored.index(each) if each in scored else None, language, tz)
    sheet.rule(BORDER)
    if scored:
        _draw_categories(sheet, scored, categories, language)
        _draw_trend(sheet, scored, language, tz)
        _write_quotes(sheet, scored, categories, language)
    _write_provenance(sheet, people, language)
    write_footers(sheet, title, language)
    return sheet


def _write_person(sheet: Sheet, person: Person, place: int | None, language: Language, tz: timezone) -> None:
    """Mark, name and score on one line, what the score is of on the next; who has none has no mark either."""
    lines = sheet.lines(person.name, VALUE, _NAME)
    sheet.room(VALUE.leading * len(lines) + NOTE.leading * 2 + 16)
    sheet.rule(BORDER)
    sheet.y += 8
    if place is not None:
        plots.mark(sheet, LEFT + 5, sheet.y + VALUE.leading / 2, place)
    top = sheet.y
    session = person.session
    if session is not None:
        score = labels.score(session["overall_score"], language)
        sheet.put_right(RIGHT, top + baseline(VALUE), score, VALUE)
    sheet.write_lines(lines, VALUE, LEFT + 16)
    if session is None:
        sheet.write(person.why, NOTE, LEFT + 16)
    else:
        title = " ".join(session["title"].split()) or i18n.t("report.untitled", language)
        counts = {name: session[name] for name in ("answered", "planned")}
        told = [
            title,
            i18n.day(session["created_at"], language, tz=tz),
            i18n.t("common.answered_of", language, **counts),
        ]
        sheet.write(" · ".join(told), NOTE, LEFT + 16)
    sheet.y += 8


def _draw_categories(sheet: Sheet, people: Sequence[Person], categories: Sequence[str], language: Language) -> None:
    """Bars in parts that fit on a page each."""
    rows = [(labels.category(key, language), [each.categories.get(key) for each in people]) for key in categories]
    heading(sheet, i18n.t("report.categories", language))
    names = [each.name for each in people]
    each_high, key_high = 23.0 + 12.0 * len(people), 34.0
    while rows:
        if sheet.y + each_high + key_high > BOTTOM:
            sheet.new_page()
        fits = max(1, int((BOTTOM - sheet.y - key_high) / each_high))
        sheet.y += plots.bars(sheet, rows[:fits], names, language, LEFT, sheet.y, _WIDE) + 6
        rows = rows[fits:]


def _draw_trend(sheet: Sheet, people: Sequence[Person], language: Language, tz: timezone) -> None:
    days = sorted({point[0] for each in people for point in each.points})
    if len(days) < 2:
        return
    sheet.skip(22)
    sheet.room(HEADING.leading + _HIGH + 60)
    sheet.page.append(Bookmark(i18n.t("comparison.over_time", language), sheet.y, 0))
    sheet.write(i18n.t("comparison.over_time", language), HEADING)
    sheet.skip(8)
    series = [
        plots.Series(
            each.name,
            tuple(plots.Point(when.timestamp(), score, apart) for when, score, apart in each.points),
            place,
        )
        for place, each in enumerate(people)
    ]
    shown = dict.fromkeys((days[0], days[len(days) // 2], days[-1]))
    ticks = [(when.timestamp(), i18n.day(when, language, tz=tz)) for when in shown]
    sheet.y += plots.trend(sheet, series, language, LEFT, sheet.y, _WIDE, _HIGH, ticks)
    if any(apart for each in people for _, _, apart in each.points):
        sheet.write(i18n.t("comparison.hollow", language), NOTE)


def _write_quotes(sheet: Sheet, people: Sequence[Person], categories: Sequence[str], language: Language) -> None:
    for key in categories:
        heading(sheet, labels.category(key, language))
        for place, each in enumerate(people):
            sheet.skip(6)
            sheet.room(LABEL.leading + 2 * QUOTE.leading)
            name = shortened(sheet.printable(each.name), face("bold"), LABEL.size, _NAME)
            plots.mark(sheet, LEFT + 5, sheet.y + LABEL.leading / 2, place)
            sheet.put(LEFT + 16, sheet.y + baseline(LABEL), name, LABEL)
            asked = key in each.categories
            score = labels.score(each.categories[key], language) if asked else i18n.t("charts.not_asked", language)
            sheet.put_right(RIGHT, sheet.y + baseline(LABEL), score, LABEL)
            sheet.y += LABEL.leading + 2
            quotes = list(each.quotes.get(key, ()))[:_QUOTES]
            for evidence in quotes:
                quote = i18n.t("report.quote", language, quote=evidence.quote.strip())
                sheet.write_barred(quote, QUOTE, GREEN, LEFT + 16)
                sheet.skip(4)
            if asked and not quotes:
                sheet.write(i18n.t("comparison.no_quote", language), NOTE, LEFT + 16)


def _write_provenance(sheet: Sheet, people: Sequence[Person], language: Language) -> None:
    """On one page, which is the last one."""
    weighted = (
        i18n.t("common.list", language).join(
            f"{labels.dimension(name, language)} {weight:.0%}" for name, weight in weights.items()
        )
        for weights in (rubric.WEIGHTS, rubric.BEHAVIOURAL_WEIGHTS)
    )
    usual, behavioural = weighted
    note = i18n.t("report.rubric_note", language, usual=usual, behavioural=behavioural)
    told = [(each.name, _told(row, language)) for each in people for row in each.provenance]
    lines = sum(1 + len(sheet.lines(line, NOTE, _WIDE - 16)) for _, line in told)
    high = HEADING.leading + 40 + NOTE.leading * (len(sheet.lines(note, NOTE, _WIDE)) + lines + 1) + 8 * len(told)
    sheet.room(min(high, BOTTOM - TOP - 1))
    boxes = sheet.boxes
    heading(sheet, i18n.t("report.provenance", language))
    sheet.write(note, NOTE)
    sheet.skip(6)
    for name, line in told:
        named = shortened(sheet.printable(name), face("regular"), BODY.size, _WIDE)
        sheet.room(BODY.leading + NOTE.leading)
        sheet.put(LEFT, sheet.y + baseline(BODY), named, BODY)
        sheet.y += BODY.leading
        sheet.write(line, NOTE, LEFT + 16)
        sheet.skip(4)
    sheet.boxes = boxes  # counted where they stand
    if boxes:
        sheet.skip(6)
        sheet.write(i18n.t("report.unprintable", language, n=boxes), NOTE)


def _told(row: Row, language: Language) -> str:
    judge = labels.judge(row["interviewer"], row["model"], row["rubric_version"], language)
    told = [i18n.t("report.evaluations", language, n=row["answers"], judge=judge)]
    if row["prompt_version"]:
        told.append(i18n.t("report.prompt", language, version=row["prompt_version"]))
    if row["fallback_reason"]:
        told.append(i18n.t("report.stand_in", language, reason=labels.fallback(row["fallback_reason"], language)))
    when = i18n.moment(row["evaluated_at"], language)
    told += [
        i18n.t("report.judged_at", language, when=when),
        i18n.t("comparison.session", language, id=row["session_id"]),
    ]
    return " · ".join(told)
