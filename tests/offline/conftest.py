from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.model import Entry, Profile, Skill
from engine.offline import OfflineInterviewer

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def interviewer() -> OfflineInterviewer:
    return OfflineInterviewer()


@pytest.fixture(scope="session")
def resumes() -> Mapping[str, str]:
    """Resumes of invented people by name."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted((HERE / "resumes").glob("*.txt"))}


@pytest.fixture(scope="session")
def cases() -> list[dict[str, Any]]:
    """Reference answers with rewordings and halves."""
    return list(tomllib.loads((HERE / "calibration.toml").read_text(encoding="utf-8"))["case"])


@pytest.fixture(scope="session")
def profiles() -> Mapping[str, Profile]:
    """Profiles as odd as resumes are."""
    job = Entry(kind="job", title="Baker", organisation="Crumb & Co", start="2019", end="present", bullets=("Baked",))
    return {
        "nothing": Profile(),
        "name only": Profile(name="Ada Quill"),
        "third language": Profile(language="fr", entries=(job,), skills=(Skill(name="Boulangerie"),)),
        "skills only": Profile(skills=tuple(Skill(name=name) for name in ("Python", "Welding", "Excel", "SQL"))),
        "one bare job": Profile(entries=(Entry(kind="job", title="Night porter"),)),
        "one study": Profile(entries=(Entry(kind="study", organisation="Fen College"),)),
        "a gap and a new field": Profile(
            entries=(
                Entry(kind="job", title="Staff Nurse", organisation="Fen Hospital", start="2012", end="2018-03"),
                Entry(kind="job", title="Maths teacher", organisation="Hill School", start="2020-09", end="present"),
            )
        ),
        "braces and quotes": Profile(
            entries=(
                Entry(
                    kind="project",
                    title="{title} “Owl” {bullet}",
                    bullets=("Raised {metric} from 3% to 9% in “one” week by asking\nevery customer {x}",),
                ),
                Entry(kind="job", title="<script>alert(1)</script>", organisation="\u202eevil\u202c Ltd"),
            ),
            skills=(Skill(name="{skill}"), Skill(name="C++"), Skill(name="x" * 200)),
        ),
        "endless": Profile(
            entries=tuple(
                Entry(
                    kind="job",
                    title=f"Post {number} " + "long " * 60,
                    organisation=f"House {number}",
                    bullets=tuple(f"Did the {place}th thing there " + "and more " * 80 for place in range(30)),
                )
                for number in range(60)
            ),
            skills=tuple(Skill(name=f"Skill {number}", weight=1 / (1 + number)) for number in range(120)),
        ),
    }
