"""Topics of CME: which credits count for which mandated topic, whatever words a board or a certificate uses."""

from __future__ import annotations

from functools import cache

#: Each topic, and the word stems by which it is known.
_STEMS: dict[str, tuple[str, ...]] = {
    "opioids": ("opioid", "opiate", "controlled", "prescrib", "addict", "substance", "kasper", "buprenorphine"),
    "pain": ("pain",),
    "end of life": ("end-of-life", "end of life", "palliative", "hospice", "terminally", "dying"),
    "ethics": ("ethic", "professional responsib"),
    "boundaries": ("boundar", "sexual misconduct"),
    "law": ("jurisprudence", "laws and rules", "practice act", "regulations", "board rules"),
    "misconduct": ("report misconduct",),
    "bias": ("bias",),
    "culture": ("cultural", "lgbtq", "equity", "diversity"),
    "trafficking": ("traffick",),
    "domestic violence": ("domestic violence", "intimate partner", "domestic and sexual violence"),
    "sexual assault": ("sexual assault",),
    "harassment": ("harassment",),
    "child abuse": ("child abuse", "dependent adult abuse", "mandated reporter", "abusive head"),
    "suicide": ("suicide",),
    "dementia": ("dementia", "alzheimer"),
    "geriatrics": ("geriatric",),
    "errors": ("medical error", "patient safety", "risk management"),
    "infection": ("infection control", "infectious", "hiv", "hepatitis"),
    "nutrition": ("nutrition", "metabolic"),
    "organ donation": ("organ donation", "tissue and organ"),
    "records": ("electronic health record",),
    "behavioral health": ("behavioral", "mental health"),
    "bioterrorism": ("mass destruction", "bioterror", "emergency preparedness"),
}


@cache
def known_as(told: str) -> frozenset[str]:
    """Return the topics that a text speaks of; the text itself where it speaks of none that is known."""
    folded = " ".join(told.casefold().split())
    found = {topic for topic, stems in _STEMS.items() if any(stem in folded for stem in stems)}
    return frozenset(found or {folded})


def counts(credit: str | None, mandated: str) -> bool:
    """Whether a credit of one topic counts for a mandated one."""
    return credit is not None and bool(known_as(credit) & known_as(mandated))
