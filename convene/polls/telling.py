"""What is told of a poll to whom: personal links, reminders to those who are silent, lost links, the closing mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from convene import clock, journal
from convene.access.scope import as_system
from convene.accounts.proofs import Purpose, is_proof, key_in, token
from convene.bodies.queries import body_by_id
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.invitations.rules import reminders_due
from convene.mail.models import OutboxMessage
from convene.mail.outbox import Envelope, enqueue
from convene.meetings.actions import refuse
from convene.people.queries import holders
from convene.polls.actions import close
from convene.polls.models import Ballot, Poll, Vote
from convene.polls.queries import ballots_of, option_rows, projections, state_of, when_of
from convene.polls.rules import dates
from convene.polls.terms import Option, PollState

A_WEEK, AN_HOUR = timedelta(days=7), timedelta(hours=1)


def _envelope(kind: str, ballot: Ballot) -> Envelope:
    return Envelope(kind, about=ballot.key, person_id=ballot.person_id, body_id=ballot.body_id)


def _tell(kind: str, poll: Poll, ballots: Iterable[Ballot], *, due: str, at: datetime) -> int:
    """Queue one letter to each; its dates and its link are made when it is sent, and nobody is told what is over."""
    return sum(
        enqueue(_envelope(kind, b), at=at, due=due, facts={"ballot": b.key}, expires_at=poll.respond_by)
        for b in ballots
    )


def send(poll: Poll, *, by: str, at: datetime) -> int:
    """Send a prepared poll: everybody whose term still runs gets a personal link. Gives how many; raises Refused."""
    if state_of(poll, at) is not PollState.PREPARED:
        raise Refused((Finding("", Level.REFUSE, "This poll was sent already."),))
    current = {(h.term.person_id, h.term.party_id) for h in holders(body_by_id(poll.body_id), at) if h.is_current}
    asked = [b for b in ballots_of(poll) if (b.person_id, b.party_id) in current]
    whens = [when_of(row) for row in option_rows(poll.id)]
    refuse(
        dates.sending_findings(
            whens, asked=len(asked), respond_by=poll.respond_by, zone=poll.zone, is_whole_days=poll.days > 1, at=at
        )
    )
    poll.sent_at = at
    for ballot in asked:
        ballot.announced = True
    count = _tell("poll", poll, asked, due="", at=at)
    change = {"asked": len(asked), "dates": len(whens)}
    journal.record("poll.send", by=by, at=at, body=poll.body_id, kind="poll", key=poll.key, change=change)
    return count


def remind(poll: Poll, *, by: str, at: datetime) -> int:
    """Remind those who have not answered, and only those; whoever was reminded within the hour is left alone."""
    if state_of(poll, at) is not PollState.OPEN:
        raise Refused((Finding("", Level.REFUSE, "Reminders go out while a poll runs."),))
    silent = [b for b in ballots_of(poll) if b.announced and b.answered_at is None]
    lately = _reminded_since(poll.body_id, at - AN_HOUR)
    silent = [b for b in silent if not any(key.startswith(f"poll-reminder:{b.key}:") for key in lately)]
    count = _tell("poll-reminder", poll, silent, due=at.isoformat(), at=at)
    journal.record(
        "poll.remind", by=by, at=at, body=poll.body_id, kind="poll", key=poll.key, change={"reminded": count}
    )
    return count


def _reminded_since(body_id: int, moment: datetime) -> list[str]:
    wanted = select(OutboxMessage.subject_key).where(
        OutboxMessage.body_id == body_id, OutboxMessage.kind == "poll-reminder", OutboxMessage.queued_at > moment
    )
    return list(db.session.scalars(wanted))


def follow_polls(at: datetime) -> int:
    """Close what has reached its respond-by moment, and remind on the days that each poll sets; may run twice."""
    running = db.session.scalars(select(Poll).where(Poll.sent_at.is_not(None), Poll.closed_at.is_(None))).all()
    queued = 0
    for poll in running:
        if poll.respond_by <= at:
            close(poll, by="the respond-by moment", at=at)
            continue
        days = tuple(int(d) for d in poll.remind_days.split(",") if d.strip())
        due = reminders_due(poll.respond_by, days, sent_at=poll.sent_at or at, at=at)
        if due is not None:
            silent = [b for b in ballots_of(poll) if b.announced and b.answered_at is None]
            queued += _tell("poll-reminder", poll, silent, due=due.isoformat(), at=at)
    return queued


def tell_closed(poll: Poll, people: frozenset[int], *, at: datetime) -> int:
    """One closing mail to those of the polled who are not invited; each once, whatever is clicked."""
    concerned = [b for b in ballots_of(poll) if b.announced and b.person_id in people]
    return sum(
        enqueue(_envelope("poll-closed", b), at=at, facts={"ballot": b.key}, expires_at=at + A_WEEK) for b in concerned
    )


def renew_link(text: str, *, at: datetime) -> None:
    """Send a fresh link to the address on file where the lost one was genuine; as with invitations (settled 20).

    Only the present link replaces itself, an older one has the present one sent again.
    """
    key = key_in(text)
    with as_system("replace a lost link to a poll") as session:
        ballot = session.scalars(select(Ballot).where(Ballot.key == key)).one_or_none() if key else None
        if ballot is None or not ballot.announced:
            return
        if not any(is_proof(text, Purpose.POLL, key, g) for g in range(ballot.generation + 1)):
            return
        poll = session.get_one(Poll, ballot.poll_id)
        if state_of(poll, at) is not PollState.OPEN:
            return
        due = at.replace(minute=0, second=0).isoformat()
        if is_proof(text, Purpose.POLL, key, ballot.generation):
            ballot.generation += 1
            due = str(ballot.generation)
            journal.record(
                "poll.new-link", by="the person asked", at=at, body=ballot.body_id, kind="ballot", key=ballot.key
            )
        _tell("poll-link", poll, [ballot], due=due, at=at)


def facts_for(kind: str, ballot_key: str, at: datetime) -> dict[str, object] | None:
    """What a letter about a poll says when it is sent, in plain words; None where it is not to be sent any more.

    Times and place alone: the title of a poll, and what anybody said, are in no letter (settled 6).
    """
    with as_system("write a letter about a poll") as session:
        ballot = session.scalars(select(Ballot).where(Ballot.key == ballot_key)).one_or_none()
        asked = projections(session, [ballot], at)[0:1] if ballot is not None and ballot.announced else []
        if ballot is None or not asked:
            return None
        one = asked[0]
        has_voted = session.scalars(select(Vote.id).where(Vote.ballot_id == ballot.id).limit(1)).first() is not None
        path = f"/p/{token(Purpose.POLL, ballot.key, ballot.generation)}"
    if kind == "poll-closed":
        return {"path": "/", "place": one.place, "zone": one.zone, "dates": []}
    if one.state is not PollState.OPEN or (kind == "poll-reminder" and has_voted):
        return None
    return {
        "path": path,
        "place": one.place,
        "zone": one.zone,
        "respond_by": one.respond_by.isoformat(),
        "minutes": 0 if one.is_whole_days else one.minutes,
        "dates": [_date_facts(option) for option in one.options],
    }


def _date_facts(option: Option) -> tuple[str, str, str]:
    """Its days in words, and its instants where it has an hour."""
    if option.starts_at is None or option.ends_at is None:
        return clock.days_words(option.days), "", ""
    return clock.day_words(option.on), option.starts_at.isoformat(), option.ends_at.isoformat()
