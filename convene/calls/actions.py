"""Writes of calls for papers: preparing, extending, withdrawing, and what a paper answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from convene import clock, journal
from convene.agendas.models import AgendaItem
from convene.calls import rules
from convene.calls.models import PaperCall
from convene.calls.queries import RUNNING, answered_by, calls_on, holding
from convene.calls.telling import recipients, tell
from convene.calls.terms import Asking, Debtor
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import refuse
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers.models import Paper


def prepare(
    meeting: Meeting,
    item: AgendaItem,
    debtors: Sequence[Debtor],
    asking: Asking,
    *,
    known: Sequence[PaperCall],
    by: str,
    at: datetime,
) -> list[PaperCall]:
    """Prepare a call for each of those who owe; nobody is told yet. Raises Refused.

    `known` are the meeting's calls so far: nobody is asked twice for the same kind of paper on one item.
    """
    if meeting.state not in (MeetingState.DRAFT, *RUNNING):
        raise Refused((Finding("", Level.REFUSE, "The meeting is over or cancelled."),))
    if not item.takes_papers:
        raise Refused((Finding("", Level.REFUSE, "No papers are taken for this item.", "item"),))
    if not debtors:
        raise Refused((Finding("", Level.REFUSE, "Choose who is to send a paper.", "parties"),))
    refuse(rules.b5_due_findings(asking.due_at, item_starts_at=item.starts_at, at=at))
    standing = {(c.party_id, c.person_id) for c in known if _is_same(c, item, asking)}
    twice = [d.name for d in debtors if (d.party_id, d.person_id) in standing]
    if twice:
        text = f"A {asking.kind} for this item is asked of {', '.join(twice)} already."
        raise Refused((Finding("", Level.REFUSE, text, "parties"),))
    return [_prepared(meeting, item, debtor, asking, by=by, at=at) for debtor in debtors]


def _is_same(call: PaperCall, item: AgendaItem, asking: Asking) -> bool:
    return call.item_id == item.id and call.kind is asking.kind and call.withdrawn_at is None


def _prepared(
    meeting: Meeting, item: AgendaItem, debtor: Debtor, asking: Asking, *, by: str, at: datetime
) -> PaperCall:
    call = PaperCall(
        body_id=meeting.body_id,
        meeting_id=meeting.id,
        item_id=item.id,
        party_id=debtor.party_id,
        person_id=debtor.person_id,
        kind=asking.kind,
        wish=asking.wish,
        due_at=asking.due_at,
        grace_hours=asking.grace_hours,
    )
    db.session.add(call)
    change = {"party": debtor.key, "as": asking.kind, "due": clock.moment_words(asking.due_at, meeting.zone)}
    _note("paper-call.prepare", item, change, by=by, at=at)
    return call


def _note(act: str, item: AgendaItem, change: Mapping[str, object], *, by: str, at: datetime) -> None:
    journal.record(act, by=by, at=at, body=item.body_id, kind="item", key=item.key, change=change)


def extend(
    call: PaperCall, item: AgendaItem, meeting: Meeting, *, to: datetime, reason: str, by: str, at: datetime
) -> int:
    """Grant a later deadline (UTC) for a stated reason; whoever owes is told. Gives how many. Raises Refused."""
    if not call.announced or call.withdrawn_at is not None or call.paper_id is not None:
        raise Refused((Finding("", Level.REFUSE, "Only what is still owed can be extended."),))
    was = holding(call).at
    refuse(rules.b5_due_findings(to, item_starts_at=item.starts_at, at=at, field="until", after=was))
    call.extended_to, call.extension_reason, call.extended_by = to, reason, by
    # They are told anew: reminders that would have fallen due before that are over.
    call.called_at = at
    change = {
        "before": clock.moment_words(was, meeting.zone),
        "after": clock.moment_words(to, meeting.zone),
        "reason": reason,
    }
    _note("paper-call.extend", item, change, by=by, at=at)
    return tell("paper-extension", [call], recipients([call], at=at), due=f"{call.key}:{to.isoformat()}", at=at)


def withdraw(call: PaperCall, item: AgendaItem, *, by: str, at: datetime) -> int:
    """No longer ask for a paper; whoever was told and has not sent it is told. Gives how many. Raises Refused."""
    if call.withdrawn_at is not None:
        raise Refused((Finding("", Level.REFUSE, "This call is withdrawn already."),))
    _note("paper-call.withdraw", item, {"as": call.kind}, by=by, at=at)
    if not call.announced:
        db.session.delete(call)
        return 0
    call.withdrawn_at = at
    if call.paper_id is not None:
        return 0
    return tell("paper-withdrawal", [call], recipients([call], at=at), due=call.key, at=at)


def answer_with(paper: Paper) -> PaperCall | None:
    """A paper is in: the call that it answers, now answered; None where nothing was asked of its sender."""
    found = answered_by(calls_on(paper.item_id, party_id=paper.party_id, person_id=paper.by_person_id), paper.kind)
    if found is None or found.paper_id is not None:
        return None
    found.paper_id = paper.id
    return found


def let_go(paper: Paper, *, others: Sequence[Paper]) -> None:
    """A paper is withdrawn: what it answered is owed again, unless another paper of the same sender answers it."""
    calls = calls_on(paper.item_id, party_id=paper.party_id, person_id=paper.by_person_id)
    for call in calls:
        if call.paper_id != paper.id:
            continue
        call.paper_id = next((p.id for p in others if p.id != paper.id and _answers(p, paper, call)), None)


def _answers(other: Paper, paper: Paper, call: PaperCall) -> bool:
    same = other.party_id == paper.party_id and (paper.party_id or other.by_person_id == paper.by_person_id)
    stands = other.withdrawn_at is None and other.translates_id is None
    return bool(same) and stands and rules.answers(call.kind, other.kind)
