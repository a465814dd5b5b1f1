"""Answers and reports of addressees: kept as a draft, filed, recorded, verified; never overwritten (A18)."""

from __future__ import annotations

from datetime import date, datetime

from convene import clock, journal
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.papers.actions import Filed
from convene.recommendations import rules
from convene.recommendations.acknowledging import RECEIVED, tell_received, tell_recorded
from convene.recommendations.files import attach
from convene.recommendations.history import take
from convene.recommendations.models import Addressee, Answer, NotedEvidence, Recommendation
from convene.recommendations.noting import guest_findings
from convene.recommendations.queries import answers_to
from convene.recommendations.quoting import altered_findings
from convene.recommendations.telling import drop_reminders, is_open
from convene.recommendations.terms import Given, Reliability, Step


def given_in(row: Answer) -> Given:
    """What an answer says."""
    return Given(row.position, row.text, row.action, row.evidence, row.source_kind, row.reliability, row.next_on)


def seen_of(rows: list[Answer]) -> int:
    """A number that grows with every answer to one addressee that is kept or filed, of those that the reader sees."""
    return sum(row.revision for row in rows)


def draft_of(rows: list[Answer]) -> Answer | None:
    """The draft among the answers to one addressee, if the reader may see one."""
    return next((row for row in rows if not row.announced), None)


def answer(
    addressee: Addressee,
    found: Recommendation,
    body: Body,
    given: Given,
    *,
    is_filing: bool,
    revision: int,
    is_recorded: bool = False,
    file: Filed | None = None,
    drops_file: bool = False,
    altered: int = 0,
    by: str,
    at: datetime,
) -> Answer:
    """Keep an answer or report as a draft, or file it; what was filed before stays as it was. Raises Refused.

    `revision` is what `seen_of` gave for what the person saw: whoever comes second sees what the first kept or filed.
    What the secretariat records from a letter (`is_recorded`) is filed beside the addressee's own draft, which stays.
    A `file` takes the place of the one that went with a draft, which else stays unless it is dropped.
    Nothing is filed while so many quotations of adopted text are `altered` and nobody says to have looked at them.
    """
    if addressee.sent_on is None or not is_open(found):
        raise Refused((Finding("A18", Level.REFUSE, "No answer is taken any more: it is closed."),))
    today = clock.local(at, body.zone).date()
    rows = answers_to(addressee)
    kept, filed = None if is_recorded else draft_of(rows), [row for row in rows if row.announced]
    if revision != seen_of(rows):
        words = "Somebody kept or filed an answer meanwhile; see below. Yours stands here; send again to add it."
        raise Refused((Finding("", Level.REFUSE, words),))
    is_filing = is_filing or is_recorded
    refuse(
        rules.answer_findings(given, is_filing=is_filing, today=today, is_report=bool(filed))
        + altered_findings(altered if is_filing else 0)
    )
    refuse(letter_findings({"text": given.text, "action": given.action, "evidence": given.evidence}))
    if kept is None:
        kept = _begun(addressee, number=max((row.number for row in rows), default=0) + 1)
    _set(kept, given, by=by, at=at)
    if file is not None or drops_file:
        attach(kept, file)
    if is_filing:
        # Filed last, it stands last, whenever its draft was begun.
        kept.number = max((row.number for row in rows if row is not kept), default=0) + 1
        _file(kept, addressee, found, body, is_recorded=is_recorded, today=today, by=by, at=at)
    db.session.flush()  # The journal needs its key.
    journal.record(
        "answer.file" if is_filing else "answer.keep",
        by=by,
        at=at,
        body=body.id,
        kind="answer",
        key=kept.key,
        # A draft is noted without its words.
        change={"symbol": found.symbol, "from": addressee.name, "answer": str(given.position)} if is_filing else {},
    )
    if is_filing:
        tell_recorded(kept, addressee, at=at) if is_recorded else tell_received(RECEIVED, kept, at=at)
    return kept


def _begun(addressee: Addressee, *, number: int) -> Answer:
    row = Answer(
        body_id=addressee.body_id,
        recommendation_id=addressee.recommendation_id,
        addressee_id=addressee.id,
        party_id=addressee.party_id,
        number=number,
        revision=0,
    )
    db.session.add(row)
    return row


def _set(row: Answer, given: Given, *, by: str, at: datetime) -> None:
    row.position, row.text, row.action, row.evidence = given.position, given.text, given.action, given.evidence
    row.source_kind, row.reliability, row.next_on = given.source_kind, given.reliability, given.next_on
    row.by, row.changed_at = by, at
    row.revision += 1


def _file(
    row: Answer,
    addressee: Addressee,
    found: Recommendation,
    body: Body,
    *,
    is_recorded: bool,
    today: date,
    by: str,
    at: datetime,
) -> None:
    row.announced, row.filed_on = True, today
    if addressee.answer is None:
        addressee.first_answered_on = today
    addressee.answer, addressee.next_on = row.position, row.next_on
    addressee.answered_on = today
    addressee.has_acted = addressee.has_acted or bool(row.action.strip())
    take(
        found, Step.ANSWER, body=body, by=by, at=at, addressee=addressee.name, note=_said(row, is_recorded=is_recorded)
    )
    if addressee.party_id is not None:
        db.session.flush()  # What is owed is read anew.
        drop_reminders(body, [addressee.party_id], today=today)


def _said(row: Answer, *, is_recorded: bool) -> str:
    return f"{row.position}, as the secretariat recorded it" if is_recorded else str(row.position)


def verify(
    row: Answer | NotedEvidence,
    found: Recommendation,
    body: Body,
    whose: str,
    *,
    reliability: Reliability | None = None,
    by: str,
    at: datetime,
) -> None:
    """Say who verified what was reported or noted; once, and only for what was filed. Raises Refused.

    With it goes how far it can be relied on, where that is said.
    """
    if not whose.strip():
        raise Refused((Finding("", Level.REFUSE, "Say who has verified it.", "verified_by"),))
    if isinstance(row, Answer) and not row.is_verifiable:
        text = "It tells neither what was done nor what shows it: there is nothing to verify."
        raise Refused((Finding("", Level.REFUSE, text),))
    if row.verified_on is not None:
        raise Refused((Finding("", Level.REFUSE, f"It was verified already, by {row.verified_by}."),))
    refuse(letter_findings({"verified_by": whose}) + guest_findings(body, whose))
    addressee = db.session.get_one(Addressee, row.addressee_id)
    take(found, Step.VERIFY, body=body, by=by, at=at, addressee=addressee.name, note=whose)
    row.verified_by, row.verified_on = whose, clock.local(at, body.zone).date()
    kind = "answer" if isinstance(row, Answer) else "evidence"
    journal.record(f"{kind}.verify", by=by, at=at, body=body.id, kind=kind, key=row.key, change={"name": whose})
    if reliability is not None:
        judge(row, found, body, reliability, by=by, at=at)


def judge(
    row: Answer | NotedEvidence, found: Recommendation, body: Body, reliability: Reliability, *, by: str, at: datetime
) -> None:
    """Say how far what was reported or noted can be relied on; judged anew, a step is appended. Raises Refused.

    No addressee judges its own evidence: the secretariat does, and the board reads it.
    """
    if row.reliability is reliability:
        return
    before, row.reliability = row.reliability, reliability
    addressee = db.session.get_one(Addressee, row.addressee_id)
    was = "" if before is Reliability.NOT_JUDGED else f", before: {before}"
    take(found, Step.JUDGE, body=body, by=by, at=at, addressee=addressee.name, note=f"{reliability}{was}")
    kind = "answer" if isinstance(row, Answer) else "evidence"
    change = {"before": str(before), "after": str(reliability)}
    journal.record(f"{kind}.judge", by=by, at=at, body=body.id, kind=kind, key=row.key, change=change)
