from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from bench import samples
from engine import report as reports
from engine.i18n import t
from engine.model import Analysis, Evidence, Language, Provenance, Report, Resume, Suggestion, Summary, WorkStatus
from engine.offline import OfflineInterviewer
from engine.pdf import render_analysis
from engine.pdf.analysis import lay_out_analysis
from engine.pdf.document import lay_out
from engine.pdf.face import BOX, NARROW, face
from engine.pdf.lines import printable, shortened, wrapped
from engine.pdf.sheet import BOTTOM, LEFT, RIGHT, TOP, Dot, Shape, Sheet, Text, measure
from engine.resume import read
from support.sessions import session, turn

FONTS = Path(engine.__file__).parent / "fonts"
CLOSING = "，。、；：？！）》」』】”’…,.;:?!)]}%"
OPENING = "（《「『【“‘([{"


def opened(data: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(data)


def pages_of(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in opened(data)]


def squeezed(text: str) -> str:
    """Without the white space, which a line break may stand for."""
    return "".join(text.split())


def printed(report: Report, language: Language = "en") -> str:
    return squeezed("".join(pages_of(reports.pdf(report, language))))


def one_answer(text: str, **fields: Any) -> Report:
    return reports.build(session([turn(0, score=66, text=text, **fields)]))


def sheet_of(report: Report, language: Language = "en") -> Sheet:
    return lay_out(report, language, "", UTC)


def texts(sheet: Sheet) -> Iterator[tuple[int, Text]]:
    for number, page in enumerate(sheet.pages):
        yield from ((number, mark) for mark in page if isinstance(mark, Text))


# --- the document --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_said_and_judged_is_printed(language: Language) -> None:
    built = reports.build(samples.session(language))
    text = printed(built, language)
    for each in built.session.turns:
        assert each.answer is not None
        assert each.evaluation is not None
        quotes = [evidence.quote for evidence in each.evaluation.evidence]
        notes = [evidence.note for evidence in each.evaluation.evidence]
        said = [each.question.text, each.answer.text, each.question.reference_answer, each.evaluation.feedback]
        for part in [*said, *quotes, *notes, *each.evaluation.missing]:
            assert squeezed(part) in text
    assert built.session.summary is not None
    for part in (built.session.title, built.session.candidate_name, built.session.summary.overall_feedback):
        assert squeezed(part) in text
    assert f"{built.overall_score}" in text


def test_a_bilingual_report_of_ten_questions_stays_small() -> None:
    data = reports.pdf(reports.build(samples.session("zh")), "zh")
    assert len(set(re.findall("[一-鿿]", "".join(pages_of(data))))) >= 600
    assert len(data) <= 250 * 1024


def test_the_chart_is_drawn_not_pictured() -> None:
    built = reports.build(samples.session("zh"))
    shapes = [mark for mark in sheet_of(built).pages[0] if isinstance(mark, Shape)]
    dots = [mark for mark in sheet_of(built).pages[0] if isinstance(mark, Dot)]
    corners = len(built.category_scores)
    assert all(len(shape.points) == corners for shape in shapes)
    assert len(dots) == corners
    kinds = [item.type for page in opened(reports.pdf(built, "zh")) for item in page.get_objects()]
    assert pdfium.FPDF_PAGEOBJ_PATH in kinds
    assert pdfium.FPDF_PAGEOBJ_IMAGE not in kinds


def test_two_categories_are_bars() -> None:
    built = reports.build(session([turn(0, score=50), turn(1, score=60, category="tools")]))
    assert not [mark for page in sheet_of(built).pages for mark in page if isinstance(mark, Shape)]
    assert "60" in printed(built)


def test_pages_are_numbered_and_the_last_says_who_judged() -> None:
    data = reports.pdf(reports.build(samples.session("en")), "en")
    pages = pages_of(data)
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text
    assert "How this was judged" in pages[-1]
    assert "the offline interviewer, rubric 1" in pages[-1]
    assert "5d1c0a7e" in pages[-1]
    assert "00c0ffee00c0ffee" in pages[-1]


def test_the_file_says_what_it_is() -> None:
    document = opened(reports.pdf(reports.build(samples.session("zh")), "zh"))
    facts = document.get_metadata_dict()
    assert facts["Title"] == "后端工程师 · Backend engineer"
    assert facts["Author"] == "周知远"
    assert facts["Creator"] == "Rehearsal"
    assert facts["CreationDate"].startswith("D:20260314100100")
    assert b"/Lang (zh-CN)" in reports.pdf(reports.build(samples.session("zh")), "zh")
    first = document[0]
    assert (round(first.get_width()), round(first.get_height())) == (595, 842)
    outline = [entry.get_title() for entry in document.get_toc()]
    assert outline[0] == "面试报告"
    assert sum(title.startswith(tuple("123456789")) for title in outline) == 12


def test_the_same_report_gives_the_same_bytes() -> None:
    built = reports.build(samples.session("zh"))
    assert reports.pdf(built, "zh") == reports.pdf(built, "zh")


def test_the_day_is_the_persons_own() -> None:
    built = one_answer("x").session.model_copy(update={"created_at": datetime(2026, 3, 14, 23, tzinfo=UTC)})
    ahead = timezone(timedelta(hours=8))
    text = "".join(pages_of(reports.pdf(reports.build(built), "en", ahead)))
    assert "15 March 2026" in text
    assert "14 March 2026, 23:00 UTC" in text


def test_what_is_special_about_a_session_is_labelled() -> None:
    model = Provenance(interviewer="llm", model="qwen3:8b", rubric_version="1", input_tokens=812, output_tokens=220)
    stand_in = Provenance(rubric_version="1", fallback_reason="timeout")
    turns = [
        turn(0, score=80, provenance=model, low=70, high=90),
        turn(0, 1, score=20, provenance=stand_in),
        turn(1, judged=False, work_status=WorkStatus.PENDING),
        turn(2, score=0, text=""),
        turn(3, score=None),
        turn(4, text=None),
    ]
    text = printed(reports.build(session(turns, planned=8)))
    for part in (
        "Partial",
        "Mixed judges",
        "1 answer is still being judged",
        "Follow-up",
        "Skipped.",
        "Unscored",
        "Not judged yet",
        "4 planned questions were not reached.",
        "between 70 and 90",
        "812 tokens in, 220 out",
        "stood in: The model took too long.",
        "the model interviewer (qwen3:8b), rubric 1",
    ):
        assert squeezed(part) in text, part


def test_a_report_of_nothing_can_be_printed() -> None:
    empty = session([turn(0, text=None)], title=" ", candidate_name="", completed_at=None, summary=None)
    text = printed(reports.build(empty))
    assert "Interview" in text
    assert "Unscored" in text
    assert "Youranswer" not in text


# --- text of others ------------------------------------------------------------------------------


def test_markup_is_text_and_nothing_is_a_link() -> None:
    hostile = "<script>alert(1)</script> **bold** [a](http://evil.example) ![i](http://evil.example/i.png) {nb} __u__"
    built = one_answer(
        hostile,
        question=hostile,
        category=hostile,
        feedback=hostile,
        missing=[hostile],
        evidence=[Evidence(quote=hostile, note=hostile)],
    )
    summary = Summary(overall_feedback=hostile, strengths=(hostile,), improvements=(hostile,))
    built = reports.build(built.session.model_copy(update={"title": hostile, "summary": summary}))
    data = reports.pdf(built, "en")
    assert squeezed("".join(pages_of(data))).count(squeezed(hostile)) >= 8
    for mark in (b"/URI", b"/Annots", b"/JavaScript", b"/Launch"):
        assert mark not in data


@pytest.mark.parametrize(
    "text",
    [
        "汉字与 Latin 混排，don’t 与 “quotes”…，他说“你好”。",
        "Łukasz Dvořák, Şebnem Çağlar, Zoë Ōkubo, Nguyễn Văn Ánh, Ελένη Παππά, Юлия",
        "镕 堃 囧 龘 祎 喆 淼 𬭎",
        "→ ✔ ✗ ≤ ≥ ° € ₹ ½ ① □",
    ],
)
def test_names_and_quotation_marks_come_out_as_written(text: str) -> None:
    built = one_answer(text)
    assert squeezed(text) in printed(built)
    assert sheet_of(built).boxes == 0


def test_what_the_fonts_lack_is_a_box_and_is_counted() -> None:
    built = one_answer("Hi 😀 and 한 and \ue018\x00\u202e\u200b.")
    text = printed(built)
    assert squeezed(f"Hi {BOX} and {BOX} and {BOX}.") in text
    assert squeezed("3 characters could not be printed and are shown as □.") in text
    assert squeezed("有 3 个字符无法打印，以 □ 代替。") in printed(built, "zh")
    assert "couldnotbeprinted" not in printed(one_answer("Hi."))


def test_a_very_long_answer_is_printed_in_full() -> None:
    answer = "".join(f"第 {number} 句，it goes on. " for number in range(5500))
    assert len(answer) > 100_000
    data = reports.pdf(one_answer(answer[:100_000]), "en")
    footer = re.compile(r"Backend engineer\s+\d+ / \d+\s*$")
    said = squeezed("".join(footer.sub("", page.strip()) for page in pages_of(data)))
    assert squeezed(answer[:100_000]) in said


@pytest.mark.parametrize("text", ["W" * 100_000, "，" * 20_000, "\n" * 100_000 + "end", " " * 100_000 + "end"])
def test_text_that_cannot_be_broken_well_is_printed_nevertheless(text: str) -> None:
    sheet = sheet_of(one_answer(text))
    assert all(
        mark.x >= LEFT - 3 and mark.x + measure(mark.text, mark.style) <= RIGHT + 0.01 for _, mark in texts(sheet)
    )


# --- lines ---------------------------------------------------------------------------------------

MIXED = st.text(alphabet="我们在线上用数据库ab cdWi.,，。、（）“”’…\n 1", max_size=300)


def test_nothing_stands_outside_the_margins() -> None:
    for language in ("en", "zh"):
        for _, mark in texts(sheet_of(reports.build(samples.session(language)), language)):
            assert mark.x >= LEFT - 3
            assert mark.x + measure(mark.text, mark.style) <= RIGHT + 0.01
            assert TOP <= mark.y <= BOTTOM + 40


def test_chinese_and_latin_share_a_left_aligned_paragraph() -> None:
    text = "上线后 the p95 latency 从 900 ms 降到 120 ms，客服 tickets 也少了七成。" * 6
    lines = [mark for _, mark in texts(sheet_of(one_answer(text))) if "latency" in mark.text or "tickets" in mark.text]
    assert len(lines) >= 4
    assert len({mark.x for mark in lines}) == 1
    widths = [measure(mark.text, mark.style) for mark in lines[:-1]]
    assert min(widths) > 0.85 * (RIGHT - lines[0].x)


@given(MIXED, st.floats(30, 200))
@settings(deadline=None)
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: float) -> None:
    regular = face("regular")
    shown, boxes = printable(text, regular)
    lines = wrapped(shown, regular, 10, width)
    assert boxes == 0
    assert squeezed("".join(lines)) == squeezed(shown)
    assert all(regular.width(line, 10) <= width + 1e-6 for line in lines)


@given(st.lists(st.sampled_from("我们在线上用数据库"), min_size=1, max_size=60), st.data())
@settings(deadline=None)
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(
    letters: list[str], data: st.DataObject
) -> None:
    marks = st.sampled_from([*CLOSING, *OPENING, "", "", "", ""])
    text = "".join(letter + data.draw(marks) for letter in letters)
    regular = face("regular")
    shown, _ = printable(text, regular)
    lines = wrapped(shown, regular, 10, 80)
    closing = set(CLOSING) | {NARROW[mark] for mark in "’”…"}
    opening = set(OPENING) | {NARROW[mark] for mark in "‘“"}
    runs = re.findall(rf"[^{re.escape(''.join(opening | closing))}]", shown)
    assert len(runs) == len(letters)
    for before, after in pairwise(lines):
        if len(before) < 8 and regular.width(before + after[:1], 10) <= 80:
            assert not before.endswith(tuple(opening)), lines
        assert after[0] not in closing or regular.width(before + after[0], 10) > 80, lines


def test_closing_marks_stay_with_their_word() -> None:
    regular = face("regular")
    line = "一二三四五六七八"
    assert wrapped(line + "，九", regular, 10, 80) == ["一二三四五六七", "八，九"]
    assert wrapped("一二三四五六七（八）", regular, 10, 80) == ["一二三四五六七", "（八）"]
    assert wrapped("one two three", regular, 10, regular.width("one two", 10)) == ["one two", "three"]


def test_indents_stay_and_empty_lines_are_few() -> None:
    regular = face("regular")
    shown, _ = printable("\n\nif x:\r\n\treturn\n\n \n\n\nend\n", regular)
    assert shown == "if x:\n    return\n\nend"
    assert wrapped(shown, regular, 10, 200) == ["if x:", "    return", "", "end"]


def test_quotation_marks_are_narrow_beside_latin_only() -> None:
    regular = face("regular")

    def narrow(text: str) -> list[str]:
        shown, _ = printable(text, regular)
        return [mark for mark, private in NARROW.items() for _ in range(shown.count(private))]

    assert narrow("don’t “go”…") == ["’", "“", "”", "…"]
    assert narrow("他说“你好”……") == []
    assert narrow("他说“OK”，就走") == ["“", "”"]
    assert regular.width(printable("don’t", regular)[0], 10) < regular.width("don", 10) + regular.width("t", 10) + 4


@given(st.text(max_size=80), st.floats(20, 200))
@settings(deadline=None)
def test_a_shortened_text_fits_on_its_line(text: str, width: float) -> None:
    regular = face("regular")
    shown, _ = printable(text, regular)
    short = shortened(shown, regular, 9, width)
    assert "\n" not in short
    assert regular.width(short, 9) <= width


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_becomes_printable_once_and_for_all(text: str) -> None:
    regular = face("regular")
    shown, boxes = printable(text, regular)
    assert set(shown) <= regular.characters | set(NARROW.values()) | {"\n"}
    assert shown.count(BOX) - boxes == text.count(BOX)
    assert regular.width(shown.replace("\n", ""), 10) >= 0


# --- the analysis of a resume -----------------------------------------------------------------------

ADVICE = Suggestion(
    category="project",
    priority="high",
    issue="No result is named.",
    recommendation="Say by how much it grew.",
    original="Worked on the shop",
)


def analysis(**fields: Any) -> Analysis:
    made = Provenance(rubric_version="1", at=datetime(2026, 3, 14, 9, 30, tzinfo=UTC))
    scores = {"content_score": 12, "structure_score": 11, "skill_match_score": 16, "expression_score": 7}
    return Analysis(
        **{
            "overall_score": 78,
            **scores,
            "project_score": 32,
            "summary": "Clear and short.",
            "strengths": ("It names 120 ms.",),
            "suggestions": (ADVICE,),
            "provenance": made,
            **fields,
        }
    )


def printed_analysis(found: Analysis, language: Language, name: str = "robin.pdf") -> str:
    pages = pages_of(render_analysis(Resume(text="Robin Vale", filename=name), found, language))
    return squeezed("".join(re.sub(rf"{re.escape(name)}\s+\d+ / \d+\s*$", "", page.strip()) for page in pages))


@pytest.mark.parametrize(
    ("language", "labels"),
    [
        ("en", ("Resume analysis", "14 March 2026", "of 40", "of 20", "of 15", "of 10")),
        ("zh", ("简历分析", "2026年3月14日", "40", "20", "15", "10")),
    ],
)
def test_an_analysis_is_printed_whole(language: Language, labels: tuple[str, ...]) -> None:
    text = printed_analysis(analysis(), language)
    for part in (
        *labels,
        "robin.pdf",
        "78",
        "Clear and short.",
        "It names 120 ms.",
        t("resume_page.strengths", language),
        t("resume_page.suggestions", language),
        t("resume_page.about_project", language),
        t("resume_page.priority_high", language),
        t("resume_page.project_score", language, score=32, most=40),
        t("resume_page.expression_score", language, score=7, most=10),
        "No result is named.",
        "Say by how much it grew.",
        "Worked on the shop",
    ):
        assert squeezed(part) in text, part


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_analysis_made_offline_fits_its_margins(language: Language) -> None:
    source = {"en": "software_en.txt", "zh": "software_zh.txt"}[language]
    data = (Path(__file__).parent / "fixtures" / "resumes" / "sources" / source).read_bytes()
    resume = read(source, data)
    found = OfflineInterviewer().analyze(resume)
    sheet = lay_out_analysis(found, source, language)
    for _, mark in texts(sheet):
        assert mark.x >= LEFT - 3
        assert mark.x + measure(mark.text, mark.style) <= RIGHT + 0.01
        assert TOP <= mark.y <= BOTTOM + 40
    assert sheet.boxes == 0
    text = printed_analysis(found, language, source)
    for suggestion in found.suggestions:
        assert squeezed(suggestion.recommendation) in text
    assert render_analysis(resume, found, language) == render_analysis(resume, found, language)


def test_an_analysis_without_words_and_one_with_strange_ones() -> None:
    bare = printed_analysis(analysis(strengths=(), suggestions=(), summary=" "), "en", " ")
    assert "78" in bare
    assert squeezed(t("resume_page.suggestions", "en")) not in bare
    hostile = "<script>alert(1)</script> [a](http://evil.example) 😀"
    strange = ADVICE.model_copy(update={"issue": hostile, "recommendation": hostile * 30, "original": hostile})
    data = render_analysis(
        Resume(text="x", filename=hostile), analysis(summary=hostile, suggestions=(strange,) * 20), "en"
    )
    assert not [mark for mark in (b"/URI", b"/Annots", b"/JavaScript", b"/Launch") if mark in data]
    text = squeezed("".join(pages_of(data)))
    assert squeezed("<script>alert(1)</script>") in text
    assert "couldnotbeprinted" in text


# --- fonts ---------------------------------------------------------------------------------------


def test_the_fonts_cover_gbk_and_latin_in_both_weights() -> None:
    pairs = (bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    gbk = {char for pair in pairs for char in pair.decode("gbk", "ignore")} - {"≒"}
    latin = {chr(code) for code in range(0x20, 0x180) if chr(code).isprintable()}
    for weight in ("regular", "bold"):
        missing = (gbk | latin) - face(weight).characters
        assert not {char for char in missing if "一" <= char <= "鿿"}
        assert not missing & latin
    assert face("regular").characters == face("bold").characters


@pytest.mark.parametrize("name", ["NotoSansSC-Regular.ttf", "NotoSansSC-SemiBold.ttf"])
def test_the_fonts_are_plain_and_name_their_licence(name: str) -> None:
    with TTFont(FONTS / name) as font:
        glyphs = font["glyf"]
        assert not any(glyphs[glyph].isComposite() for glyph in font.getGlyphOrder())
        assert not {"GSUB", "GPOS", "fpgm", "prep", "vhea"} & set(font.keys())
        assert "Open Font License" in font["name"].getDebugName(13)
    assert (FONTS / name).stat().st_size < 8 * 2**20


def test_the_licences_lie_beside_the_fonts() -> None:
    for name in ("OFL.txt", "OFL-Source-Sans.txt"):
        licence = (FONTS / name).read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "Reserved Font Name 'Source'" in licence


def test_a_subset_holds_what_was_asked_for_and_refuses_what_is_missing() -> None:
    regular = face("regular")
    with TTFont(io.BytesIO(regular.subset({"中": "中", "’": NARROW["’"]}))) as font:
        assert set(font.getBestCmap()) == {ord("中"), ord("’")}
        widths = {chr(code): font["hmtx"][name][0] for code, name in font.getBestCmap().items()}
        assert widths == {"中": 1000, "’": 279}
    with pytest.raises(KeyError):
        regular.subset({"😀": "😀"})
