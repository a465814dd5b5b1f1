"""Reads of open registration. The public reads through two frozen values alone, cut here past the row filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from convene.access import rules as access_rules
from convene.access.gate import Missing
from convene.access.scope import as_system, current_reader, guard
from convene.access.terms import Audience
from convene.accounts.proofs import Purpose, is_proof, key_in
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation
from convene.invitations.terms import InvitationState
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.presets.reading import presets
from convene.presets.terms import Registration
from convene.registration import rules
from convene.registration.models import OpenRegistration, Registrant, RegistrationSession
from convene.registration.terms import Confirming, Face, Given, Opening, RegistrantState

guard(OpenRegistration, access_rules.sees_kept, body=OpenRegistration.body_id)
guard(RegistrationSession, access_rules.sees_kept, body=RegistrationSession.body_id)
guard(Registrant, access_rules.sees_kept, body=Registrant.body_id)
# Who can always say that they are one of these; a preset names its own.
USUAL_KINDS = tuple(PartyKind)
OVER = frozenset({MeetingState.CANCELLED, MeetingState.CONCLUDED})


def is_usually_open(body: Body) -> bool:
    """Whether the meetings of a body are open to whoever registers and is approved, by its preset."""
    preset = presets().get(body.preset)
    return preset is not None and preset.registration is Registration.APPROVED


def guest_reason(body: Body) -> str:
    """Why those who register are invited, in the words of the body's preset (A4)."""
    preset = presets().get(body.preset)
    return (preset.guest_reason if preset else "") or "Registered for the meeting, and approved"


def milestones_of(body: Body, meeting: Meeting) -> dict[str, int]:
    """The days before a meeting's first day on which registration opens and closes, by the cycle of its preset."""
    preset = presets().get(body.preset)
    lines = [line for line in preset.cycle if line.template == meeting.template] if preset else []
    return {m.key: m.days_before for line in lines[:1] for m in line.milestones}


def registration_of(meeting: Meeting) -> OpenRegistration | None:
    """The registration for a meeting, for its secretariat; None where there is none."""
    wanted = select(OpenRegistration).where(OpenRegistration.meeting_id == meeting.id)
    return db.session.scalars(wanted).one_or_none()


def session_ids(registration: OpenRegistration) -> frozenset[int]:
    """The sessions to which whoever is approved is admitted."""
    wanted = select(RegistrationSession.session_id).where(RegistrationSession.registration_id == registration.id)
    return frozenset(db.session.scalars(wanted))


def kept_registrant(key: str) -> Registrant:
    """A registration whose address is confirmed, where the reader keeps its body. Raises Missing otherwise."""
    wanted = select(Registrant).where(Registrant.key == key, Registrant.confirmed_at.is_not(None))
    found = db.session.scalars(wanted).one_or_none()
    if found is None or not access_rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One registration on the board: what was given, the party on record of that name, and the answer they gave."""

    registrant: Registrant
    party: Party | None
    partstat: str


def lines_of(registration: OpenRegistration) -> list[Line]:
    """The confirmed registrations, in the order in which they came: a fixed number of statements."""
    wanted = (
        select(Registrant, Invitation)
        .outerjoin(Invitation, Invitation.id == Registrant.invitation_id)
        .where(Registrant.registration_id == registration.id, Registrant.confirmed_at.is_not(None))
        .order_by(Registrant.registered_at, Registrant.id)
    )
    rows = db.session.execute(wanted).all()
    known = parties_named(registration.body_id, (r.organisation for r, _ in rows))
    return [Line(r, known.get(r.organisation.casefold()), str(i.partstat) if i is not None else "") for r, i in rows]


def parties_named(body_id: int, names: Iterable[str]) -> dict[str, Party]:
    """Parties on record by name, whatever its capitals."""
    wanted = {name.casefold() for name in names if name}
    if not wanted:
        return {}
    rows = db.session.scalars(select(Party).where(Party.body_id == body_id))
    return {p.name.casefold(): p for p in rows if p.name.casefold() in wanted}


def unconfirmed(registration: OpenRegistration) -> int:
    """How many have not confirmed their address; what they gave is shown to nobody, since anybody can have given it."""
    wanted = select(func.count(Registrant.id)).where(
        Registrant.registration_id == registration.id, Registrant.confirmed_at.is_(None)
    )
    return db.session.scalar(wanted) or 0


def taken(registration: OpenRegistration) -> int:
    """How many places are given: to those approved, but for whoever declined or is no longer invited."""
    wanted = (
        select(func.count(Registrant.id))
        .join(Invitation, Invitation.id == Registrant.invitation_id)
        .where(
            Registrant.registration_id == registration.id,
            Registrant.state == RegistrantState.APPROVED,
            Invitation.state != InvitationState.WITHDRAWN,
            Invitation.partstat != Partstat.DECLINED,
        )
    )
    return db.session.scalar(wanted) or 0


def tally(lines: Iterable[Line]) -> dict[RegistrantState, int]:
    """How many registrations stand how."""
    counts = Counter(line.registrant.state for line in lines)
    return {state: counts[state] for state in RegistrantState}


def waiting_for(meeting_ids: Iterable[int], *, at: datetime) -> dict[int, int]:
    """How many registrations wait for a decision, by meeting; none of a meeting that is over."""
    wanted = (
        select(Registrant.meeting_id, func.count(Registrant.id))
        .join(Meeting, Meeting.id == Registrant.meeting_id)
        .where(
            Registrant.meeting_id.in_(sorted(meeting_ids)),
            Registrant.confirmed_at.is_not(None),
            Registrant.state == RegistrantState.WAITING,
            Meeting.state.not_in(sorted(OVER)),
            Meeting.ends_at > at,
        )
        .group_by(Registrant.meeting_id)
    )
    return dict(db.session.execute(wanted).all())


def open_sessions(meeting_id: int) -> list[MeetingSession]:
    """The open sessions of a meeting, in order of time."""
    wanted = select(MeetingSession).where(
        MeetingSession.meeting_id == meeting_id, MeetingSession.audience == Audience.OPEN
    )
    return list(db.session.scalars(wanted.order_by(MeetingSession.starts_at, MeetingSession.id)))


def face_of(key: str, *, at: datetime) -> Face:
    """What the public is shown at that address. Raises Missing for none, and before it opens or after all is over.

    Days are those of the sessions that registrants are admitted to: the others are not told of.
    """
    with as_system("show the public a registration") as session:
        found = session.scalars(select(OpenRegistration).where(OpenRegistration.key == key)).one_or_none()
        if found is None:
            raise Missing
        meeting, body = session.get_one(Meeting, found.meeting_id), session.get_one(Body, found.body_id)
        days = _open_days(session, found.id)
        opening = _opening(found, meeting, at)
        if opening in (Opening.AHEAD, Opening.OVER):
            raise Missing
        preset = presets().get(body.preset)
        return Face(
            key=found.key,
            opening=opening,
            body_name=body.name,
            city=meeting.city,
            zone=meeting.zone,
            days=days,
            is_provisional=meeting.is_provisional,
            closes_at=found.closes_at,
            words=found.words,
            kinds=preset.guests if preset and preset.guests else USUAL_KINDS,
            has_individuals=preset is None or preset.individuals,
            kept_days=found.kept_days,
        )


def _open_days(session: Session, registration_id: int) -> tuple[date, ...]:
    wanted = (
        select(MeetingSession.on)
        .join(RegistrationSession, RegistrationSession.session_id == MeetingSession.id)
        .where(RegistrationSession.registration_id == registration_id, MeetingSession.audience == Audience.OPEN)
        .distinct()
    )
    return tuple(sorted(session.scalars(wanted)))


def is_over(meeting: Meeting, *, at: datetime) -> bool:
    """Whether nothing is taken nor decided any more: the meeting is cancelled, concluded, or past its last minute."""
    return meeting.state in OVER or at >= meeting.ends_at


def _opening(found: OpenRegistration, meeting: Meeting, at: datetime) -> Opening:
    if is_over(meeting, at=at):
        return Opening.OVER
    return rules.opening_at(found.opens_at, found.closes_at, meeting_ends_at=meeting.ends_at, at=at)


def opening_of(found: OpenRegistration, meeting: Meeting, *, at: datetime) -> Opening:
    """How a registration stands, for its secretariat."""
    return _opening(found, meeting, at)


def confirming(text: str, *, at: datetime) -> Confirming | None:
    """What a confirmation link leads to; None for a void one. What was given is told before it is confirmed alone."""
    key = key_in(text)
    if not key:
        return None
    with as_system("confirm an address") as session:
        found = session.scalars(select(Registrant).where(Registrant.key == key)).one_or_none()
        if found is None or not is_proof(text, Purpose.REGISTRATION, key, found.generation):
            return None
        meeting, body = session.get_one(Meeting, found.meeting_id), session.get_one(Body, found.body_id)
        if found.confirmed_at is None and not (
            rules.may_confirm(found.registered_at, at=at) and not is_over(meeting, at=at)
        ):
            return None
        given = given_of(found) if found.confirmed_at is None else None
        days = _open_days(session, found.registration_id)
        return Confirming(body.name, meeting.city, days, found.is_at_risk, given)


def given_of(found: Registrant) -> Given:
    """What somebody said of themselves."""
    return Given(
        name=found.name,
        function=found.function,
        organisation=found.organisation,
        kind=found.kind,
        country=found.country,
        address=found.address,
        why=found.why,
        access_needs=found.access_needs,
        is_at_risk=found.is_at_risk,
    )


def to_erase(*, at: datetime) -> list[Registrant]:
    """The registrations whose time has come. Read by the planner, who sees every body."""
    wanted = (
        select(Registrant, OpenRegistration, Meeting.ends_at)
        .join(OpenRegistration, OpenRegistration.id == Registrant.registration_id)
        .join(Meeting, Meeting.id == Registrant.meeting_id)
        .where(Registrant.registered_at <= at - timedelta(days=1))
    )
    return [
        r
        for r, registration, ends_at in db.session.execute(wanted)
        if at
        >= rules.erased_from(
            registered_at=r.registered_at,
            confirmed_at=r.confirmed_at,
            declined_at=r.decided_at if r.state is RegistrantState.DECLINED else None,
            meeting_ends_at=ends_at,
            kept_days=registration.kept_days,
        )
    ]


def is_of_members(party: Party | None) -> bool:
    """Whether a party on record is more than a guest: whoever comes for it would see what is its own."""
    return party is not None and party.standing is not Standing.GUEST
