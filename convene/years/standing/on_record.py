"""What hangs from the meetings of a year and from a body's seats: one statement for each kind of row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from convene import clock
from convene.access.models import Admission
from convene.access.terms import Audience
from convene.agendas.models import AgendaItem
from convene.assets.models import AssetLine, AssetStatement, Preparation
from convene.assets.terms import Existence
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState, Standpoint
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterSignatory
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.rules import Sitting
from convene.membership.models import Application
from convene.membership.terms import Decision
from convene.papers.models import Paper, PaperVersion
from convene.papers.rules import minutes_to_speak
from convene.papers.terms import PaperKind
from convene.people.models import Term
from convene.people.terms import SEAT_ROLES, AssetClass
from convene.presets.terms import CycleLine, Where
from convene.registration.models import OpenRegistration
from convene.years.standing.facts import (
    Brief,
    Delegation,
    Guest,
    Letter,
    Member,
    Prepared,
    Seat,
    Strand,
    YearMeeting,
    stage_of,
)
from convene.years.standing.proposed import near_days, strand_of


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a body as rows, and as the rules know them; both in the same order."""

    parties: list[Party]
    facts: tuple[Member, ...]


def members_of(body: Body) -> Members:
    """Members past and present with the terms of their seats; two statements."""
    parties = list(
        db.session.scalars(
            select(Party).where(Party.body_id == body.id, Party.standing == Standing.MEMBER).order_by(Party.name)
        )
    )
    seats: dict[int, list[Seat]] = defaultdict(list)
    terms = select(Term.party_id, Term.role, Term.starts_on, Term.ends_on).where(
        Term.body_id == body.id, Term.role.in_(SEAT_ROLES), Term.party_id.is_not(None)
    )
    for party, role, first, last in db.session.execute(terms.order_by(Term.starts_on, Term.id)):
        if party is not None:
            seats[party].append(Seat(role, first, last))
    found = [Member(p.name, p.kind, p.joined_on, p.left_on, tuple(seats[p.id])) for p in parties]
    return Members(parties, tuple(found))


def decided_on(body: Body) -> dict[int, bool]:
    """Which parties were admitted as members by a decision on their application, and which were not; one statement."""
    wanted = select(Application.party_id, Application.decision).where(
        Application.body_id == body.id, Application.party_id.is_not(None), Application.decision.is_not(None)
    )
    found: dict[int, bool] = {}
    for party, decision in db.session.execute(wanted.order_by(Application.id)):
        if party is not None:
            found[party] = found.get(party, False) or decision is Decision.ADMITTED
    return found


def takes_registrations(meeting_keys: Sequence[str]) -> bool:
    """Whether registration is set for one of these meetings (S5.2); one statement."""
    wanted = select(OpenRegistration.id).join(Meeting, Meeting.id == OpenRegistration.meeting_id)
    return db.session.scalars(wanted.where(Meeting.key.in_(meeting_keys)).limit(1)).first() is not None


def letters_of(body: Body, year: int) -> tuple[Letter, ...]:
    """The joint letters of a year that were put before organisations (S10); three statements."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = db.session.scalars(
        select(JointLetter)
        .where(JointLetter.body_id == body.id, JointLetter.opened_at.is_not(None))
        .where(JointLetter.dated_on.between(first, last))
        .order_by(JointLetter.dated_on, JointLetter.id)
    ).all()
    ids = [one.id for one in rows]
    signed: Counter[tuple[int, int]] = Counter()
    by_ask = select(LetterSignatory.letter_id, LetterSignatory.ask_id).where(LetterSignatory.letter_id.in_(ids))
    for letter, ask in db.session.execute(by_ask):
        signed[letter, ask] += 1
    addressees: dict[int, list[LetterAddressee]] = defaultdict(list)
    for one in db.session.scalars(select(LetterAddressee).where(LetterAddressee.letter_id.in_(ids))):
        addressees[one.letter_id].append(one)
    return tuple(
        Letter(
            title=one.title,
            most_signatories=max((count for (of, _), count in signed.items() if of == one.id), default=0),
            has_deadline=one.until is not None,
            is_sent=one.sent_at is not None,
            addressees=len(addressees[one.id]),
            copies=sum(_has_copy(each) for each in addressees[one.id]),
        )
        for one in rows
    )


def _has_copy(one: LetterAddressee) -> bool:
    """By e-mail when the letter was sent, and by post on the day that was noted, where either was meant."""
    return bool(one.address or one.posted_on) and not (one.post_address and one.posted_on is None)


@dataclass(slots=True)
class Gathered:
    """What hangs from the meetings of the year, by the meeting's internal id; one statement for each kind of row."""

    sessions: dict[int, list[MeetingSession]] = field(default_factory=lambda: defaultdict(list))
    items: dict[int, list[AgendaItem]] = field(default_factory=lambda: defaultdict(list))
    invited: set[int] = field(default_factory=set)
    guests: dict[int, list[Guest]] = field(default_factory=lambda: defaultdict(list))
    delegations: dict[int, list[Delegation]] = field(default_factory=lambda: defaultdict(list))
    prepared: dict[int, Prepared] = field(default_factory=dict)
    briefs: dict[int, list[Brief]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, meetings: Sequence[Meeting], members: Members) -> Gathered:
        """All of it for these meetings."""
        found = cls()
        ids = [one.id for one in meetings]
        for session in db.session.scalars(
            select(MeetingSession).where(MeetingSession.meeting_id.in_(ids)).order_by(MeetingSession.starts_at)
        ):
            found.sessions[session.meeting_id].append(session)
        for item in db.session.scalars(
            select(AgendaItem).where(AgendaItem.meeting_id.in_(ids)).order_by(AgendaItem.id)
        ):
            found.items[item.meeting_id].append(item)
        found.read_invitations(ids, members)
        found.read_preparations(meetings, members)
        found.read_briefs(meetings)
        return found

    def read_invitations(self, ids: Sequence[int], members: Members) -> None:
        """Guests with what they are admitted to, and delegations with the classes they answer for."""
        names: dict[int, tuple[str, PartyKind | None]] = {0: ("A guest in a personal capacity", None)}
        seated = {one.id for one in members.parties}
        named: dict[tuple[int, int], set[AssetClass]] = defaultdict(set)
        guests: list[Invitation] = []
        rows = db.session.execute(
            select(Invitation, Party.name, Party.kind)
            .outerjoin(Party, Party.id == Invitation.party_id)
            .where(Invitation.meeting_id.in_(ids), Invitation.state != InvitationState.WITHDRAWN)
            .order_by(Invitation.id)
        )
        for one, name, kind in rows:
            self.invited.add(one.meeting_id)
            if one.party_id is not None:
                names[one.party_id] = (name, kind)
            if one.standpoint is Standpoint.GUEST:
                guests.append(one)
            elif one.party_id in seated and one.partstat is not Partstat.DECLINED:
                classes = named[one.meeting_id, one.party_id]
                classes |= {one.asset_class} if one.asset_class else set()
        whole = self._whole_sessions(ids)
        for one in guests:
            who, of_kind = names[one.party_id or 0]
            admitted = whole.get(one.id, set())
            sessions = self.sessions[one.meeting_id]
            closed = sum(s.id in admitted and s.audience is Audience.CLOSED for s in sessions)
            self.guests[one.meeting_id].append(Guest(who, of_kind, len(admitted), closed, len(sessions)))
        has = self._has(ids)
        for (meeting, party), classes in named.items():
            member = Delegation(names[party][0], frozenset(classes), frozenset(has.get((meeting, party), ())))
            self.delegations[meeting].append(member)

    def _whole_sessions(self, ids: Sequence[int]) -> Mapping[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        wanted = select(Admission.invitation_id, Admission.session_id).where(
            Admission.meeting_id.in_(ids), Admission.session_id.is_not(None), Admission.item_id.is_(None)
        )
        for invitation, session in db.session.execute(wanted):
            if session is not None:
                found[invitation].add(session)
        return found

    def _has(self, ids: Sequence[int]) -> Mapping[tuple[int, int], set[AssetClass]]:
        found: dict[tuple[int, int], set[AssetClass]] = defaultdict(set)
        wanted = select(AssetLine.meeting_id, AssetLine.party_id, AssetLine.asset_class).where(
            AssetLine.meeting_id.in_(ids), AssetLine.announced.is_(True), AssetLine.existence == Existence.YES
        )
        for meeting, party, asset_class in db.session.execute(wanted):
            found[meeting, party].add(asset_class)
        return found

    def read_preparations(self, meetings: Sequence[Meeting], members: Members) -> None:
        """What each capital was asked, and which members have not filed."""
        ids = [one.id for one in meetings]
        zones = {one.id: one.zone for one in meetings}
        filed: dict[int, set[int]] = defaultdict(set)
        statements = select(AssetStatement.meeting_id, AssetStatement.party_id).where(
            AssetStatement.meeting_id.in_(ids), AssetStatement.announced.is_(True)
        )
        for meeting, party in db.session.execute(statements):
            filed[meeting].add(party)
        days = {one.id: one.starts_on for one in meetings}
        for one in db.session.scalars(select(Preparation).where(Preparation.meeting_id.in_(ids))):
            on = days[one.meeting_id]
            standing = zip(members.parties, members.facts, strict=True)
            owing = [p.name for p, fact in standing if fact.stands_on(on) and p.id not in filed[one.meeting_id]]
            due = clock.local(one.due_at, zones[one.meeting_id]).date()
            self.prepared[one.meeting_id] = Prepared(one.announced, due, tuple(owing))

    def read_briefs(self, meetings: Sequence[Meeting]) -> None:
        """Briefs as they were first written; a translation may have a page more, and is not looked at."""
        ids = [one.id for one in meetings]
        first = {key: min(s.starts_at for s in found) for key, found in self.sessions.items() if found}
        rows = db.session.execute(
            select(Paper, PaperVersion)
            .join(PaperVersion, (PaperVersion.paper_id == Paper.id) & (PaperVersion.number == Paper.latest))
            .where(
                Paper.meeting_id.in_(ids),
                Paper.kind == PaperKind.BRIEF,
                Paper.withdrawn_at.is_(None),
                Paper.translates_id.is_(None),
            )
            .order_by(Paper.id)
        )
        for paper, version in rows:
            starts = first.get(paper.meeting_id)
            self.briefs[paper.meeting_id].append(
                Brief(
                    title=paper.title,
                    pages=version.pages,
                    minutes=None if version.words is None else minutes_to_speak(version.words),
                    is_late=version.is_late,
                    is_ahead=starts is None or version.uploaded_at < starts,
                )
            )

    def meeting(self, one: Meeting, line: CycleLine | None, today: date) -> YearMeeting:
        """A meeting on record with all that hangs from it."""
        items = self.items[one.id]
        strands = [strand_of(item.title, item.section) for item in items]
        strands += [frozenset({Strand.THEMATIC}) for item in items if item.themes]
        strands += [frozenset({Strand.MICRO}) for item in items if item.countries]
        return YearMeeting(
            name=one.title,
            kind=one.kind,
            template=one.template,
            stage=stage_of(one.state, one.ends_on, today),
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            city=one.city,
            key=one.key,
            near_days=near_days(line),
            is_provisional=one.is_provisional,
            is_hosted=line is not None and line.where is Where.HOST,
            notice=one.notice,
            sittings=() if one.taken_over_on else tuple(_sitting(s) for s in self.sessions[one.id]),
            subjects=tuple(item.subject for item in items),
            strands=frozenset[Strand]().union(*strands),
            invited=one.id in self.invited,
            guests=tuple(self.guests[one.id]),
            delegations=tuple(self.delegations[one.id]),
            prepared=self.prepared.get(one.id),
            briefs=tuple(self.briefs[one.id]),
            is_taken_over=one.taken_over_on is not None,
        )


def _sitting(session: MeetingSession) -> Sitting:
    return Sitting(session.on, session.opens, session.minutes, session.audience)
