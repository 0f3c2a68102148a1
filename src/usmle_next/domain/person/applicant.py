"""What kind of applicant somebody is, as the reports of the matches count them."""

from __future__ import annotations

from ..vocabulary import ApplicantKind
from .profile import Profile


def applicant_kind(profile: Profile) -> ApplicantKind | None:
    """Return the kind of applicant; None where school, degree or citizenship leave it open."""
    if profile.img:
        if profile.citizenship is not None:
            return "us-img" if profile.citizenship == "US" else "non-us-img"
        # Of those without a passport told, who needs a visa is no citizen; who needs none may hold a green card.
        return "non-us-img" if profile.visa not in (None, "none") else None
    if profile.img is None or profile.degree is None:
        return None
    senior = profile.position in (None, "student")
    if profile.degree == "md":
        return "us-md-senior" if senior else "us-md-graduate"
    return "us-do-senior" if senior else "us-do-graduate"
