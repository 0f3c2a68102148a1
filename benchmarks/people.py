"""Make people for `cohort`: varied, always the same for a seed, a few of their files broken.

Run: `python -m benchmarks.people FOLDER COUNT [SEED]`.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

SPECIALTIES = ("internal-medicine", "family-medicine", "general-surgery", "psychiatry", "pediatrics", "neurology")
STATES = ("TX", "CA", "NY", "FL", "OH", "IL", "GA", "PA")
FIRST = (
    "Ada",
    "Bao",
    "Chidi",
    "Dana",
    "Elif",
    "Farid",
    "Grace",
    "Hana",
    "Igor",
    "José",
    "Kavya",
    "Lena",
    "Mei",
    "Noor",
)
LAST = ("Adeyemi", "Brown", "Chen", "Díaz", "Evans", "Farouk", "Garcia", "Huang", "Ito", "Jones", "Khan", "Lopez")
BROKEN = (
    "schema = 3\n[profile\n",
    "schema = 99\n",
    "",
    'schema = 3\n[profile]\nspecialties = ["no-such-specialty"]\n',
    "schema = 3\n[profile]\nposition = 7\n",
)
#: One file in so many is broken.
BROKEN_EVERY = 200


def person(number: int, seed: int) -> tuple[str, str]:
    """Return the file name and the text of one person's progress file."""
    pick = random.Random(seed * 1_000_003 + number)
    name = f"{pick.choice(FIRST)} {pick.choice(LAST)} {number}"
    stem = "-".join(name.casefold().split())
    if number % BROKEN_EVERY == BROKEN_EVERY - 1:
        return stem, BROKEN[number // BROKEN_EVERY % len(BROKEN)]
    position = pick.choice(
        ("student", "student", "graduate", "graduate", "resident", "resident", "fellow", "attending")
    )
    img = pick.random() < 0.6
    lines = ["schema = 3", "", "[profile]", f'name = "{name}"', f'position = "{position}"', f"img = {str(img).lower()}"]
    lines.append(f'specialties = ["{pick.choice(SPECIALTIES)}"]')
    if img:
        lines.append(f'visa = "{pick.choice(("j1", "h1b", "none"))}"')
    else:
        lines.append(f'degree = "{pick.choice(("md", "md", "do"))}"')
    if pick.random() < 0.7:
        states = pick.sample(STATES, pick.randint(1, 2))
        lines.append("states = [" + ", ".join(f'"{s}"' for s in states) + "]")
    if position == "student":
        lines.append(f"graduation = {date(2027, 5, 1) + timedelta(days=365 * pick.randint(0, 2))}")
    if position == "resident":
        lines += [f"training_years = {pick.randint(0, 3)}", "training_told = 2026-09-01"]
    exams = []
    day = date(2022, 1, 1) + timedelta(days=pick.randint(0, 900))
    for exam in ("step1", "step2ck", "step3")[: pick.randint(0, 3 if position in ("resident", "fellow") else 2)]:
        if pick.random() < 0.1:
            exams.append((exam, day, "fail"))
            day += timedelta(days=pick.randint(90, 200))
        exams.append((exam, day, "pass"))
        day += timedelta(days=pick.randint(200, 500))
    steps = pick.sample(("letters", "personal-statement", "life-support", "vaccine-series"), pick.randint(0, 3))
    for step in sorted(steps):
        lines += [
            "",
            f"[steps.{step}]",
            'status = "done"',
            f"on = {date(2026, 1, 1) + timedelta(days=pick.randint(0, 300))}",
        ]
    for exam, on, result in exams:
        lines += ["", "[[exam]]", f'exam = "{exam}"', f"on = {on}", f'result = "{result}"']
    return stem, "\n".join(lines) + "\n"


def make(folder: Path, count: int, seed: int = 1) -> None:
    """Write so many people's files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        stem, text = person(number, seed)
        (folder / f"{stem}.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
