"""Reads of shared papers and private notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from convene.access import rules
from convene.access.gate import Missing
from convene.access.models import Narrowing
from convene.access.scope import as_system, current_reader, guard, placement_of
from convene.access.terms import NONE
from convene.bodies.models import Body, Party
from convene.db import db
from convene.meetings.models import MeetingSession
from convene.papers.models import Paper
from convene.papers.queries import one_paper
from convene.people.models import Contact, Person, Term
from convene.people.queries import hands
from convene.people.terms import SEAT_ROLES, TermRole
from convene.reading.models import PaperNote, PaperShare
from convene.reading.rules import Role, kept_until

guard(PaperShare, rules.sees_share, body=PaperShare.body_id, party=PaperShare.party_id, person=PaperShare.person_id)
guard(PaperNote, rules.sees_self, body=PaperNote.body_id, person=PaperNote.person_id)


@dataclass(frozen=True, slots=True)
class Shared:
    """One sharing that stands: with whom, for which member and by whose hand (names)."""

    share: PaperShare
    contact: Contact
    party: str
    by: str


@dataclass(frozen=True, slots=True)
class Received:
    """A paper that was shared with the reader: no word of its meeting or item; `shared_at` in UTC."""

    key: str
    title: str
    from_whom: str
    party: str
    by: str
    shared_at: datetime
    zone: str

    @property
    def shared_by(self) -> str:
        """Who shared it, and for which member; the member is named once."""
        return self.by if self.party in self.by else ", ".join(name for name in (self.by, self.party) if name)


def _runs(at: datetime) -> ColumnElement[bool]:
    return (Term.starts_at <= at) & or_(Term.ends_at.is_(None), Term.ends_at > at)


def seat_in(body_id: int, at: datetime) -> Party | None:
    """The member whose seat the reader holds in a body, where they hold one."""
    wanted = (
        select(Party)
        .join(Term, Term.party_id == Party.id)
        .where(Term.body_id == body_id, Term.person_id == current_reader().person, Term.role.in_(SEAT_ROLES), _runs(at))
        .order_by(Term.id)
        .limit(1)
    )
    return db.session.scalars(wanted).first()


def sharer_of(paper: Paper, at: datetime) -> Party | None:
    """The member for which the reader may share a paper: that of their seat, where it may read the paper itself."""
    if paper.body_id not in current_reader().seats:
        return None
    party = seat_in(paper.body_id, at)
    if party is None or not paper.narrowed:
        return party
    to_it = select(Narrowing.id).where(Narrowing.item_id == paper.item_id, Narrowing.party_id == party.id)
    return party if db.session.scalars(to_it).first() is not None else None


def shareable(key: str, at: datetime) -> tuple[Paper, Party]:
    """The paper with that key and the member for which the reader may share it. Raises Missing."""
    found = one_paper(key)
    party = sharer_of(found, at)
    if party is None:
        raise Missing
    return found, party


def officers_of(party: Party, at: datetime) -> list[Contact]:
    """The desk officers of a member at that instant, by name."""
    wanted = (
        select(Contact)
        .join(Term, Term.contact_id == Contact.id)
        .where(Term.party_id == party.id, Term.role == TermRole.DESK_OFFICER, _runs(at))
        .order_by(Contact.name, Contact.id)
    )
    return list(db.session.scalars(wanted))


def roles_at(body_id: int, address: str, person_id: int | None) -> list[Role] | None:
    """In what roles a body knows the person, or whoever it writes to at that address; None where it knows neither."""
    same = Contact.address == address.strip().lower()
    if person_id is not None:
        same = or_(same, Contact.person_id == person_id)
    people = db.session.scalars(select(Contact.person_id).where(Contact.body_id == body_id, same)).all()
    if not people:
        return None
    wanted = select(Term.role, Term.party_id).where(Term.body_id == body_id, Term.person_id.in_(people))
    return [Role(role, party) for role, party in db.session.execute(wanted)]


def shares_of(paper: Paper) -> list[Shared]:
    """With whom a paper, or the paper it translates, is shared, as far as this reader may know; by member and name."""
    wanted = (
        select(PaperShare, Contact, Party.name)
        .join(Contact, (Contact.person_id == PaperShare.person_id) & (Contact.body_id == PaperShare.body_id))
        .join(Party, Party.id == PaperShare.party_id)
        .where(PaperShare.paper_id.in_([paper.id, paper.translates_id or paper.id]), PaperShare.ended_at.is_(None))
        .order_by(Party.name, Contact.name, PaperShare.id)
    )
    rows = db.session.execute(wanted).all()
    names = hands(paper.body_id, (share.by for share, _, _ in rows)) if rows else {}
    return [Shared(share, contact, party, names.get(share.by, "")) for share, contact, party in rows]


def one_share(key: str, at: datetime) -> tuple[PaperShare, Paper]:
    """A sharing that stands, with its paper: for the secretariat, and the member's seats. Raises Missing."""
    found = db.session.execute(
        select(PaperShare, Paper)
        .join(Paper, Paper.id == PaperShare.paper_id)
        .where(PaperShare.key == key, PaperShare.ended_at.is_(None), Paper.withdrawn_at.is_(None))
    ).one_or_none()
    if found is None:
        raise Missing
    share, paper = found
    if not rules.may_keep(current_reader(), share.body_id):
        party = seat_in(share.body_id, at)
        if party is None or party.id != share.party_id:
            raise Missing
    return share, paper


def is_by_share_alone(paper: Paper) -> bool:
    """Whether the reader sees a paper only because a member shared it with them: then nothing around it is theirs."""
    present = current_reader()
    return paper.id in present.papers and not rules.sees_paper(replace(present, papers=NONE), placement_of(paper))


def shared_with_me() -> list[Received]:
    """The papers that a member shares with the reader as its desk officer, the latest first."""
    present = current_reader()
    if not present.papers:
        return []
    wanted = (
        select(PaperShare, Paper, Body.zone)
        .join(Paper, Paper.id == PaperShare.paper_id)
        .join(Body, Body.id == PaperShare.body_id)
        .where(PaperShare.person_id == present.person, PaperShare.ended_at.is_(None), Paper.id.in_(present.papers))
        .order_by(PaperShare.shared_at.desc(), PaperShare.id.desc())
    )
    rows = db.session.execute(wanted).all()
    with as_system("name the member that shares a paper to its desk officer") as session:
        parties = dict(
            session.execute(
                select(Party.id, Party.name).where(Party.id.in_({share.party_id for share, _, _ in rows}))
            ).all()
        )
        hands = session.execute(
            select(Contact.body_id, Person.key, Contact.name)
            .join(Person, Person.id == Contact.person_id)
            .where(Person.key.in_({share.by for share, _, _ in rows}))
        ).all()
    names = {(body, key): name for body, key, name in hands}
    return [
        Received(
            paper.key,
            paper.title,
            paper.from_whom,
            parties[share.party_id],
            names.get((share.body_id, share.by), ""),
            share.shared_at,
            zone,
        )
        for share, paper, zone in rows
    ]


def my_note(paper: Paper) -> PaperNote | None:
    """What the reader wrote to a paper for themselves."""
    wanted = select(PaperNote).where(PaperNote.paper_id == paper.id, PaperNote.person_id == current_reader().person)
    return db.session.scalars(wanted).one_or_none()


def notes_kept_until(paper: Paper) -> datetime:
    """Until when private notes on a paper are kept (UTC), whoever wrote them: counted from the day of its session.

    It is not to be told to whoever reads the paper by a sharing alone, since they would infer that day from it.
    """
    with as_system("when private notes are erased") as session:
        on, days, zone = session.execute(
            select(MeetingSession.on, Body.notes_kept_days, Body.zone)
            .join(Body, Body.id == MeetingSession.body_id)
            .where(MeetingSession.id == paper.session_id)
        ).one()
    return kept_until(on, days=days, zone=zone)
