"""Answers to single check-ins, and times at which somebody cannot: by themselves, or by the secretariat for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from convene import clock, journal
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation
from convene.invitations.rules import may_answer
from convene.invitations.terms import Attendance
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.rounds import rules
from convene.rounds.models import CheckInAnswer, RoundAbsence
from convene.rounds.placing import settle
from convene.rounds.terms import Away, Reply

OVER = "Answers are no longer taken: the check-in is over or does not take place."


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of one check-in, with a word for the secretariat."""

    reply: Reply
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a day on the host's wall clock at which somebody cannot."""

    on: date
    opens: time
    closes: time
    remark: str = ""


def answer(
    line: CheckInAnswer, meeting: Meeting, said: Said, *, by: str, at: datetime, on_behalf: bool = False
) -> None:
    """Record what somebody says of one check-in. Raises Refused when it is over, or where they said they cannot.

    “Cannot at that time” keeps that time from being proposed to them again.
    """
    if line.starts_at is None or line.ends_at is None:
        raise Refused((Finding("", Level.REFUSE, "This check-in has no time yet."),))
    if not may_answer(meeting.state, ends_at=meeting.ends_at if on_behalf else line.ends_at, at=at):
        raise Refused((Finding("", Level.REFUSE, OVER),))
    own = list(
        db.session.scalars(
            select(RoundAbsence).where(RoundAbsence.meeting_id == meeting.id, RoundAbsence.person_id == line.person_id)
        )
    )
    span = Away(line.person_id, line.starts_at, line.ends_at)
    mine = [a for a in own if a.check_in_id == line.check_in_id and _overlaps(a, span)]
    if said.reply is Reply.ACCEPTED:
        _refuse_clash((a for a in own if a not in mine), span, meeting)
    for absence in mine:
        db.session.delete(absence)
    if said.reply is Reply.OTHER_TIME:
        db.session.add(_absence(line, meeting, span, check_in_id=line.check_in_id, by=by, at=at))
    before = line.reply
    line.reply, line.remark, line.answered_at, line.answered_by = said.reply, said.remark, at, by
    _settle(meeting, line.person_id, by=by, at=at)
    journal.record(
        "check-in.answer",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="check-in answer",
        key=line.key,
        on_behalf_of=line.key if on_behalf else "",
        change={"before": before, "after": said.reply},
    )


def _overlaps(absence: RoundAbsence, span: Away) -> bool:
    return rules.overlaps(Away(absence.person_id, absence.starts_at, absence.ends_at), span)


def _refuse_clash(absences: Iterable[RoundAbsence], span: Away, meeting: Meeting) -> None:
    for absence in absences:
        if _overlaps(absence, span):
            when = clock.span_words(absence.starts_at, absence.ends_at, meeting.zone)
            text = f"This lies within a time that is marked as not possible, {when}; take that back first."
            raise Refused((Finding("", Level.REFUSE, text, "reply"),))


def _absence(
    line: CheckInAnswer, meeting: Meeting, span: Away, *, check_in_id: int | None, by: str, at: datetime
) -> RoundAbsence:
    return RoundAbsence(
        body_id=meeting.body_id, meeting_id=meeting.id, person_id=line.person_id, check_in_id=check_in_id,
        starts_at=span.starts_at, ends_at=span.ends_at, remark="", said_by=by, said_at=at,
    )  # fmt: skip


def _settle(meeting: Meeting, person_id: int, *, by: str, at: datetime) -> None:
    """The answer to the whole invitation follows, with when it was given and how they take part."""
    settle(meeting, person_id)
    invitation = db.session.scalars(
        select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person_id)
    ).one_or_none()
    if invitation is None:
        return
    comes = invitation.partstat in (Partstat.ACCEPTED, Partstat.TENTATIVE)
    invitation.attendance = Attendance.IN_PERSON if comes else None
    invitation.answered_at, invitation.answered_by = at, by


def absent(
    meeting: Meeting, person_id: int, span: Span, days: Collection[date], *, by: str, at: datetime
) -> list[CheckInAnswer]:
    """Note when somebody cannot; gives their check-ins that lie within, to be moved. Raises Refused.

    It is taken as said, whatever was accepted before: they know best.
    """
    if not may_answer(meeting.state, ends_at=meeting.ends_at, at=at) and meeting.announced:
        raise Refused((Finding("", Level.REFUSE, "Answers are no longer taken: the round is over."),))
    refuse(rules.span_findings(span.opens, span.closes) + letter_findings({"remark": span.remark}))
    if span.on not in days:
        raise Refused((Finding("", Level.REFUSE, "Choose a day nearer to the check-ins.", "on"),))
    starts_at = clock.at_wall(span.on, span.opens, meeting.zone)
    ends_at = clock.at_wall(span.on, span.closes, meeting.zone)
    row = RoundAbsence(
        body_id=meeting.body_id, meeting_id=meeting.id, person_id=person_id, starts_at=starts_at, ends_at=ends_at,
        remark=span.remark, said_by=by, said_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()  # The journal names it by its key.
    journal.record("round.absent", by=by, at=at, body=meeting.body_id, kind="absence", key=row.key)
    away = Away(person_id, starts_at, ends_at)
    lines = db.session.scalars(
        select(CheckInAnswer).where(
            CheckInAnswer.meeting_id == meeting.id,
            CheckInAnswer.person_id == person_id,
            CheckInAnswer.starts_at.is_not(None),
        )
    )
    found = [
        line
        for line in lines
        if line.starts_at and line.ends_at and rules.overlaps(Away(person_id, line.starts_at, line.ends_at), away)
    ]
    for line in found:
        if line.reply is Reply.ACCEPTED:
            line.reply = Reply.OTHER_TIME
    if found:
        _settle(meeting, person_id, by=by, at=at)
    return found


def take_back(absence: RoundAbsence, *, by: str, at: datetime) -> None:
    """Somebody can come at that time after all."""
    db.session.delete(absence)
    journal.record("round.present", by=by, at=at, body=absence.body_id, kind="absence", key=absence.key)
