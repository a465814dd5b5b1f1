"""Writes of date polls: preparing, offering dates, answering, closing, choosing. What is told to whom is telling's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from convene import clock, journal
from convene.access.scope import as_system
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import Place, letter_findings, refuse
from convene.meetings.models import Meeting
from convene.people.models import Person
from convene.people.queries import Holder
from convene.polls.drafting import Called, Calling, call_meeting, prepare_people, set_date
from convene.polls.models import Ballot, Occasion, Poll, PollOption, Vote
from convene.polls.queries import ballots_of, occasion_of, option_rows, state_of, when_of
from convene.polls.rules import dates
from convene.polls.terms import Choice, PollState, Question, When


def _note(act: str, poll: Poll, change: Mapping[str, object], *, by: str, at: datetime) -> None:
    journal.record(act, by=by, at=at, body=poll.body_id, kind="poll", key=poll.key, change=change)


def prepare(
    body: Body,
    question: Question,
    whens: Sequence[When],
    people: Sequence[Holder],
    *,
    by: str,
    at: datetime,
    fields: Sequence[str] = (),
    reason: str = "",
    subject: str = "",
    is_told: bool = False,
    meeting: Meeting | None = None,
) -> Poll:
    """Prepare a poll; nobody is told. Raises Refused. `meeting` is the draft whose date is asked for."""
    found = dates.question_findings(question, at=at)
    found += dates.option_findings(
        whens, known=(), is_whole_days=question.is_whole_days, zone=question.zone, at=at, fields=fields
    )
    refuse(found + letter_findings({"title": question.title, "city": question.city, "venue": question.venue}))
    refuse(dates.respond_by_findings(whens, respond_by=question.respond_by, zone=question.zone))
    _refuse_twice(body, question, whens, people)
    poll = Poll(
        body_id=body.id,
        meeting_id=meeting.id if meeting else None,
        title=question.title,
        template=question.template,
        minutes=question.minutes,
        days=question.days,
        city=question.city,
        zone=question.zone,
        venue=question.venue,
        respond_by=question.respond_by,
        remind_days=",".join(str(d) for d in question.remind_days),
        reason=reason,
    )
    db.session.add(poll)
    db.session.flush()  # Options, ballots and the journal need its id and key.
    _offer(poll, whens)
    for holder in people:
        term = holder.term
        ballot = {"person_id": term.person_id, "contact_id": term.contact_id, "party_id": term.party_id}
        db.session.add(Ballot(body_id=body.id, poll_id=poll.id, role=term.role, **ballot))
    if subject:
        db.session.add(Occasion(body_id=body.id, poll_id=poll.id, subject=subject, is_told=is_told))
    change = {"asked": len(people), "dates": len(whens), "until": clock.moment_words(poll.respond_by, poll.zone)}
    _note("poll.prepare", poll, change, by=by, at=at)
    return poll


def _refuse_twice(body: Body, question: Question, whens: Sequence[When], people: Sequence[Holder]) -> None:
    """A form that was sent twice makes one poll; the same dates may be asked of others. Raises Refused."""
    wanted = select(Poll).where(
        Poll.body_id == body.id,
        Poll.title == question.title,
        Poll.template == question.template,
        Poll.city == question.city,
        Poll.respond_by == question.respond_by,
        Poll.sent_at.is_(None),
    )
    asked = {h.term.person_id for h in people}
    same = [poll for poll in db.session.scalars(wanted) if {b.person_id for b in ballots_of(poll)} == asked]
    if any({when_of(row) for row in option_rows(poll.id)} == set(whens) for poll in same):
        text = "The same poll is prepared already; you find it among the date polls."
        raise Refused((Finding("", Level.REFUSE, text, "title"),))


def _offer(poll: Poll, whens: Sequence[When]) -> None:
    for when in whens:
        db.session.add(PollOption(body_id=poll.body_id, poll_id=poll.id, on=when.on, opens=when.opens))


def _refuse_unless(poll: Poll, state: PollState, words: str, at: datetime) -> None:
    if state_of(poll, at) is not state:
        raise Refused((Finding("", Level.REFUSE, words),))


NOT_PREPARED = "This poll was sent; what it asks stays as those who are asked have read it."


def add_options(poll: Poll, whens: Sequence[When], fields: Sequence[str], *, by: str, at: datetime) -> None:
    """Offer more dates, before the poll is sent. Raises Refused."""
    _refuse_unless(poll, PollState.PREPARED, NOT_PREPARED, at)
    if not whens:
        raise Refused((Finding("", Level.REFUSE, "Enter at least one date.", "on_1"),))
    known = [when_of(row) for row in option_rows(poll.id)]
    refuse(dates.option_findings(whens, known=known, is_whole_days=poll.days > 1, zone=poll.zone, at=at, fields=fields))
    _offer(poll, whens)
    _note("poll.offer", poll, {"dates": [f"{w.on} {w.opens or ''}".strip() for w in whens]}, by=by, at=at)


def drop_option(poll: Poll, option: PollOption, *, by: str, at: datetime) -> None:
    """Take a date back, before the poll is sent. Raises Refused."""
    _refuse_unless(poll, PollState.PREPARED, NOT_PREPARED, at)
    db.session.delete(option)
    _note("poll.drop", poll, {"date": f"{option.on} {option.opens or ''}".strip()}, by=by, at=at)


def set_respond_by(poll: Poll, respond_by: datetime, *, by: str, at: datetime) -> None:
    """Set the respond-by moment (UTC) of a poll that is not closed; reminders follow it. Raises Refused."""
    if state_of(poll, at) is PollState.CLOSED:
        raise Refused((Finding("", Level.REFUSE, "This poll is closed."),))
    refuse(dates.question_findings(_asking(poll, respond_by), at=at))
    whens = [when_of(row) for row in option_rows(poll.id)]
    refuse(dates.respond_by_findings(whens, respond_by=respond_by, zone=poll.zone))
    before, poll.respond_by = poll.respond_by, respond_by
    words = {"before": clock.moment_words(before, poll.zone), "after": clock.moment_words(respond_by, poll.zone)}
    _note("poll.until", poll, words, by=by, at=at)


def _asking(poll: Poll, respond_by: datetime) -> Question:
    return Question(poll.title, poll.template, poll.minutes, poll.days, poll.city, poll.zone, respond_by)


def answer(ballot_key: str, choices: Mapping[str, Choice], remark: str, *, at: datetime) -> None:
    """Record what one person says to each option, by its key; an answer can be changed until the poll closes.

    Whose ballot it is was proved by their visit or their link; whoever came by link has no reader of their own, hence
    the system's. Raises Refused once the poll is closed, and where an option is left without an answer.
    """
    with as_system("record an answer to a poll") as session:
        ballot = session.scalars(select(Ballot).where(Ballot.key == ballot_key)).one()
        poll = session.get_one(Poll, ballot.poll_id)
        if state_of(poll, at) is not PollState.OPEN:
            raise Refused((Finding("", Level.REFUSE, "This poll is closed; nothing was changed."),))
        rows = option_rows(poll.id, session)
        missing = [r for r in rows if r.key not in choices]
        if missing:
            words = "Say for each date whether you can."
            raise Refused(tuple(Finding("", Level.REFUSE, words, f"on-{r.key}") for r in missing))
        known = {v.option_id: v for v in session.scalars(select(Vote).where(Vote.ballot_id == ballot.id))}
        person = session.get_one(Person, ballot.person_id).key
        for row in rows:
            vote = known.get(row.id) or Vote(
                body_id=ballot.body_id, ballot_id=ballot.id, option_id=row.id, person_id=ballot.person_id
            )
            vote.choice = choices[row.key]
            session.add(vote)
        is_first, ballot.answered_at, ballot.answered_by = ballot.answered_at is None, at, person
        ballot.remark = remark
        body, key = ballot.body_id, ballot.key
    act = "poll.answer" if is_first else "poll.answer-again"
    journal.record(act, by=person, at=at, body=body, kind="ballot", key=key)


def close(poll: Poll, *, by: str, at: datetime) -> bool:
    """Close a poll; False where it was closed before, and then nothing changes. Raises Refused for one not sent."""
    if poll.sent_at is None:
        raise Refused((Finding("", Level.REFUSE, "This poll was not sent yet."),))
    if poll.closed_at is not None:
        return False
    poll.closed_at = min(at, poll.respond_by)
    _note("poll.close", poll, {"until": clock.moment_words(poll.closed_at, poll.zone)}, by=by, at=at)
    return True


def choose(
    poll: Poll, option: PollOption, people: Sequence[Holder], *, by: str, at: datetime
) -> tuple[Called, frozenset[int]]:
    """Choose a date: the poll closes, its meeting is drafted or moved to it, and these people are prepared.

    Gives what became of it, and the people polled who are not among those prepared. Raises Refused where a date was
    chosen already, or the meeting is no draft any more.
    """
    if poll.chosen_id is not None:
        raise Refused((Finding("", Level.REFUSE, "A date was chosen already; the meeting is on record."),))
    close(poll, by=by, at=at)
    when = when_of(option)
    draft = db.session.get(Meeting, poll.meeting_id) if poll.meeting_id is not None else None
    occasion = occasion_of(poll_id=poll.id)
    if draft is not None:
        set_date(draft, when, by=by, at=at)
        prepared, left = prepare_people(draft, people, reason=poll.reason, by=by, at=at)
        called = Called(draft, (), prepared, left)
    else:
        calling = Calling(
            template=poll.template,
            place=Place(poll.city, poll.zone, poll.venue),
            when=when,
            minutes=poll.minutes,
            subject=occasion.subject if occasion else "",
            is_told=bool(occasion and occasion.is_told),
            reason=poll.reason,
        )
        called = call_meeting(db.session.get_one(Body, poll.body_id), calling, people, by=by, at=at)
    poll.meeting_id, poll.chosen_id = called.meeting.id, option.id
    _note("poll.choose", poll, {"meeting": called.meeting.key, "on": when.on, "opens": when.opens or ""}, by=by, at=at)
    chosen = {h.term.person_id for h in people if h.contact.name not in called.unprepared}
    return called, frozenset(b.person_id for b in ballots_of(poll)) - chosen
