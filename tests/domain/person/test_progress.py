"""What progress says of exams and of steps that got another id."""

from __future__ import annotations

from datetime import date
from typing import Any

from usmle_next.domain.person.progress import Attempt, CmeCredit, Note, Progress, StepRecord

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def _sat(exam: Any, on: date, result: Any) -> Attempt:
    return Attempt(exam=exam, on=on, result=result)


def test_the_first_pass_counts() -> None:
    """Sittings are told in order of their days, whatever the order in which they were recorded."""
    fail, first, again = (_sat("step1", *a) for a in ((MARCH, "fail"), (APRIL, "pass"), (MAY, "pass")))
    progress = Progress(exams=[again, _sat("step3", MARCH, "pass"), first, fail])
    assert progress.sittings("step1") == [fail, first, again]
    assert progress.passed_on("step1") == APRIL
    assert progress.passed_on("step3") == MARCH
    assert progress.passed_on("step2ck") is None
    assert Progress(exams=[fail, _sat("step1", MAY, "pending")]).passed_on("step1") is None


def test_records_are_in_order_of_their_days() -> None:
    """Of two exams on one day the order is that of their names, so that a file does not depend on who told first."""
    told = [_sat("step3", APRIL, "pass"), _sat("step1", MAY, "pass"), _sat("step1", APRIL, "fail")]
    progress = Progress(exams=told, cme=[CmeCredit(on=d, hours=1) for d in (MAY, MARCH, APRIL)])
    progress.put_in_order()
    assert [(a.on, a.exam) for a in progress.exams] == [(APRIL, "step1"), (APRIL, "step3"), (MAY, "step1")]
    assert [c.on for c in progress.cme] == [MARCH, APRIL, MAY]


def _noted(text: str, **rest: Any) -> StepRecord:
    return StepRecord(notes=[Note(on=MARCH, text=text)], **rest)


def test_a_renamed_step_takes_its_record_along() -> None:
    """For every state; notes that were already written under the present id come after the older ones."""
    progress = Progress(
        steps={
            "same": StepRecord(status="done"),
            "old": _noted("old", status="done", on=MARCH),
            "old:tx": StepRecord(status="skipped"),
            "new": _noted("new"),
            "last": StepRecord(status="started"),
        }
    )
    progress.rename({"old": "new"})
    assert sorted(progress.steps) == ["last", "new", "new:tx", "same"]
    assert progress.steps["new"].status == "done"
    assert [n.text for n in progress.steps["new"].notes] == ["old", "new"]
    assert progress.steps["new:tx"].status == "skipped"


def test_a_renamed_step_that_is_recorded_under_both_ids_keeps_both() -> None:
    """Neither record is overwritten, and those after it are moved all the same."""
    steps = {"was": _noted("was", status="done"), "is": StepRecord(status="skipped"), "old": StepRecord(status="done")}
    progress = Progress(steps=steps)
    progress.rename({"was": "is", "old": "new"})
    assert {id: r.status for id, r in progress.steps.items()} == {"was": "done", "is": "skipped", "new": "done"}
    assert progress.steps["is"].notes == []
