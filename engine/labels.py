"""What keys and scores are called: the words beside them on pages, in charts and in the printed report.

A key without a word, such as a category of someone else's making, is shown as it is.
"""

from __future__ import annotations

from engine import i18n, rubric
from engine.model import Evaluation, Language, Requirement, Status


def category(key: str, language: Language) -> str:
    return _word(f"rubric.category.{key}", key, language)


def dimension(key: str, language: Language) -> str:
    return _word(f"rubric.dimension.{key}", key, language)


def difficulty(key: str, language: Language) -> str:
    return _word(f"rubric.difficulty.{key}", key, language)


def question_type(key: str, language: Language) -> str:
    return _word(f"rubric.type.{key}", key, language)


def band(score: int | None, language: Language) -> str:
    """The band's word of a score 0-100, or "Unscored"."""
    key = rubric.band(score)
    if key is None:
        return i18n.t("common.unscored", language)
    return _word(f"rubric.band.{key}", key, language)


def score(value: int | None, language: Language) -> str:
    """A score with its band: "74 · Adequate", or "Unscored"."""
    if value is None:
        return i18n.t("common.unscored", language)
    return i18n.t("common.score_with_band", language, score=value, band=band(value, language))


def judge(interviewer: str, model: str, rubric_version: str, language: Language) -> str:
    """Who judged and with what: "the offline interviewer, rubric 1"."""
    name = _word(f"common.interviewer.{interviewer}", interviewer, language)
    if model:
        name = i18n.t("common.with_model", language, interviewer=name, model=model)
    if rubric_version:
        name = i18n.t("common.with_rubric", language, interviewer=name, version=rubric_version)
    return name


def fallback(reason: str, language: Language) -> str:
    """Why the offline interviewer stood in, by the key of the failure: what happened, then what to do."""
    return _word(f"fallback.{reason}", i18n.t("fallback._other", language), language)


def stand_in(reason: str, language: Language) -> str:
    """Beside a score that is a stand-in's: that it is, and why."""
    return i18n.t("report.judged_by_stand_in", language, reason=fallback(reason, language))


def interval(evaluation: Evaluation, language: Language) -> str:
    """How far repeated judgements lay apart: "between 68 and 77 when judged repeatedly"; "" for a single one."""
    if evaluation.low is None or evaluation.high is None:
        return ""
    key = "report.interval_same" if evaluation.low == evaluation.high else "report.interval"
    return i18n.t(key, language, low=evaluation.low, high=evaluation.high)


def status(key: Status, language: Language) -> str:
    return i18n.t(f"job.status.{key}", language)


def requirement(asked: Requirement, language: Language) -> str:
    """What is asked for: "AWS (or Azure, Google Cloud)", "5 years of experience", "Bachelor's degree"."""
    if asked.kind == "years":
        return i18n.t("job.years", language, n=int(asked.name))
    if asked.kind == "degree":
        return i18n.t(f"job.degree.{asked.name}", language)
    if not asked.alternatives:
        return asked.name
    others = i18n.t("common.list", language).join(asked.alternatives)
    return i18n.t("job.or_others", language, name=asked.name, others=others)


def requirement_note(asked: Requirement, language: Language) -> str:
    """Why it is had, partly had or missing, in one sentence; "" where the quoted line says it all."""
    if asked.why == "shown" or (asked.kind == "degree" and asked.status == "has"):
        return ""
    if asked.kind == "skill":
        return i18n.t(f"job.why.{asked.why}", language, found=asked.found)
    if asked.why == "absent":
        return i18n.t(f"job.why.no_{asked.kind}", language)
    found = i18n.t(f"job.degree.{asked.found}", language) if asked.kind == "degree" else asked.found
    return i18n.t(f"job.why.{asked.kind}", language, found=found)


def requirement_told(asked: Requirement, language: Language, *, held: bool) -> str:
    """The note, and after an interview was ``held`` whether it asked about a gap."""
    told = [requirement_note(asked, language)]
    if held and asked.kind == "skill" and asked.status != "has":
        numbers = i18n.t("common.list", language).join(str(place + 1) for place in asked.asked_in)
        told.append(i18n.t("job.asked_in" if numbers else "job.not_asked", language, numbers=numbers))
    return ("" if language == "zh" else " ").join(told)


def _word(key: str, otherwise: str, language: Language) -> str:
    return i18n.t(key, language) if key in i18n.texts(language) else otherwise
