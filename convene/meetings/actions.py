"""Writes of meetings and sessions: drafting from a template, changing, moving from state to state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta

from convene import clock, journal
from convene.access.terms import Audience
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings import rules
from convene.meetings.models import Meeting, MeetingSession, Places
from convene.meetings.queries import all_sessions_of, next_number, next_of_kind
from convene.meetings.terms import GuestKind, MeetingKind, MeetingState
from convene.packs.fonts import missing_letters
from convene.presets.reading import presets

ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()
DAYS_MOST = 14


@dataclass(frozen=True, slots=True)
class Place:
    """Where a meeting is held; `zone` is the host's IANA zone."""

    city: str
    zone: str
    venue: str = ""
    address: str = ""
    getting_in: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is set to; `on` and `opens` are the host's wall clock."""

    title: str
    guest_title: str
    on: date
    opens: time
    minutes: int
    audience: Audience
    room: str = ""
    getting_in: str = ""
    video_link: str = ""
    is_check_in: bool = False


def refuse(findings: list[Finding]) -> None:
    """Raise Refused when a finding refuses: the one place where findings stop an action."""
    if any(f.level is Level.REFUSE for f in findings):
        raise Refused(tuple(findings))


def letter_findings(texts: dict[str, str]) -> list[Finding]:
    """Name the letters that the printed face lacks, at their field, on saving (settled 33)."""
    return [
        Finding("", Level.REFUSE, f"These letters cannot be printed: {' '.join(dict.fromkeys(missing))}", field)
        for field, text in texts.items()
        if (missing := missing_letters(text))
    ]


def ordinal_title(kind: MeetingKind, number: int, city: str) -> str:
    """“Second regular meeting, New York”; after the tenth, “Meeting 11 …”."""
    return f"{numbered(str(kind), number)}, {city}"


def numbered(name: str, number: int) -> str:
    """“Second regular meeting”; after the tenth, “Regular meeting 11”."""
    if number <= len(ORDINALS):
        return f"{ORDINALS[number - 1]} {name}"
    return f"{name[0].upper()}{name[1:]} {number}"


def _due(starts_on: date, days: int, due_at: time, zone: str) -> datetime:
    """So many days before the first day, at an hour of the host's wall clock."""
    return clock.at_wall(starts_on - timedelta(days=days), due_at, zone)


def _usual_notice(body: Body) -> str:
    """The ceiling that the body's preset sets for its meetings, such as “Unclassified only” (S8)."""
    return presets()[body.preset].notice if body.preset in presets() else ""


def draft_meeting(
    body: Body,
    *,
    kind: MeetingKind,
    template: str,
    place: Place,
    starts_on: date,
    days: int,
    due: tuple[int, int, time],
    remind_days: tuple[int, ...],
    is_provisional: bool,
    by: str,
    at: datetime,
) -> Meeting:
    """A draft meeting without sessions. Raises Refused for letters that cannot be printed.

    `due`: days before the first day for answers and papers, and the hour there.
    """
    refuse(_place_findings(place, ()))
    answers_days, papers_days, due_at = due
    number = next_number(body, starts_on.year)
    meeting = Meeting(
        body_id=body.id,
        kind=kind,
        template=template,
        year=starts_on.year,
        number=number,
        title=ordinal_title(kind, next_of_kind(body, kind, starts_on.year), place.city),
        symbol=f"{body.symbol}/{starts_on.year}/{number}",
        state=MeetingState.DRAFT,
        is_provisional=is_provisional,
        **asdict(place),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days - 1),
        ends_at=clock.end_of_day(starts_on + timedelta(days=days - 1), place.zone),
        answers_due_at=_due(starts_on, answers_days, due_at, place.zone),
        papers_due_at=_due(starts_on, papers_days, due_at, place.zone),
        proposals_due_at=_due(starts_on, body.proposals_due_days, due_at, place.zone),
        remind_days=",".join(str(d) for d in remind_days),
        telephone_name=body.telephone_name,
        telephone=body.telephone,
        notice=_usual_notice(body),
    )
    db.session.add(meeting)
    db.session.flush()  # Sessions and the journal need its id and key.
    change = {"from": starts_on, "city": place.city, "template": template}
    journal.record("meeting.draft", by=by, at=at, body=body.id, kind="meeting", key=meeting.key, change=change)
    return meeting


def _sitting(session: MeetingSession) -> rules.Sitting:
    return rules.Sitting(session.on, session.opens, session.minutes, session.audience, session.is_check_in)


def refuse_if_over(meeting: Meeting) -> None:
    """Raises Refused for a meeting that is concluded or cancelled: what was on its agenda stays as it was."""
    if meeting.state in (MeetingState.CONCLUDED, MeetingState.CANCELLED):
        text = f"This meeting is {meeting.state}: its agenda stays as it was."
        raise Refused((Finding("", Level.REFUSE, text),))


def _checked(meeting: Meeting, plan: Plan, *, but: MeetingSession | None = None) -> list[Finding]:
    refuse_if_over(meeting)
    others = [_sitting(s) for s in all_sessions_of(meeting.id) if but is None or s.id != but.id]
    sitting = rules.Sitting(plan.on, plan.opens, plan.minutes, plan.audience, plan.is_check_in)
    found = rules.session_findings(sitting, others=others, starts_on=meeting.starts_on, days_most=DAYS_MOST)
    if not clock.wall_exists(plan.on, plan.opens, meeting.zone):
        found.append(
            Finding("", Level.REFUSE, f"The clocks change in {meeting.city} at that hour; choose another.", "opens")
        )
    printed = {name: getattr(plan, name) for name in ("title", "guest_title", "room", "getting_in")}
    return found + letter_findings(printed)


def _set(session: MeetingSession, plan: Plan, *, zone: str) -> None:
    names = ("title", "guest_title", "on", "opens", "minutes", "audience", "room", "getting_in", "video_link")
    for name in (*names, "is_check_in"):
        setattr(session, name, getattr(plan, name))
    session.starts_at = clock.at_wall(plan.on, plan.opens, zone)
    session.ends_at = session.starts_at + timedelta(minutes=plan.minutes)


def span_meeting(meeting: Meeting) -> None:
    """Let the meeting's last day and last minute follow its sessions."""
    sessions = all_sessions_of(meeting.id)
    if sessions:
        meeting.starts_on = min(s.on for s in sessions)
        meeting.ends_on = max(s.on for s in sessions)
        meeting.ends_at = max(s.ends_at for s in sessions)


def add_session(meeting: Meeting, plan: Plan, *, by: str, at: datetime) -> MeetingSession:
    """Add a session. Raises Refused when it overlaps, has no length, or falls into an hour that does not exist."""
    refuse(_checked(meeting, plan))
    session = MeetingSession(body_id=meeting.body_id, meeting_id=meeting.id, announced=meeting.announced)
    _set(session, plan, zone=meeting.zone)
    db.session.add(session)
    db.session.flush()  # Items and the journal need its id and key.
    span_meeting(meeting)
    journal.record(
        "session.add",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="session",
        key=session.key,
        change={"on": plan.on, "opens": plan.opens, "minutes": plan.minutes, "audience": plan.audience},
    )
    return session


def change_session(meeting: Meeting, session: MeetingSession, plan: Plan, *, by: str, at: datetime) -> None:
    """Change or move a session. Raises Refused as `add_session`; the caller retimes its items and retells people."""
    # Only its round makes a check-in of a session.
    plan = replace(plan, is_check_in=session.is_check_in)
    refuse(_checked(meeting, plan, but=session))
    before = {"on": session.on, "opens": session.opens, "minutes": session.minutes, "audience": session.audience}
    _set(session, plan, zone=meeting.zone)
    db.session.flush()  # The span of the meeting is read back.
    span_meeting(meeting)
    after = {"on": plan.on, "opens": plan.opens, "minutes": plan.minutes, "audience": plan.audience}
    journal.record(
        "session.change",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="session",
        key=session.key,
        change={"before": before, "after": after},
    )


def remove_session(meeting: Meeting, session: MeetingSession, *, by: str, at: datetime) -> None:
    """Remove a session that has no items any more; the caller has made sure."""
    refuse_if_over(meeting)
    for places in db.session.query(Places).filter_by(session_id=session.id):
        db.session.delete(places)
    db.session.delete(session)
    db.session.flush()  # The span of the meeting is read back.
    span_meeting(meeting)
    journal.record("session.remove", by=by, at=at, body=meeting.body_id, kind="session", key=session.key)


def set_places(session: MeetingSession, wanted: dict[GuestKind, int | None], *, by: str, at: datetime) -> None:
    """Keep places for kinds of guest; None lifts the limit. Raises Refused below what is taken."""
    known = {p.guest_kind: p for p in db.session.query(Places).filter_by(session_id=session.id)}
    for kind, count in wanted.items():
        row = known.get(kind)
        if count is None:
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(
                Places(
                    body_id=session.body_id,
                    session_id=session.id,
                    announced=session.announced,
                    guest_kind=kind,
                    places=count,
                )
            )
        elif count < row.taken:
            raise Refused(
                (Finding("", Level.REFUSE, f"{row.taken} places are taken already.", f"places_{kind.name.lower()}"),)
            )
        else:
            row.places = count
    journal.record(
        "session.places",
        by=by,
        at=at,
        body=session.body_id,
        kind="session",
        key=session.key,
        change={str(k): v for k, v in wanted.items()},
    )


def _place_findings(place: Place, sessions: Sequence[MeetingSession]) -> list[Finding]:
    """What keeps a meeting from being held there: letters that cannot be printed, an hour that its clocks lack."""
    names = ("city", "venue", "address", "getting_in")
    found = letter_findings({name: getattr(place, name) for name in names})
    if not all(clock.wall_exists(s.on, s.opens, place.zone) for s in sessions):
        text = f"The clocks change in {place.city} at the hour of a session; move that session first."
        found.append(Finding("", Level.REFUSE, text, "zone"))
    return found


def _deadline_findings(
    meeting: Meeting, answers_due_at: datetime, papers_due_at: datetime, *, starts_at: datetime, at: datetime
) -> list[Finding]:
    """What is to be said of both deadlines; as it was kept, one may lie within a meeting that was convened late."""
    found = []
    dues = ("answers_due_at", answers_due_at, "Answers"), ("papers_due_at", papers_due_at, "Papers")
    for name, due_at, what in dues:
        if not (meeting.announced and due_at == getattr(meeting, name) and due_at >= starts_at):
            field = name.removesuffix("_at")
            found += rules.deadline_findings(due_at, starts_at=starts_at, at=at, field=field, what=what)
    return found


def change_meeting(
    meeting: Meeting,
    *,
    place: Place,
    notice: str,
    is_provisional: bool,
    answers_due_at: datetime,
    papers_due_at: datetime,
    telephone_name: str,
    telephone: str,
    by: str,
    at: datetime,
    proposals_due_at: datetime | None = None,
) -> list[Finding]:
    """Change what a meeting says of itself; a new zone keeps the wall-clock times. Raises Refused; gives warnings.

    Without `proposals_due_at` the cut-off for proposals stays as it is.
    """
    clock.zone(place.zone)
    _refuse_taken_over(meeting, "what it says of itself stays as the list has it")
    sessions = all_sessions_of(meeting.id)
    if place.zone != meeting.zone:
        for session in sessions:
            session.starts_at = clock.at_wall(session.on, session.opens, place.zone)
            session.ends_at = session.starts_at + timedelta(minutes=session.minutes)
    starts_at = min((s.starts_at for s in sessions), default=clock.at_wall(meeting.starts_on, time(0), place.zone))
    found = _deadline_findings(meeting, answers_due_at, papers_due_at, starts_at=starts_at, at=at)
    until = proposals_due_at or meeting.proposals_due_at
    if until != meeting.proposals_due_at:
        found += rules.deadline_findings(until, starts_at=starts_at, at=at, field="proposals_due", what="Proposals")
    found += _place_findings(place, sessions) + letter_findings({"notice": notice, "telephone_name": telephone_name})
    refuse(found)
    before = {"city": meeting.city, "zone": meeting.zone, "venue": meeting.venue}
    if meeting.city != place.city:
        meeting.title = meeting.title.replace(meeting.city, place.city)
    for name in ("city", "zone", "venue", "address", "getting_in"):
        setattr(meeting, name, getattr(place, name))
    meeting.notice, meeting.is_provisional = notice, is_provisional
    meeting.answers_due_at, meeting.papers_due_at, meeting.proposals_due_at = answers_due_at, papers_due_at, until
    meeting.telephone_name, meeting.telephone = telephone_name, telephone
    db.session.flush()  # The span of the meeting is read back.
    span_meeting(meeting)
    journal.record(
        "meeting.change",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="meeting",
        key=meeting.key,
        change={"before": before, "after": {"city": place.city, "zone": place.zone, "venue": place.venue}},
    )
    return found


def announce(meeting: Meeting, *, by: str, at: datetime) -> None:
    """Convene a draft: from now on seats see it. Raises Refused where it has no session or is no draft."""
    sessions = all_sessions_of(meeting.id)
    if not sessions:
        raise Refused((Finding("", Level.REFUSE, "Add at least one session before you convene."),))
    move_to(meeting, MeetingState.CONVENED, by=by, at=at)
    meeting.announced = True
    for session in sessions:
        session.announced = True
    for places in db.session.query(Places).filter(Places.session_id.in_([s.id for s in sessions])):
        places.announced = True


def _refuse_taken_over(meeting: Meeting, why: str) -> None:
    """Its days are those of a list: reckoned anew from sessions that only keep items in order, they would be lost."""
    if meeting.taken_over_on is not None:
        raise Refused((Finding("", Level.REFUSE, f"It was taken over from a list: {why}."),))


def move_to(meeting: Meeting, state: MeetingState, *, by: str, at: datetime) -> None:
    """Move a meeting to another state. Raises Refused where the one does not follow the other."""
    if not rules.may_become(meeting.state, state):
        raise Refused((Finding("", Level.REFUSE, f"A meeting that is {meeting.state} cannot become {state}."),))
    _refuse_taken_over(meeting, "its hours are not on record, and it is not opened again")
    before, meeting.state = meeting.state, state
    journal.record(
        "meeting.move",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="meeting",
        key=meeting.key,
        change={"before": before, "after": state},
    )
