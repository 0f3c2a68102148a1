"""The fields: what a condition may ask of a profile, and how each is asked, answered and told back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..vocabulary import CAREERS, EXAMS, PATHWAYS, POSITIONS, VISAS


@dataclass(eq=False, repr=False)
class Field:
    """One thing a condition may ask of a profile.

    `flag` is how it is answered on the command line, `question` how it is asked, `phrases` how an answer is told back.
    """

    name: str
    kind: Literal["choice", "flag", "number", "names"]
    flag: str
    question: str
    values: tuple[str, ...] = ()
    phrases: Mapping[Any, str] = field(default_factory=dict)


FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        Field(
            "position",
            "choice",
            "--position",
            "Where on the road are you?",
            POSITIONS,
            {p: f"you are {'an' if p == 'attending' else 'a'} {p}" for p in POSITIONS},
        ),
        Field(
            "img",
            "flag",
            "--img/--no-img",
            "Did you study medicine outside the United States?",
            phrases={True: "you are an international medical graduate", False: "you studied in the US"},
        ),
        Field(
            "degree",
            "choice",
            "--degree",
            "Which degree do you hold or study for?",
            ("md", "do"),
            {"md": "you hold an MD (or equivalent)", "do": "you hold a DO"},
        ),
        Field("specialty", "names", "--specialty", "Which specialty?"),
        Field("state", "names", "--state", "In which states will you train or practice?"),
        Field(
            "visa",
            "choice",
            "--visa",
            "Which visa will you need (none for citizens and green-card holders)?",
            VISAS,
            {
                "none": "you need no visa",
                "j1": "you plan on a J-1",
                "h1b": "you plan on an H-1B",
                "o1": "you plan on an O-1",
                "f1": "you are on an F-1",
                "ead": "you work on an EAD",
            },
        ),
        Field(
            "ecfmg",
            "flag",
            "--ecfmg/--no-ecfmg",
            "Do you hold the ECFMG certificate?",
            phrases={True: "you are ECFMG certified", False: "you are not ECFMG certified yet"},
        ),
        Field(
            "pathway",
            "choice",
            "--pathway",
            "Which ECFMG Pathway shows your clinical skills?",
            PATHWAYS,
            {p: f"you use Pathway {p}" for p in PATHWAYS[:6]} | {"step2cs": "you hold a valid Step 2 CS pass"},
        ),
        Field(
            "couples",
            "flag",
            "--couples/--no-couples",
            "Do you match as a couple?",
            phrases={True: "you match as a couple", False: "you match alone"},
        ),
        Field(
            "unmatched",
            "flag",
            "--unmatched/--no-unmatched",
            "Did you go through a Match without a position?",
            phrases={True: "you went unmatched", False: "you did not go unmatched"},
        ),
        Field(
            "dual_degree",
            "flag",
            "--dual-degree/--no-dual-degree",
            "Did you study for a second doctorate (MD/PhD)?",
            phrases={True: "you hold a dual degree", False: "you hold no second doctorate"},
        ),
        Field(
            "career",
            "choice",
            "--career",
            "Which career tracks interest you?",
            CAREERS,
            {c: f"the {c} track interests you" for c in CAREERS},
        ),
        Field(
            "training_years",
            "number",
            "--training-years",
            "How many years of accredited residency have you completed?",
        ),
        Field(
            "applied",
            "flag",
            "--applied/--no-applied",
            "Have you applied in the season that is under way?",
            phrases={True: "you have applied in this season", False: "you have not applied in this season"},
        ),
        Field("match_year", "number", "--match-year", "In which year will you take part in the Match?"),
        *(
            Field(
                f"attempts.{exam}",
                "number",
                f"--attempts {exam}=N",
                f"How often have you sat {exam}?",
            )
            for exam in EXAMS
        ),
        *(
            Field(
                f"passed.{exam}",
                "flag",
                f"--passed {exam}=DATE",
                f"Have you passed {exam}, and when?",
                phrases={True: f"you passed {exam}", False: f"you have not passed {exam}"},
            )
            for exam in EXAMS
        ),
    )
}
