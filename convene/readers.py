"""Who reads: builds a Reader from stored rows. The only reading that happens before a reader is known (settled 23)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from convene.access.models import Admission, Narrowing
from convene.access.scope import as_system
from convene.access.terms import Audience, Reader, ReaderKind
from convene.accounts.models import Visit
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState
from convene.meetings.models import MeetingSession
from convene.papers.models import Paper
from convene.people.models import Person, Term
from convene.people.terms import SEAT_ROLES, TermRole
from convene.reading.models import PaperShare


@dataclass(frozen=True, slots=True)
class Visitor:
    """A visit with its reader: what a request needs to know of whoever makes it."""

    reader: Reader
    visit_id: int
    visit_key: str
    person_key: str
    zone: str
    has_password: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """What one person holds at one moment, in rows: terms in force and admissions in force."""

    person_id: int
    terms: tuple[Term, ...]
    admissions: tuple[Admission, ...]
    papers: frozenset[int] = frozenset()


# They serve a party without acting for it: a desk officer reads what is shared with them and nothing else (B5).
WITHOUT_PARTY = frozenset({TermRole.SECRETARIAT, TermRole.DESK_OFFICER})


def is_in_force(term: Term, at: datetime) -> bool:
    """Whether a term runs at that instant; it ends at 24:00 of its last day in the body's zone (settled 2)."""
    return term.starts_at <= at and (term.ends_at is None or at < term.ends_at)


def reader_of(holding: Holding, narrowings: Mapping[int, Iterable[int]]) -> Reader:
    """The reader that follows from what a person holds; `narrowings` maps a party to the narrowed items it may see."""
    terms = holding.terms
    parties = frozenset(t.party_id for t in terms if t.party_id is not None and t.role not in WITHOUT_PARTY)
    # Somebody who comes for no party comes by a term of their own, which ends like any other.
    acting = {(t.body_id, t.party_id) for t in terms if t.role != TermRole.SECRETARIAT}
    admissions = [a for a in holding.admissions if (a.body_id, a.party_id) in acting]
    return Reader(
        kind=ReaderKind.PERSON,
        person=holding.person_id,
        bodies=frozenset(t.body_id for t in terms) | frozenset(a.body_id for a in admissions),
        staff=frozenset(t.body_id for t in terms if t.role == TermRole.SECRETARIAT),
        seats=frozenset(t.body_id for t in terms if t.role in SEAT_ROLES),
        delegations=frozenset(t.body_id for t in terms if t.role == TermRole.DELEGATE),
        parties=parties,
        meetings=frozenset(a.meeting_id for a in admissions),
        sessions=frozenset(a.session_id for a in admissions if a.session_id is not None),
        items=frozenset(a.item_id for a in admissions if a.item_id is not None),
        narrowed=frozenset(item for party in parties for item in narrowings.get(party, ())),
        papers=holding.papers,
        acting=frozenset(t.body_id for t in terms if t.party_id in parties),
    )


def _narrowings(session: Session, parties: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    wanted = sorted(set(parties))
    if wanted:
        for party, item in session.execute(
            select(Narrowing.party_id, Narrowing.item_id).where(Narrowing.party_id.in_(wanted))
        ):
            found.setdefault(party, []).append(item)
    return found


def _shared(session: Session, terms: Iterable[Term], at: datetime) -> dict[int, frozenset[int]]:
    """Papers shared with desk officers, as long as the member that shares them is one, and may read them itself (B5).

    By person, from the terms that they hold. The translations of a paper are shared with it.
    """
    officers = {(t.person_id, t.party_id) for t in terms if t.role is TermRole.DESK_OFFICER and t.party_id is not None}
    if not officers:
        return {}
    narrowed_to = exists().where(Narrowing.item_id == Paper.item_id, Narrowing.party_id == PaperShare.party_id)
    seated = exists().where(
        Term.party_id == PaperShare.party_id,
        Term.role.in_(SEAT_ROLES),
        Term.starts_at <= at,
        or_(Term.ends_at.is_(None), Term.ends_at > at),
    )
    same = or_(Paper.id == PaperShare.paper_id, Paper.translates_id == PaperShare.paper_id)
    wanted = (
        select(PaperShare.person_id, PaperShare.party_id, Paper.id)
        .join(PaperShare, same)
        .where(
            PaperShare.person_id.in_({person for person, _ in officers}),
            PaperShare.ended_at.is_(None),
            Paper.withdrawn_at.is_(None),
            or_(Paper.narrowed.is_(False), narrowed_to),
            seated,
        )
    )
    found: dict[int, frozenset[int]] = {}
    for person, party, paper in session.execute(wanted):
        if (person, party) in officers:
            found[person] = found.get(person, frozenset()) | {paper}
    return found


def readers_of(people: Iterable[int], at: datetime) -> dict[int, Reader]:
    """The readers of many persons at one instant, in three statements, or four where desk officers are among them."""
    wanted = sorted(set(people))
    with as_system("who reads") as session:
        terms = session.scalars(select(Term).where(Term.person_id.in_(wanted))).all()
        admissions = session.scalars(
            select(Admission).where(Admission.person_id.in_(wanted), Admission.in_force.is_(True))
        ).all()
        narrowings = _narrowings(session, (t.party_id for t in terms if t.party_id is not None))
        current: dict[int, list[Term]] = {}
        for term in terms:
            if is_in_force(term, at):
                current.setdefault(term.person_id, []).append(term)
        shared = _shared(session, (t for held in current.values() for t in held), at)
        return {
            person: reader_of(
                Holding(
                    person,
                    tuple(current.get(person, ())),
                    tuple(a for a in admissions if a.person_id == person),
                    shared.get(person, frozenset()),
                ),
                narrowings,
            )
            for person in wanted
        }


def _by_link(session: Session, visit: Visit, holding: Holding) -> Reader | None:
    """By an invitation's link: that meeting, what is open to the person, single items; nothing closed (settled 20)."""
    invitation = session.get(Invitation, visit.invitation_id)
    if invitation is None or invitation.state != InvitationState.SENT or invitation.person_id != visit.person_id:
        return None
    if (invitation.body_id, invitation.party_id) not in {(t.body_id, t.party_id) for t in holding.terms}:
        return None
    admissions = [a for a in holding.admissions if a.invitation_id == invitation.id]
    whole = [a.session_id for a in admissions if a.session_id is not None]
    open_sessions = session.scalars(
        select(MeetingSession.id).where(MeetingSession.id.in_(whole), MeetingSession.audience == Audience.OPEN)
    )
    return Reader(
        kind=ReaderKind.LINK,
        person=holding.person_id,
        bodies=frozenset({invitation.body_id}),
        parties=frozenset({invitation.party_id} if invitation.party_id is not None else ()),
        meetings=frozenset({invitation.meeting_id}),
        sessions=frozenset(open_sessions),
        items=frozenset(a.item_id for a in admissions if a.item_id is not None),
        invitation=invitation.id,
    )


def visitor(token_hash: str, at: datetime) -> Visitor | None:
    """The visit of that token with its reader; None where it ended, ran out, or gives no right any more."""
    with as_system("who reads") as session:
        row = session.execute(
            select(Visit, Person).join(Person, Person.id == Visit.person_id).where(Visit.token_hash == token_hash)
        ).one_or_none()
        if row is None or row.Visit.ended_at is not None or row.Visit.expires_at <= at or row.Person.disabled_at:
            return None
        visit, person = row.Visit, row.Person
        terms = session.scalars(select(Term).where(Term.person_id == person.id)).all()
        admissions = session.scalars(
            select(Admission).where(Admission.person_id == person.id, Admission.in_force.is_(True))
        ).all()
        current = tuple(t for t in terms if is_in_force(t, at))
        papers = _shared(session, current, at).get(person.id, frozenset())
        holding = Holding(person.id, current, tuple(admissions), papers)
        reader: Reader | None
        if visit.invitation_id is not None:
            reader = _by_link(session, visit, holding)
        else:
            reader = reader_of(holding, _narrowings(session, (t.party_id for t in holding.terms if t.party_id)))
        if reader is None:
            return None
        return Visitor(reader, visit.id, visit.key, person.key, person.zone, bool(person.password_hash))


def preview_reader(invitation: Invitation, admissions: Iterable[Admission], at: datetime) -> Reader:
    """The reader that somebody will be once their invitation is sent: what is prepared counts as in force."""
    with as_system("who would read") as session:
        terms = session.scalars(select(Term).where(Term.person_id == invitation.person_id)).all()
        holding = Holding(invitation.person_id, tuple(t for t in terms if is_in_force(t, at)), tuple(admissions))
        return reader_of(holding, _narrowings(session, (t.party_id for t in holding.terms if t.party_id)))
