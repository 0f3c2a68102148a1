"""Step ids as people type them."""

from __future__ import annotations

from ..domain.definitions.catalog import Catalog
from ..domain.names import resolve
from ..domain.person.answers import whom
from ..domain.road.plan import Plan, PlanStep
from ..errors import UsageError
from . import flags

#: The first part of the ids under which interviews and invitations of the ledger stand in a plan.
LEDGER = ("interview", "invitation")


def find_step(plan: Plan, typed: str, catalog: Catalog) -> PlanStep:
    """Return the step of the plan that somebody means.

    Raises:
        UsageError: where none, or more than one, goes by that name, or the step is not for this profile.
    """
    found = plan.step(typed)
    if found is not None:
        return found
    id = step_id(plan, typed, catalog)
    found = plan.step(id)
    if found is None:
        told = whom(catalog.steps[id.partition(":")[0]].when)
        raise UsageError(
            f'"{id}" is not part of your plan: it is for others{f" ({told})" if told else ""}.',
            "Change the profile flags to see it, or list your steps with: usmle-next plan",
        )
    return found


def step_id(plan: Plan, typed: str, catalog: Catalog) -> str:
    """Return the id of the step somebody means to record, also where it is not part of the plan.

    Raises:
        UsageError: where none, or more than one, goes by that name, or it is kept in the ledger of programs.
    """
    base, colon, suffix = typed.partition(":")
    if base in LEDGER and plan.step(typed):
        hint = 'Record it there: usmle-next program set "NAME" --status interviewed'
        raise UsageError(f'"{typed}" stands for a program of your ledger.', hint)
    if plan.step(typed) or plan.kept_of(typed):
        return typed
    base = catalog.renamed.get(base, base)
    if colon:
        step = catalog.steps[resolve(base, dict.fromkeys(catalog.steps, ()), "step")]
        if step.for_ == "state":
            return f"{step.id}:{flags.state(suffix, catalog).lower()}"
        if step.for_ == "specialty":
            return f"{step.id}:{flags.specialty(suffix, catalog)}"
        raise UsageError(f'"{step.id}" is one step, not one for each state or specialty.', f"Type: {step.id}")
    mine = {s.id: [s.title] for s in plan.steps}
    if base in catalog.steps and base not in mine:
        instances = [id for id in mine if id.startswith(base + ":")]
        if len(instances) == 1:
            return instances[0]
        if instances:
            raise UsageError(f'"{base}" could be more than one step: {", ".join(instances)}', "Type one of these ids.")
        return base
    return resolve(base, mine | {id: [s.title] for id, s in catalog.steps.items() if _new(id, mine)}, "step")


def _new(id: str, mine: dict[str, list[str]]) -> bool:
    return id not in mine and not any(m.startswith(id + ":") for m in mine)
