"""The closed words of the field: every list of names that definitions, profiles and plans may use."""

from __future__ import annotations

from typing import Literal, get_args

Stage = Literal[
    "exams",
    "ecfmg",
    "application",
    "match",
    "visa",
    "onboarding",
    "residency",
    "licensure",
    "certification",
    "practice",
    "cme",
    "career",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
Kind = Literal["required", "recommended", "optional"]
Exam = Literal["step1", "step2ck", "step3", "level1", "level2ce", "level3"]
EXAMS: tuple[Exam, ...] = get_args(Exam)
EXAM_NAMES: dict[Exam, str] = {
    "step1": "USMLE Step 1",
    "step2ck": "USMLE Step 2 CK",
    "step3": "USMLE Step 3",
    "level1": "COMLEX-USA Level 1",
    "level2ce": "COMLEX-USA Level 2-CE",
    "level3": "COMLEX-USA Level 3",
}
Position = Literal["student", "graduate", "resident", "fellow", "attending"]
POSITIONS: tuple[Position, ...] = get_args(Position)
MilestoneName = Literal[
    "ecfmg-certified",
    "applications-open",
    "match-day",
    "residency-start",
    "residency-end",
    "full-license",
    "board-eligible",
    "board-certified",
]
MILESTONES: tuple[MilestoneName, ...] = get_args(MilestoneName)
#: What a step can be for: each state or specialty of the profile, or the state one trains in.
For = Literal["state", "specialty", "training-state"]
FOR: tuple[For, ...] = get_args(For)
Degree = Literal["md", "do"]
Visa = Literal["none", "j1", "h1b", "o1", "f1", "ead"]
VISAS: tuple[Visa, ...] = get_args(Visa)
Pathway = Literal["1", "2", "3", "4", "5", "6", "step2cs"]
PATHWAYS: tuple[Pathway, ...] = get_args(Pathway)
Career = Literal[
    "clinical",
    "research",
    "teaching",
    "administration",
    "public-health",
    "industry",
    "informatics",
    "military",
    "va",
    "federal",
    "payer",
    "nonclinical",
]
CAREERS: tuple[Career, ...] = get_args(Career)
#: The kinds of applicant that the matches publish their results by, in the order in which these are shown.
ApplicantKind = Literal[
    "us-md-senior", "us-do-senior", "us-img", "non-us-img", "img", "us-md-graduate", "us-do-graduate", "all"
]
APPLICANT_KINDS: tuple[ApplicantKind, ...] = get_args(ApplicantKind)
Confidence = Literal["official", "secondary", "memory"]
#: One season's ledger: the kind of position, what a program was told, how far an application has come.
Track = Literal["categorical", "preliminary", "advanced"]
TRACKS: tuple[Track, ...] = get_args(Track)
Signal = Literal["gold", "silver", "yes"]
SIGNALS: tuple[Signal, ...] = get_args(Signal)
ProgramStatus = Literal["saved", "applied", "invited", "scheduled", "interviewed", "ranked", "rejected", "withdrawn"]
PROGRAM_STATUSES: tuple[ProgramStatus, ...] = get_args(ProgramStatus)
#: How sure a day is: stated by whoever is in charge (or on the paper itself), looked forward to, or worked out.
DueStatus = Literal["confirmed", "expected", "derived"]
