"""What the secretariat's page of a poll shows: everybody's answer, and each date with its score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from convene import clock
from convene.bodies.models import Body, Party
from convene.bodies.queries import members_of
from convene.bodies.terms import Standing
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.people.models import Contact
from convene.polls.models import Ballot, Poll, Vote
from convene.polls.queries import option_rows, shown, state_of, zones_of
from convene.polls.rules.scores import Holidays, quorum_words, scored
from convene.polls.terms import Busy, Choice, Option, PollState, Score, Voter

Capitals = Mapping[str, tuple[str, str]]
GONE = "Somebody who is no longer on record"


@dataclass(frozen=True, slots=True)
class Board:
    """A poll with its dates in order of time, its scores best first, and those who are asked."""

    poll: Poll
    state: PollState
    options: tuple[Option, ...]
    scores: tuple[Score, ...]
    voters: tuple[Voter, ...]
    quorum: str
    answered: int
    meeting: Meeting | None
    chosen: str

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return len(self.voters) - self.answered

    @property
    def places(self) -> tuple[str, ...]:
        """The capitals that the table of hours names, from west to east."""
        return tuple(h.place for h in self.scores[0].hours) if self.scores else ()


def place_in(party: Party | None, own_zone: str, capitals: Capitals) -> tuple[str, str]:
    """The place and the zone by whose clocks somebody lives: their party's where it has one, else their own.

    A mission sits where its zone says, which is not always the capital of its State.
    """
    city, capital_zone = capitals.get(party.country, ("", "")) if party is not None else ("", "")
    zone = (party.zone if party is not None else "") or capital_zone or own_zone
    if not zone:
        return (city or (party.name if party is not None else ""), "")
    return (city if city and zone == capital_zone else clock.place_of(zone), zone)


def board(poll: Poll, body: Body, *, capitals: Capitals, holiday: Holidays, at: datetime) -> Board:
    """Everything about one poll, in a number of statements that does not grow with those who are asked."""
    rows = option_rows(poll.id)
    options = shown(poll, rows)
    voters = _voters(poll, {row.id: row.key for row in rows}, capitals, at=at)
    today = clock.local(at, body.zone).date()
    members = sum(party.left_on is None or party.left_on >= today for party in members_of(body))
    scores = scored(options, voters, members=members, minutes=poll.minutes, busy=_busy(poll), holiday=holiday)
    return Board(
        poll=poll,
        state=state_of(poll, at),
        options=options,
        scores=tuple(scores),
        voters=voters,
        quorum=quorum_words(members),
        answered=sum(v.has_answered for v in voters),
        meeting=db.session.get(Meeting, poll.meeting_id) if poll.meeting_id is not None else None,
        chosen=next((row.key for row in rows if row.id == poll.chosen_id), ""),
    )


def _voters(poll: Poll, keys: Mapping[int, str], capitals: Capitals, *, at: datetime) -> tuple[Voter, ...]:
    wanted = (
        select(Ballot, Contact, Party)
        .outerjoin(Party, Party.id == Ballot.party_id)
        .outerjoin(Contact, and_(Contact.id == Ballot.contact_id))
        .where(Ballot.poll_id == poll.id)
        .order_by(Party.standing.nulls_last(), Party.name, Ballot.role.desc(), Contact.name, Ballot.id)
    )
    rows = db.session.execute(wanted).all()
    votes: dict[int, dict[str, Choice]] = {}
    cast = select(Vote).join(Ballot, Ballot.id == Vote.ballot_id).where(Ballot.poll_id == poll.id)
    for vote in db.session.scalars(cast):
        votes.setdefault(vote.ballot_id, {})[keys[vote.option_id]] = vote.choice
    zones = zones_of(poll.body_id, [row.Ballot.person_id for row in rows], at=at)
    return tuple(
        _voter(
            row.Ballot,
            row.Contact,
            row.Party,
            own_zone=zones.get(row.Ballot.person_id, ""),
            choices=votes.get(row.Ballot.id, {}),
            capitals=capitals,
        )
        for row in rows
        if poll.sent_at is None or row.Ballot.announced
    )


def _voter(
    ballot: Ballot,
    contact: Contact | None,
    party: Party | None,
    *,
    own_zone: str,
    choices: dict[str, Choice],
    capitals: Capitals,
) -> Voter:
    name = contact.name if contact is not None else GONE
    place, zone = place_in(party, own_zone, capitals)
    return Voter(
        name=name,
        who=party.name if party is not None else name,
        role=ballot.role,
        is_member=party is not None and party.standing is Standing.MEMBER,
        place=place,
        zone=zone,
        country=party.country if party is not None else "",
        choices=choices,
        remark=ballot.remark,
        has_answered=ballot.answered_at is not None,
    )


def _busy(poll: Poll) -> list[Busy]:
    """The meetings of the body that a date could meet with: all on record but the cancelled, and the poll's own."""
    wanted = select(Meeting).where(Meeting.body_id == poll.body_id, Meeting.state != MeetingState.CANCELLED)
    if poll.meeting_id is not None:
        wanted = wanted.where(Meeting.id != poll.meeting_id)
    return [
        Busy(m.title, str(m.state), m.starts_on, m.ends_on)
        for m in db.session.scalars(wanted.order_by(Meeting.starts_on, Meeting.id))
    ]
