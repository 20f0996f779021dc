"""Every word the program shows, in English and Chinese, from ``locales/<language>/<namespace>.toml``.

A key is ``namespace.name`` or ``namespace.table.name``. Texts take ``{name}`` fields. A text that
depends on a number ``n`` is a table of plural forms (``one``, ``other``), chosen by the language's CLDR rule.
"""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from datetime import UTC, date, datetime, timezone
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, get_args

from babel import Locale
from babel.dates import format_date, format_datetime

from engine.errors import RehearsalError
from engine.model import Language

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
_FOLDER = Path(__file__).parent / "locales"
_PLURAL_FORMS = {"one", "other"}
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_LETTER = re.compile(r"[^\W\d_]")


@cache
def texts(language: Language) -> dict[str, str | dict[str, str]]:
    """All texts of a language by dotted key; a plural text is a dict of its forms."""
    found: dict[str, str | dict[str, str]] = {}

    def collect(prefix: str, table: dict[str, Any]) -> None:
        for name, value in table.items():
            key = f"{prefix}.{name}"
            if isinstance(value, dict) and not set(value) <= _PLURAL_FORMS:
                collect(key, value)
            else:
                found[key] = value

    for file in sorted((_FOLDER / language).glob("*.toml")):
        collect(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
    return found


def t(key: str, language: Language, **fields: Any) -> str:
    """The text of ``key`` with its fields filled in.

    Raises:
        KeyError: the key or one of the text's fields is missing.
    """
    text = texts(language)[key]
    if isinstance(text, dict):
        form = Locale.parse(language).plural_form(fields["n"])
        text = text.get(form, text["other"])
    return text.format(**fields)


def explain(error: RehearsalError, language: Language) -> str:
    """The sentence a person is shown for ``error``: what happened, then what to do."""
    return t(f"errors.{error.key}", language, **error.params)


def language_of(text: str) -> Language:
    """ "zh" where at least a fifth of the letters are Chinese characters, else "en"."""
    sample = text[:20_000]
    letters = len(_LETTER.findall(sample))
    return "zh" if letters and len(_HAN.findall(sample)) >= letters / 5 else "en"


def choose(locale: str | None) -> Language:
    """The language to speak to a browser that prefers ``locale`` (such as "zh-CN"; None: English)."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


def preferred(accept_language: str, *, otherwise: Language) -> Language:
    """The language an Accept-Language header ("en-GB,en;q=0.8") likes best of those spoken, else ``otherwise``."""
    wanted: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, weight = "".join(part.lower().split()).partition(";q=")
        with suppress(ValueError):  # a weight that is no number says nothing
            wanted.append((float(weight or 1), tag.partition("-")[0]))
    for liking, spoken in sorted(wanted, key=lambda pair: -pair[0]):
        for language in LANGUAGES:
            if liking > 0 and spoken == language:
                return language
    return otherwise


def day(when: date | datetime, language: Language, *, with_year: bool = True, tz: timezone = UTC) -> str:
    """A date in words: "14 March 2026", "2026年3月14日"."""
    return _day(when.astimezone(tz).date() if isinstance(when, datetime) else when, language, with_year)


@lru_cache(maxsize=2048)
def _day(when: date, language: Language, with_year: bool) -> str:
    if language == "zh":
        return format_date(when, "y年M月d日" if with_year else "M月d日", locale="zh")
    return format_date(when, "d MMMM y" if with_year else "d MMMM", locale="en")


def moment(when: datetime, language: Language, *, tz: timezone = UTC) -> str:
    """A date and time in words: "14 March 2026, 09:30", "2026年3月14日 09:30"."""
    pattern = "y年M月d日 HH:mm" if language == "zh" else "d MMMM y, HH:mm"
    return format_datetime(when.astimezone(tz), pattern, locale=language)


def duration(seconds: float, language: Language) -> str:
    """A length of time in words: "24 minutes", "less than a minute", "2 小时 5 分钟"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return t("common.under_a_minute", language)
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(t("common.hours", language, n=hours))
    if rest:
        parts.append(t("common.minutes", language, n=rest))
    return " ".join(parts)
