"""One more state: what a license there would add each year, in money, hours and topics."""

from __future__ import annotations

from collections.abc import Sequence

from ..definitions.facts import in_force
from ..definitions.states import LicenseFees
from ..person.answers import Answers
from ..person.prices import price
from ..person.progress import Credential
from ..record import Record, record, replace
from .counted import CmeCycle
from .duties import Duty, duty, per_year
from .held import Held, held
from .ledger import cycles
from .topics import counts


@record
class Added(Record):
    """What a state would add to what is held.

    `initial_usd` is paid once, `fees_note` what else is known of the board's fees. `new_topics` are those that no other
    body of this person asks for. `compact` says what the Interstate Compact means for it.
    """

    state: str
    name: str
    initial_usd: float | None
    fees_note: str | None
    duties: list[Duty]
    per_year_usd: dict[int, float]
    cme: list[CmeCycle]
    new_topics: list[str]
    compact: str


def one_more(answers: Answers, code: str, years: int) -> Added:
    """Return what a license of one more state would add, as if it were granted today.

    Args:
        answers: what is known of the person, on a day.
        code: the state.
        years: how many years to look ahead.
    """
    state = answers.catalog.states[code]
    before = held(answers)
    wanted = [f"license:{code.lower()}"]
    registration = in_force(state.controlled_substances, answers.today)
    if registration and registration.state_registration:
        wanted.append(f"csr:{code.lower()}")
    if any(one.kind.id == "dea" for one in before):
        wanted.append(f"dea:{code.lower()}")
    more = {id: Credential(since=answers.today) for id in wanted if id not in {one.id for one in before}}
    profile = replace(answers.profile, states=list(dict.fromkeys([*answers.profile.states, code])))
    progress = replace(answers.progress, credentials=answers.progress.credentials | more)
    own = answers.but(profile=profile, progress=progress)
    after = [(one, duty(one, years)) for one in held(own)]
    new = [d for one, d in after if one.id in more]
    all_cycles = cycles(own, after)
    added = [c for c in all_cycles if c.credential in more and c.state == code and c.credential.startswith("license:")]
    others = [t.topic for c in all_cycles if c not in added for t in c.topics]
    fees: LicenseFees | None = own.for_state(code).value("state.fees")
    return Added(
        state=code,
        name=state.name,
        initial_usd=fees.initial_license_usd if fees else None,
        fees_note=fees.note if fees else None,
        duties=new,
        per_year_usd=per_year(new, answers.today, years),
        cme=added,
        new_topics=[t.topic for c in added for t in c.topics if not any(counts(t.topic, o) for o in others)],
        compact=_compact(own, before),
    )


def _compact(answers: Answers, before: Sequence[Held]) -> str:
    code = answers.profile.states[-1]
    table = in_force(answers.catalog.states[code].imlc, answers.today)
    if table is None:
        return "Whether it is in the Interstate Compact is not on file."
    if not table.status.startswith("member"):
        return "It is not a member of the Interstate Compact: apply to its board."
    home = [
        one.answers.state.name
        for one in before
        if one.kind.id == "license"
        and one.answers.state
        and (own := in_force(one.answers.state.imlc, answers.today))
        and own.status == "member"
    ]
    if not home:
        return "It is a member of the Interstate Compact, but you hold no license of a state of principal license."
    step = answers.catalog.steps.get("imlc-qualification")
    cost = price(step.fee, answers, answers.today) if step else None
    letter = any(one.kind.id == "imlc" and duty(one).status in ("current", "due") for one in before)
    first = "" if letter or cost is None else f" A letter of qualification costs ${cost.usd:g}."
    return (
        f"It is a member of the Interstate Compact: {' or '.join(home)} may be your state of principal license.{first} "
        "Each license from the Compact is renewed with its own board."
    )
