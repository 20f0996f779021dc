"""What every printed document has: headings, and a footer on each page."""

from __future__ import annotations

from engine import i18n
from engine.model import Language
from engine.pdf.face import face
from engine.pdf.lines import shortened
from engine.pdf.sheet import BOTTOM, LEFT, RIGHT, Bookmark, Sheet, Style
from engine.pdf.styles import HEADING, LEAD, NOTE


def heading(sheet: Sheet, name: str) -> None:
    sheet.skip(22)
    sheet.room(HEADING.leading + 6 + 3 * LEAD.leading)
    sheet.page.append(Bookmark(name, sheet.y, 0))
    sheet.write(name, HEADING)
    sheet.skip(4)


def write_footers(sheet: Sheet, title: str, language: Language) -> None:
    """The document's title and the page's number, on every page there is so far."""
    style = Style(8.5, 12, NOTE.colour)
    boxes = sheet.boxes
    name = shortened(sheet.printable(title), face("regular"), style.size, 300)
    sheet.boxes = boxes  # already counted where the title stands
    for place, page in enumerate(sheet.pages, start=1):
        number = i18n.t("report.page", language, page=place, pages=len(sheet.pages))
        footer = Sheet(pages=[page])
        footer.put(LEFT, BOTTOM + 36, name, style)
        footer.put_right(RIGHT, BOTTOM + 36, number, style)
