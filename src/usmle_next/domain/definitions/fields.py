"""The fields: what is asked of a person, and how each is answered, asked for and told back.

One table, of which the flags, the questions of `setup`, shell completion, the profile's listing and the schema of
conditions are made. A new field is an entry here and a line in the profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ..record import Record, field, value
from ..vocabulary import CAREERS, EXAMS, PATHWAYS, POSITIONS, VISAS

#: How an answer is written: one of `values`, yes or no, a number, names of definitions, a month, a country.
FieldKind = Literal["choice", "flag", "number", "names", "month", "country"]
_Names = Mapping[str, tuple[str, ...]]


@value
class Field(Record):
    """One thing that may be known of a person.

    `flag` is how it is answered on the command line (`metavar` and `help` say how), `question` how it is asked,
    `phrases` how an answer is told back, `also` what people type for each of `values`. `within` bounds a number. A
    field without `asked` is no condition's: it only dates or places the person.
    """

    name: str
    kind: FieldKind
    flag: str
    help: str
    question: str
    metavar: str | None = None
    stored_as: str = ""
    several: bool = False
    values: tuple[str, ...] = ()
    also: _Names = field(default_factory=dict)
    phrases: Mapping[Any, str] = field(default_factory=dict)
    within: tuple[int, int] = (0, 99)
    asked: bool = True

    @property
    def stored(self) -> str:
        """Its name in the profile."""
        return self.stored_as or self.name

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """What each of the values also goes by."""
        return {value: tuple(self.also.get(value, ())) for value in self.values}


def _years(name: str, last: int) -> tuple[str, ...]:
    return tuple(f"{name}{year}" for year in range(1, last + 1))


#: The fields of the profile, in the order in which they are listed.
PROFILE_FIELDS: dict[str, Field] = {
    f.name: f
    for f in (
        Field(
            "position",
            "choice",
            "--position",
            "student, graduate, resident, fellow or attending.",
            "Where on the road are you?",
            metavar="WHERE",
            values=POSITIONS,
            also={
                "student": ("medical student", "senior", *_years("ms", 4), *_years("oms", 4), *_years("m", 4)),
                "graduate": ("grad", "old graduate", "reapplicant"),
                "resident": ("intern", "chief resident", *_years("pgy", 9)),
                "attending": ("physician", "staff", "in practice"),
            },
            phrases={p: f"you are {'an' if p == 'attending' else 'a'} {p}" for p in POSITIONS},
        ),
        Field(
            "img",
            "flag",
            "--img/--no-img",
            "International medical graduate.",
            "Did you study medicine outside the United States?",
            phrases={True: "you are an international medical graduate", False: "you studied in the US"},
        ),
        Field(
            "degree",
            "choice",
            "--degree",
            "Your degree.",
            "Which degree do you hold or study for?",
            metavar="md|do",
            values=("md", "do"),
            also={"md": ("mbbs", "mbchb")},
            phrases={"md": "you hold an MD (or equivalent)", "do": "you hold a DO"},
        ),
        Field(
            "specialty",
            "names",
            "--specialty",
            "A specialty; may be repeated.",
            "Which specialty?",
            metavar="NAME",
            stored_as="specialties",
            several=True,
        ),
        Field(
            "state",
            "names",
            "--state",
            "A state you want a full license of; may be repeated.",
            "In which states will you practice?",
            metavar="CODE",
            stored_as="states",
            several=True,
        ),
        Field(
            "visa",
            "choice",
            "--visa",
            "none, j1, h1b, o1, f1 or ead.",
            "Which visa will you need (none for citizens and green-card holders)?",
            metavar="KIND",
            values=VISAS,
            also={
                "none": ("citizen", "us citizen", "green card", "permanent resident", "lpr"),
                "f1": ("opt",),
                "ead": ("work permit",),
            },
            phrases={
                "none": "you need no visa",
                "j1": "you plan on a J-1",
                "h1b": "you plan on an H-1B",
                "o1": "you plan on an O-1",
                "f1": "you are on an F-1",
                "ead": "you work on an EAD",
            },
        ),
        Field(
            "citizenship",
            "country",
            "--citizenship",
            "Your country of citizenship, by name or code.",
            "Which country are you a citizen of?",
            metavar="COUNTRY",
        ),
        Field(
            "match_year",
            "number",
            "--match-year",
            "The Match to plan for.",
            "In which year will you take part in the Match?",
            metavar="YEAR",
            within=(1990, 2100),
        ),
        Field(
            "applied",
            "flag",
            "--applied/--no-applied",
            "You have applied in the season that is under way.",
            "Have you applied in the season that is under way?",
            phrases={True: "you have applied in this season", False: "you have not applied in this season"},
        ),
        Field(
            "graduation",
            "month",
            "--graduation",
            "When you finish medical school: a month or a year.",
            "When do (or did) you finish medical school?",
            metavar="MONTH",
            asked=False,
        ),
        Field(
            "birth",
            "month",
            "--birth",
            "Month of birth; only where a license's renewal hangs on it.",
            "In which month and year were you born?",
            metavar="MONTH",
            asked=False,
        ),
        Field(
            "training_years",
            "number",
            "--training-years",
            "Completed years of accredited GME.",
            "How many years of accredited residency have you completed?",
            metavar="N",
            within=(0, 20),
        ),
        Field(
            "training_start",
            "month",
            "--training-start",
            "The month in which residency began.",
            "In which month did your residency begin?",
            metavar="MONTH",
            asked=False,
        ),
        Field(
            "training_state",
            "names",
            "--training-state",
            "The state you train in.",
            "In which state do you train?",
            metavar="CODE",
        ),
        Field(
            "ecfmg",
            "flag",
            "--ecfmg/--no-ecfmg",
            "ECFMG certified.",
            "Do you hold the ECFMG certificate?",
            phrases={True: "you are ECFMG certified", False: "you are not ECFMG certified yet"},
        ),
        Field(
            "pathway",
            "choice",
            "--pathway",
            "Your ECFMG Pathway.",
            "Which ECFMG Pathway shows your clinical skills?",
            metavar="1-6|step2cs",
            values=PATHWAYS,
            also={p: (f"pathway {p}",) for p in PATHWAYS[:6]} | {"step2cs": ("step 2 cs", "cs")},
            phrases={p: f"you use Pathway {p}" for p in PATHWAYS[:6]} | {"step2cs": "you hold a valid Step 2 CS pass"},
        ),
        Field(
            "practiced_abroad",
            "flag",
            "--practiced-abroad/--no-practiced-abroad",
            "Residency or practice completed abroad.",
            "Did you complete a residency, or practice, outside the United States?",
            phrases={True: "you practiced abroad", False: "you did not practice abroad"},
        ),
        Field(
            "dual_degree",
            "flag",
            "--dual-degree/--no-dual-degree",
            "MD/PhD or the like.",
            "Did you study for a second doctorate (MD/PhD)?",
            phrases={True: "you hold a dual degree", False: "you hold no second doctorate"},
        ),
        Field(
            "couples",
            "flag",
            "--couples/--no-couples",
            "Matching as a couple.",
            "Do you match as a couple?",
            phrases={True: "you match as a couple", False: "you match alone"},
        ),
        Field(
            "unmatched",
            "flag",
            "--unmatched/--no-unmatched",
            "Went through a Match without a position.",
            "Did you go through a Match without a position?",
            phrases={True: "you went unmatched", False: "you did not go unmatched"},
        ),
        Field(
            "career",
            "choice",
            "--career",
            "A career track; may be repeated.",
            "Which career tracks interest you?",
            metavar="TRACK",
            stored_as="careers",
            several=True,
            values=CAREERS,
            also={"military": ("army", "navy", "air force"), "va": ("veterans affairs",)},
            phrases={c: f"the {c} track interests you" for c in CAREERS},
        ),
    )
}
#: What is told of each exam; the flag is one for all exams.
EXAM_FIELDS: dict[str, Field] = {
    f.name: f
    for exam in EXAMS
    for f in (
        Field(
            f"attempts.{exam}",
            "number",
            f"--attempts {exam}=N",
            "How often an exam was sat; may be repeated.",
            f"How often have you sat {exam}?",
        ),
        Field(
            f"passed.{exam}",
            "flag",
            f"--passed {exam}=DATE",
            "When an exam was passed; may be repeated.",
            f"Have you passed {exam}, and when?",
            phrases={True: f"you passed {exam}", False: f"you have not passed {exam}"},
        ),
    )
}
#: Every field that a condition may ask for.
FIELDS: dict[str, Field] = {f.name: f for f in (*PROFILE_FIELDS.values(), *EXAM_FIELDS.values()) if f.asked}
