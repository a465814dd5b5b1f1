"""Reads of date polls. Whoever is asked reads a projection by their own ballot; the rows are the secretariat's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from convene.access import rules as access
from convene.access.gate import Missing
from convene.access.scope import as_system, current_reader, guard
from convene.access.terms import ReaderKind
from convene.accounts.proofs import Purpose, is_proof, key_in
from convene.bodies.models import Body
from convene.db import db
from convene.invitations.models import Invitation
from convene.meetings.models import Meeting
from convene.people.models import Person, Term
from convene.people.terms import SEAT_ROLES
from convene.polls.models import Ballot, Occasion, Poll, PollOption, Vote
from convene.polls.rules import dates
from convene.polls.terms import Asked, Option, PollState, When

guard(Poll, access.sees_kept, body=Poll.body_id)
guard(PollOption, access.sees_kept, body=PollOption.body_id)
guard(Ballot, access.sees_called, body=Ballot.body_id, person=Ballot.person_id, announced=Ballot.announced)
guard(Vote, access.sees_own, body=Vote.body_id, person=Vote.person_id)
guard(Occasion, access.sees_kept, body=Occasion.body_id)


@dataclass(frozen=True, slots=True)
class Listed:
    """A poll in the list of a body's polls, with how many are asked and have answered."""

    poll: Poll
    state: PollState
    asked: int
    answered: int


def state_of(poll: Poll, at: datetime) -> PollState:
    """How a poll stands at that instant."""
    return dates.state_of(sent_at=poll.sent_at, closed_at=poll.closed_at, respond_by=poll.respond_by, at=at)


def kept_poll(key: str) -> Poll:
    """The poll, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(Poll).where(Poll.key == key)).one_or_none()
    if found is None or not access.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def kept_option(key: str) -> tuple[Poll, PollOption]:
    """An option with its poll, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    wanted = select(Poll, PollOption).join(Poll, Poll.id == PollOption.poll_id).where(PollOption.key == key)
    row = db.session.execute(wanted).one_or_none()
    if row is None or not access.may_keep(current_reader(), row.Poll.body_id):
        raise Missing
    return row.Poll, row.PollOption


def polls_of(body: Body, at: datetime) -> list[Listed]:
    """The polls of a body, those that run first by the respond-by moment; two statements."""
    found = db.session.scalars(select(Poll).where(Poll.body_id == body.id).order_by(Poll.respond_by.desc(), Poll.id))
    counted = select(Ballot.poll_id, func.count(Ballot.id), func.count(Ballot.answered_at))
    rows = db.session.execute(counted.where(Ballot.body_id == body.id).group_by(Ballot.poll_id)).all()
    counts = {poll: (asked, answered) for poll, asked, answered in rows}
    listed = [Listed(p, state_of(p, at), *counts.get(p.id, (0, 0))) for p in found]
    return sorted(listed, key=lambda one: list(PollState).index(one.state) if one.state is not PollState.OPEN else -1)


def when_of(option: PollOption) -> When:
    """The wall-clock time that was put down."""
    return When(option.on, option.opens)


def option_rows(poll_id: int, session: Session | None = None) -> list[PollOption]:
    """The rows of a poll's options in order of time."""
    wanted = select(PollOption).where(PollOption.poll_id == poll_id).order_by(PollOption.on, PollOption.opens)
    return list((session or db.session()).scalars(wanted))


def shown(poll: Poll, rows: Iterable[PollOption]) -> tuple[Option, ...]:
    """Options as pages show them."""
    return tuple(dates.option_of(r.key, when_of(r), minutes=poll.minutes, days=poll.days, zone=poll.zone) for r in rows)


def ballots_of(poll: Poll) -> list[Ballot]:
    """Those who are asked."""
    return list(db.session.scalars(select(Ballot).where(Ballot.poll_id == poll.id).order_by(Ballot.id)))


def occasion_of(*, poll_id: int | None = None, meeting_id: int | None = None) -> Occasion | None:
    """What it is called for, for the secretariat."""
    if poll_id is not None:
        return db.session.scalars(select(Occasion).where(Occasion.poll_id == poll_id)).one_or_none()
    return db.session.scalars(select(Occasion).where(Occasion.meeting_id == meeting_id)).one_or_none()


def poll_of_draft(meeting: Meeting) -> Poll | None:
    """The poll that asks for the date of a meeting, the latest where there are several."""
    wanted = select(Poll).where(Poll.meeting_id == meeting.id).order_by(Poll.id.desc()).limit(1)
    return db.session.scalars(wanted).first()


def zones_of(body_id: int, people: Sequence[int], *, at: datetime) -> dict[int, str]:
    """The zones that people stated for themselves, of those who act for this body by a seat or have answered it.

    A body that has merely written down an address learns nothing of where somebody works: that they are known
    elsewhere is not its to know (settled 1). An answer entered for them by another hand is none of theirs.
    """
    if not people:
        return {}
    seated = select(Term.person_id).where(
        Term.body_id == body_id,
        Term.role.in_(SEAT_ROLES),
        Term.starts_at <= at,
        or_(Term.ends_at.is_(None), Term.ends_at > at),
    )
    invited = Invitation.body_id == body_id, Invitation.person_id == Person.id, Invitation.answered_by == Person.key
    polled = Ballot.body_id == body_id, Ballot.person_id == Person.id, Ballot.answered_by == Person.key
    wanted = select(Person.id, Person.zone).where(
        Person.id.in_(people), or_(Person.id.in_(seated), exists().where(*invited), exists().where(*polled))
    )
    with as_system("reckon the hour where somebody is") as session:
        return dict(session.execute(wanted).all())


def my_ballot(key: str, at: datetime) -> Asked:
    """What the reader is asked by a ballot of their own. Raises Missing for anybody else's."""
    reader = current_reader()
    found = db.session.scalars(select(Ballot).where(Ballot.key == key, Ballot.person_id == reader.person)).one_or_none()
    if found is None or not found.announced or reader.kind is not ReaderKind.PERSON:
        raise Missing
    return _asked_by([found], at)[0]


def open_for_me(at: datetime) -> list[Asked]:
    """The polls that run and ask the reader, answered or not, soonest first; a fixed number of statements.

    By an invitation's link nothing but that invitation is shown (settled 20).
    """
    reader = current_reader()
    if reader.kind is not ReaderKind.PERSON:
        return []
    mine = select(Ballot).where(Ballot.person_id == reader.person, Ballot.announced.is_(True))
    found = _asked_by(db.session.scalars(mine.order_by(Ballot.id)).all(), at) if reader.bodies else []
    return sorted((a for a in found if a.state is PollState.OPEN), key=lambda a: (a.respond_by, a.ballot))


def _asked_by(ballots: Sequence[Ballot], at: datetime) -> list[Asked]:
    """What these ballots ask, cut to the person whose they are; the caller has made sure whose."""
    if not ballots:
        return []
    with as_system("show a poll to those who are asked") as session:
        return projections(session, ballots, at)


def projections(session: Session, ballots: Sequence[Ballot], at: datetime) -> list[Asked]:
    """Each ballot with its poll, its options and its own votes, in four statements; ended terms are left out."""
    ids = [b.id for b in ballots]
    polls = {p.id: p for p in session.scalars(select(Poll).where(Poll.id.in_({b.poll_id for b in ballots})))}
    names = dict(session.execute(select(Body.id, Body.name).where(Body.id.in_({b.body_id for b in ballots}))).all())
    rows = session.scalars(
        select(PollOption).where(PollOption.poll_id.in_(polls)).order_by(PollOption.on, PollOption.opens)
    )
    options: dict[int, list[PollOption]] = {}
    for row in rows:
        options.setdefault(row.poll_id, []).append(row)
    votes: dict[int, dict[int, Vote]] = {}
    for vote in session.scalars(select(Vote).where(Vote.ballot_id.in_(ids))):
        votes.setdefault(vote.ballot_id, {})[vote.option_id] = vote
    zones = dict(
        session.execute(select(Person.id, Person.zone).where(Person.id.in_({b.person_id for b in ballots}))).all()
    )
    acting = _acting(session, ballots, at)
    return [
        _asked(
            b,
            polls[b.poll_id],
            options.get(b.poll_id, []),
            body_name=names[b.body_id],
            votes=votes.get(b.id, {}),
            own_zone=zones.get(b.person_id, ""),
            at=at,
        )
        for b in ballots
        if b.id in acting
    ]


def _acting(session: Session, ballots: Sequence[Ballot], at: datetime) -> set[int]:
    """The ballots of those whose term, for the party for which they are asked, runs at that instant."""
    people = {b.person_id for b in ballots}
    running = select(Term.body_id, Term.party_id, Term.person_id).where(
        Term.person_id.in_(people), Term.starts_at <= at, or_(Term.ends_at.is_(None), Term.ends_at > at)
    )
    held = {tuple(row) for row in session.execute(running)}
    return {b.id for b in ballots if (b.body_id, b.party_id, b.person_id) in held}


def _asked(
    ballot: Ballot,
    poll: Poll,
    rows: Sequence[PollOption],
    *,
    body_name: str,
    votes: dict[int, Vote],
    own_zone: str,
    at: datetime,
) -> Asked:
    return Asked(
        ballot=ballot.key,
        body_name=body_name,
        title=poll.title,
        place=poll.city,
        zone=poll.zone,
        minutes=poll.minutes,
        is_whole_days=poll.days > 1,
        respond_by=poll.respond_by,
        options=shown(poll, rows),
        choices={row.key: votes[row.id].choice for row in rows if row.id in votes},
        remark=ballot.remark,
        answered_at=ballot.answered_at,
        own_zone=own_zone,
        state=state_of(poll, at),
    )


def asked_by_link(text: str, at: datetime) -> Asked | None:
    """What a personal link asks; None where it is not genuine, was replaced, or the person's term has ended.

    It opens that one poll and nothing else: nobody is signed in by it.
    """
    key = key_in(text)
    if not key:
        return None
    with as_system("open a poll by its link") as session:
        ballot = session.scalars(select(Ballot).where(Ballot.key == key)).one_or_none()
        if ballot is None or not ballot.announced or not is_proof(text, Purpose.POLL, key, ballot.generation):
            return None
        person = session.get_one(Person, ballot.person_id)
        if person.disabled_at is not None:
            return None
        found = projections(session, [ballot], at)
    return found[0] if found else None
