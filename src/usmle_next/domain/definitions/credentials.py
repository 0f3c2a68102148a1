"""Credentials: the kinds of things that are held for a time and run out, as `credentials.toml` writes them."""

from __future__ import annotations

from typing import Literal

from ..record import Record, field, record
from .facts import STRICT, From, Provenance
from .states import Cme, HangsOn
from .steps import Condition, Fee, Span


@record
class CredentialKind(Provenance):
    """One kind of thing that is held, such as a license or a life-support card.

    `for_` says whether one is held for each state, each specialty, or under a name of its own (`privileges:mercy`).
    `granted_by` are the steps that give it, for those to whom `when` applies; `renewed_by` is the step that renews
    it, whose fee and time are its own. The day it runs out hangs on the `renewal` rule of its state, or on its own
    `cycle`, `hangs_on`, `day` and `in_year`, which mean what they do in a state's rule. `final` cannot be renewed
    at all; what is `implied` was renewed by whoever is still there. What `goes_with` another kind is held as long as
    that is. Renewals lead no further than a time `within` the grant.

    `lead` is how long before that day it comes up, `lapse` what it means to let it run out, `grave` that one may
    not work without it. `late` is how long after it a renewal is still taken. `cme` is what it asks, or comes
    `cme_from` its state; `hours_step` and `topics_step` are the steps by which that is earned, `asked_by` who asks.
    `board` leads to what keeps a certificate valid, which says its cycle and its yearly fee.
    """

    id: str
    title: str
    lapse: str
    for_: Literal["state", "specialty", "name"] | None = None
    when: Condition = field(default_factory=dict)
    granted_by: list[str] = field(default_factory=list)
    renewed_by: str | None = None
    renewal: From | None = None
    cycle: Span | None = None
    hangs_on: HangsOn | None = None
    day: str | None = None
    in_year: int | None = None
    final: bool = False
    implied: bool = False
    goes_with: str | None = None
    within: Span | None = None
    board: From | None = None
    asked_by: str | None = None
    lead: str = "3 months"
    late: str | None = None
    grave: bool = False
    cme: list[Cme] = field(default_factory=list)
    cme_from: From | None = None
    hours_step: str | None = None
    topics_step: str | None = None
    fee: list[Fee] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


@record
class CredentialFile(Record):
    """The file of kinds of credentials."""

    __pydantic_config__ = STRICT

    credential: list[CredentialKind]
