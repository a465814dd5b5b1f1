"""What falls due by itself: reminders, the end of terms, what is not kept any longer. Every step may run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from convene.access.terms import system
from convene.accounts.models import Attempts, SignInLink, Visit
from convene.assets.telling import remind_by_plan
from convene.calls.telling import remind_planned
from convene.config import Settings
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.invitations.rules import owes_answer, reminders_due
from convene.invitations.telling import envelope, retell
from convene.invitations.terms import InvitationState
from convene.joint_letters.telling import remind_to_sign
from convene.mail.outbox import enqueue
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers import store
from convene.papers.models import PaperVersion
from convene.people.models import Term
from convene.polls.telling import follow_polls
from convene.reading.actions import end_shares_of, erase_notes
from convene.recommendations.models import Answer, NotedEvidence, ShadowEvidence
from convene.recommendations.telling import remind_by_plan as remind_addressees
from convene.records.forgetting import forget_by_plan
from convene.records.telling import remind_of_records, tell_rapporteurs
from convene.registration.actions import erase_registrants
from convene.sending import take_duty

PLANNER = system("planner")
FORGET = timedelta(days=2)
ORPHANED = timedelta(days=1)


def plan(*, at: datetime) -> int:
    """Queue what fell due and follow up terms that ended; gives the messages queued."""
    with work(PLANNER):
        if not take_duty("plan", db.session(), at=at):
            return 0
        queued = _reminders(at) + remind_planned(at=at) + remind_by_plan(at) + _ended_terms(at)
        queued += remind_of_records(at) + tell_rapporteurs(at)
        queued += follow_polls(at)
        queued += remind_to_sign(at=at)
        queued += remind_addressees(at)
        _forget(at)
        forget_by_plan(at)
        erase_registrants(at=at)
        erase_notes(at=at, also_moved=at.minute == 0)
        if at.minute == 0:
            _sweep(at)
        return queued


def _reminders(at: datetime) -> int:
    """Remind those who owe an answer on the days that the meeting sets before its deadline."""
    wanted = select(Meeting).where(Meeting.state == MeetingState.CONVENED, Meeting.answers_due_at > at)
    queued = 0
    for meeting in db.session.scalars(wanted).all():
        days = tuple(int(d) for d in meeting.remind_days.split(",") if d.strip())
        owing = select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.state == InvitationState.SENT)
        for invitation in db.session.scalars(owing).all():
            if invitation.sent_at is None or not owes_answer(invitation.partstat):
                continue
            due = reminders_due(meeting.answers_due_at, days, sent_at=invitation.sent_at, at=at)
            if due is not None:
                queued += enqueue(
                    envelope("reminder", invitation), at=at, due=due.isoformat(), expires_at=meeting.answers_due_at
                )
    return queued


def _ended_terms(at: datetime) -> int:
    """Take back calendar entries of those whose term has ended (A2); what they may open ends by itself."""
    ended = db.session.scalars(select(Term).where(Term.ends_at <= at, Term.is_settled.is_(False))).all()
    queued = 0
    for term in ended:
        concerned = (
            select(Meeting)
            .join(Invitation, Invitation.meeting_id == Meeting.id)
            .where(Invitation.person_id == term.person_id, Meeting.body_id == term.body_id, Meeting.ends_at > at)
        )
        for meeting in db.session.scalars(concerned).unique().all():
            queued += retell(meeting, at=at)
        end_shares_of(term, at=at)
        term.is_settled = True
    return queued


def _forget(at: datetime) -> None:
    """Counters, used links and visits that ran out are not kept."""
    stale = ((Attempts, Attempts.window_starts_at), (SignInLink, SignInLink.expires_at), (Visit, Visit.expires_at))
    for model, moment in stale:
        for row in db.session.scalars(select(model).where(moment < at - FORGET)).all():
            db.session.delete(row)


def _sweep(at: datetime) -> None:
    """Files that nothing names, left by forms that were never finished, go after a day; once an hour is enough."""
    digests = db.session.execute(select(PaperVersion.original_digest, PaperVersion.digest)).all()
    evidence = [
        digest
        for model in (Answer, NotedEvidence, ShadowEvidence)
        for digest in db.session.scalars(select(model.digest).where(model.digest != ""))
    ]
    named = frozenset([*(digest for row in digests for digest in row), *evidence])
    settings: Settings = current_app.config["CONVENE"]
    store.sweep(settings.papers, named=named, before=(at - ORPHANED).timestamp())
