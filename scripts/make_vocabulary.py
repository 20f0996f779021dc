"""Make engine/resume/tools.tsv, the names of tools that are drawn from public lists.

    python -m scripts.make_vocabulary --data DIR

DIR holds onet_technology_skills.tsv (columns example, category, occupation_codes, hot_technology, in_demand),
onet_occupations.tsv (code, title), linguist_languages.tsv (name, type, aliases) and devicon_technologies.tsv (name,
altnames, tags). What is judged by hand stands in scripts/vocabulary.toml; engine/resume/skills.tsv is kept by hand and
goes first: a name it has is not made again. The same input gives the same file.
"""

from __future__ import annotations

import argparse
import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

ROOT: Final = Path(__file__).resolve().parents[1]
OWN: Final = ROOT / "engine" / "resume" / "skills.tsv"
MADE: Final = ROOT / "engine" / "resume" / "tools.tsv"
JUDGED: Final = Path(__file__).with_name("vocabulary.toml")
FILES: Final = {
    "onet": "onet_technology_skills.tsv",
    "occupations": "onet_occupations.tsv",
    "linguist": "linguist_languages.tsv",
    "devicon": "devicon_technologies.tsv",
}
HEAD: Final = """\
# Tools that a resume may name, made by scripts/make_vocabulary.py; do not edit. The columns are those of skills.tsv.
#
# onet      O*NET Technology Skills by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA),
#           used under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). O*NET(R) is a trademark of USDOL/ETA.
#           Changed: names were selected, shortened (makers taken off) and put in other categories; USDOL/ETA has not
#           approved, endorsed or tested the changes.
# linguist  GitHub Linguist, Copyright (c) 2017 GitHub, Inc., MIT licence; names were selected
# devicon   Devicon, Copyright (c) 2015 konpa, MIT licence; names were selected and spelt out
#
label\taliases\tcategory\tsource\tmatch
"""

Match = Literal["", "case", "context"]
_PREFIX: Final[dict[Match, str]] = {"": "", "case": "=", "context": "~"}
_SMALL: Final = frozenset({"a", "and", "at", "by", "de", "for", "in", "of", "on", "or", "the", "to", "with"})
_LONG_WORD: Final = 8  # characters; a longer made-up word is no English one in lower case either
_LONGEST: Final = 40  # characters of a label
_MOST_WORDS: Final = 4
_MOST_WORDS_OF_RARE: Final = 2  # of what one occupation alone uses
_CAMEL: Final = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2,}|[A-Za-z]{2}\d|\d[A-Za-z]{2}")
_PLAIN_NAME: Final = re.compile(r"[\w .+#&'/!:*-]+")
_GENERIC_TAIL: Final = re.compile(
    r" (?:software|systems?|databases?|tools?|programs?|applications?|platforms?|packages?)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Line:
    """One line of the vocabulary. ``aliases`` hold how each is matched."""

    label: str
    category: str
    source: str
    match: Match = ""
    aliases: tuple[tuple[str, Match], ...] = ()
    product: str = ""  # the label without its maker, where it has one

    def written(self) -> str:
        aliases = "|".join(f"{_PREFIX[match]}{name}" for name, match in self.aliases)
        return f"{self.label}\t{aliases}\t{self.category}\t{self.source}\t{self.match}\n"


class Judged:
    """The choices of vocabulary.toml, and the words that are ordinary English in O*NET's own phrases."""

    def __init__(self, path: Path, rows: list[dict[str, str]], titles: Iterable[str]) -> None:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        self.makers = sorted(_listed(tables["onet"]["makers"]), key=len, reverse=True)
        self.renamed: dict[str, str] = tables["onet"]["renamed"]
        self.company = frozenset(tables["onet"]["company"].split())
        self.endings = frozenset(tables["onet"]["activities"].split())
        self.sure = frozenset(_listed(tables["onet"]["sure"]))
        self.dropped = {name.casefold() for name in _listed(tables["onet"]["dropped"])}
        self.categories: dict[str, str] = tables["onet"]["categories"]
        self.groups: dict[str, str] = tables["onet"]["groups"]
        self.linguist: dict[str, str] = tables["linguist"]
        self.devicon: dict[str, str] = tables["devicon"]
        phrases = [word for row in rows for word in row["example"].split() if word.islower()]
        others = [word.lower() for row in rows for word in row["category"].split()]
        others += [word.lower() for title in titles for word in re.findall(r"[A-Za-z-]+", title)]
        self._ordinary = {*phrases, *others, *tables["ordinary"]["words"].split()}

    def ordinary(self, word: str) -> bool:
        """Whether a word is English, so that it alone tells no tool from prose; so does a number or an initial."""
        plain = word.casefold().strip("'")
        return len(plain) < 3 or not re.search("[a-z]", plain) or bool({plain, plain[:-1]} & self._ordinary)

    def category(self, row: dict[str, str]) -> str:
        """By O*NET's category, or where that says little by the group of occupations that use the tool most."""
        for name in row["category"].split("; "):
            if name in self.categories:
                return self.categories[name]
        codes = Counter(self.groups[code[:2]] for code in row["occupation_codes"].split())
        return max(sorted(codes), key=lambda group: codes[group]) if codes else "office"


def _listed(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split(",") if name.strip()]


def distinctive(word: str) -> bool:
    """Whether no other word is written so: AutoCAD, QuickBooks, ArcGIS, SPSS12."""
    return len(word) >= 4 and bool(_CAMEL.search(word))


def split_maker(name: str, judged: Judged) -> tuple[str, str, bool]:
    """The maker, the product, and whether the maker is known enough to belong to the product's name."""
    for maker in judged.makers:
        if name.startswith(maker + " "):
            words = name[len(maker) + 1 :].split()
            while words and (words[0] in judged.company or words[0] in maker.split()):  # "Avid Technology Pro Tools"
                words = words[1:]
            return maker, " ".join(words), True
    words = name.split()
    for place in range(1, len(words)):
        if len(words[0]) >= 3 and words[place].casefold().startswith(words[0].casefold()):
            return " ".join(words[:place]), " ".join(words[place:]), False
    for place in range(min(3, len(words) - 2), 0, -1):
        if words[place].strip(",.") in judged.company and re.search(r"[A-Z\d]", words[place + 1]):
            return " ".join(words[: place + 1]), " ".join(words[place + 1 :]), False
    return "", name, False


def without_acronym(words: list[str]) -> tuple[list[str], str]:
    """A name without the acronym of its own words that O*NET puts behind it, and the acronym."""
    last = words[-1]
    if len(words) > 2 and last.isupper() and last.isalpha():
        initials = "".join(word[0] for word in re.split(r"[\s-]+", " ".join(words[:-1])) if word not in _SMALL)
        if initials.upper().endswith(last):
            return words[:-1], last
    return words, ""


def tool(row: dict[str, str], judged: Judged) -> Line | None:
    """A line for an O*NET name; None where it names no tool that prose could not name by chance."""
    name = re.sub(r"\s*\([^)]*\)", "", row["example"]).removeprefix("The ").strip()
    name = judged.renamed.get(name, name)
    if not _PLAIN_NAME.fullmatch(name) or name.casefold() in judged.dropped:
        return None
    words, acronym = without_acronym(name.split())
    if any(word.islower() and word not in _SMALL for word in words):
        if words[-1].islower() and not any(distinctive(word) for word in words):
            return activity(words, acronym, row, judged)
        if not _GENERIC_TAIL.search(name) or any(word.islower() for word in words[:-1]):
            return None
        words = words[:-1]  # "HubSpot software"
    maker, product, known = split_maker(" ".join(words), judged)
    if not product or product.casefold() in judged.dropped:
        return None
    line = _product(maker if known else "", product, bool(maker), row, judged)
    if line is None or len(line.label.split()) > _MOST_WORDS or len(line.label) > _LONGEST:
        return None
    if len(acronym) >= 4 and not judged.ordinary(acronym):
        return replace(line, aliases=(*line.aliases, (acronym, "case")))
    return line


def _product(maker: str, product: str, made: bool, row: dict[str, str], judged: Judged) -> Line | None:
    """``maker`` where it belongs to the name; ``made`` where O*NET names one."""
    parts = product.split()
    unique = [word for word in parts if distinctive(word)]
    telling = [word for word in parts if not judged.ordinary(word)]
    known = row["hot_technology"] == "Y" or len(product) > _LONG_WORD
    match: Match = "" if unique and known and not judged.ordinary(unique[0]) else "case"
    category = judged.category(row)
    if maker:
        bare = unique or len(telling) > 1 or (telling and len(parts) > 1)
        aliases = ((product, match),) if bare else ()
        return Line(f"{maker} {product}", category, "onet", "" if telling else "case", aliases, product)
    rare = row["hot_technology"] != "Y" and " " not in row["occupation_codes"]
    if not telling or (rare and len(parts) > _MOST_WORDS_OF_RARE):
        return None
    if len(parts) == 1 and not unique and product not in judged.sure:
        if rare or len(product) < 5 or (product.isupper() and made):
            return None
        match = "context" if product.isalpha() else "case"
    short = len(parts) in (2, 3) and unique == parts[-1:] and not judged.ordinary(parts[-1])
    return Line(product, category, "onet", match, ((parts[-1], "case"),) if short else ())


def activity(words: list[str], acronym: str, row: dict[str, str], judged: Judged) -> Line | None:
    """What a kind of software is for, where one can be skilled in it: "Fault tree analysis FTA software"."""
    while words and _GENERIC_TAIL.search(f" {words[-1]}"):
        words = words[:-1]
    if not words:
        return None
    words, inner = without_acronym(words)
    label = " ".join(words)
    if not 2 <= len(words) <= _MOST_WORDS or words[-1] not in judged.endings or len(label) > _LONGEST:
        return None
    if any(not re.fullmatch("[A-Za-z-]+", word) or word in _SMALL for word in words) or not words[0][1:].islower():
        return None
    if label.casefold() in judged.dropped:
        return None
    short = inner or acronym
    kept = len(short) >= 4 and not judged.ordinary(short)
    shown = label[0].upper() + label[1:]
    return Line(shown, judged.category(row), "onet", "", ((short, "case"),) if kept else ())


def from_onet(rows: list[dict[str, str]], judged: Judged) -> Iterator[Line]:
    """Names that more occupations use come first, so that they keep a name that two would have."""

    def rank(row: dict[str, str]) -> tuple[bool, int, str]:
        return row["hot_technology"] != "Y", -len(row["occupation_codes"].split()), row["example"]

    for row in sorted(rows, key=rank):
        if line := tool(row, judged):
            yield line


def from_linguist(rows: list[dict[str, str]], judged: Judged) -> Iterator[Line]:
    """Programming languages, but for jokes and for English words nobody writes on a resume."""
    skipped, context = _listed(judged.linguist["skipped"]), _listed(judged.linguist["context"])
    worded, other = _listed(judged.linguist["worded"]), _listed(judged.linguist["other_types"])
    for row in rows:
        name = row["name"]
        if name in worded:
            yield Line(f"{name} programming language", "language", "linguist", "case", ((f"{name} language", "case"),))
        elif name not in skipped and (row["type"] == "programming" or name in other):
            yield Line(name, "language", "linguist", "context" if name in context else "case" if len(name) < 6 else "")


def from_devicon(rows: list[dict[str, str]], judged: Judged) -> Iterator[Line]:
    """The technologies that vocabulary.toml spells out: ``name = "Shown, category"``, led by = or ~ or nothing.

    Raises:
        KeyError: devicon has no such technology.
    """
    known = {row["name"]: row for row in rows}
    for name, judgement in judged.devicon.items():
        row = known[name]
        shown, category = _listed(judgement)
        match: Match = "case" if shown[0] == "=" else "context" if shown[0] == "~" else ""
        others = [other.strip() for other in row["altnames"].split(";")]
        aliases = tuple((other, match) for other in others if re.search("[A-Z]", other) and " " in other)
        yield Line(shown.lstrip("=~"), category, "devicon", match, aliases)


def merged(lines: Iterable[Line], taken: set[str]) -> list[Line]:
    """Each name once, case aside; a name in ``taken`` is left out. Sorted by source, category and label."""
    taken = set(taken)
    kept: list[Line] = []
    for line in lines:
        if key(line.label) in taken or key(line.product) in taken:
            continue
        taken.add(key(line.label))
        aliases = []
        for name, match in line.aliases:
            if key(name) not in taken:
                taken.add(key(name))
                aliases.append((name, match))
        kept.append(replace(line, aliases=tuple(aliases)))
    return sorted(kept, key=lambda line: (line.source, line.category, line.label.casefold(), line.label))


def key(name: str) -> str:
    """A name as names are compared: case, spaces and hyphens aside."""
    return re.sub(r"[\s-]+", " ", name).casefold()


def names_of(path: Path) -> set[str]:
    """The names in a vocabulary file, as they are compared."""
    found: set[str] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(("#", "label\t")):
            label, aliases, *_ = line.split("\t")
            found |= {key(name.lstrip("=~^")) for name in [label, *aliases.split("|")] if name}
    return found


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def made(data: Path, taken: set[str], judged_by: Path = JUDGED) -> str:
    """The text of tools.tsv.

    Raises:
        OSError: a file of ``data`` is missing.
    """
    onet = table(data / FILES["onet"])
    titles = [row["title"] for row in table(data / FILES["occupations"])]
    judged = Judged(judged_by, onet, titles)
    linguist, devicon = table(data / FILES["linguist"]), table(data / FILES["devicon"])
    lines = [*from_devicon(devicon, judged), *from_linguist(linguist, judged), *from_onet(onet, judged)]
    return HEAD + "".join(line.written() for line in merged(lines, taken))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.make_vocabulary", description="Make tools.tsv.")
    parser.add_argument("--data", metavar="DIR", type=Path, required=True, help="the folder of the public lists")
    text = made(parser.parse_args().data, names_of(OWN))
    MADE.write_text(text, encoding="utf-8", newline="\n")
    labels = sum(not line.startswith(("#", "label\t")) for line in text.splitlines())
    print(f"{MADE.relative_to(ROOT)}: {labels} labels")


if __name__ == "__main__":
    main()
