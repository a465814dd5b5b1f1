"""Dossiers: an application cut to what its reader may see, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from convene import clock
from convene.bodies.models import Body
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding
from convene.meetings.models import Meeting
from convene.membership import rules
from convene.membership.models import Application, ApplicationDecision, ApplicationEvidence
from convene.membership.queries import body_of_application, criteria_of, evidence_of
from convene.membership.terms import Applicant, CriterionView, DecisionView, Dossier, EvidenceView, Piece
from convene.people.queries import hands
from convene.presets.reading import presets


def dossier_of(application: Application) -> Dossier:
    """The whole dossier: a fixed number of statements, whatever it holds."""
    body = body_of_application(application)
    evidence = evidence_of(application)
    names = hands(body.id, [e.entered_by for e in evidence])
    decisions = _decisions(application)
    meetings = _meetings([application.meeting_id, *(d.meeting_id for d in decisions)])
    meeting = meetings.get(application.meeting_id or 0)
    return Dossier(
        key=application.key,
        body_name=body.name,
        applicant=Applicant(application.name, application.kind, application.country, application.standing),
        opened_on=application.opened_on,
        words=application.words,
        is_put=application.announced,
        meeting=meeting.title if meeting else "",
        meeting_key=meeting.key if meeting else "",
        decision=application.decision,
        criteria=tuple(
            CriterionView(
                key=c.key,
                words=c.words,
                assessment=c.assessment,
                remark=c.remark,
                evidence=tuple(_evidence(e, names, body.zone) for e in evidence if e.criterion_id == c.id),
            )
            for c in criteria_of(application)
        ),
        decisions=tuple(_decision(d, meetings) for d in decisions),
    )


def _evidence(row: ApplicationEvidence, names: dict[str, str], zone: str) -> EvidenceView:
    day = clock.day_words(clock.local(row.entered_at, zone).date(), weekday=False)
    who = names.get(row.entered_by)
    entered = f"Entered by {who} on {day}" if who else f"Entered on {day}"
    return EvidenceView(row.key, Piece(row.text, row.source, row.source_kind, row.reliability), entered)


def _decisions(application: Application) -> list[ApplicationDecision]:
    wanted = select(ApplicationDecision).where(ApplicationDecision.application_id == application.id)
    return list(db.session.scalars(wanted.order_by(ApplicationDecision.decided_on, ApplicationDecision.id)))


def _decision(row: ApplicationDecision, meetings: dict[int, Meeting]) -> DecisionView:
    meeting = meetings.get(row.meeting_id or 0)
    return DecisionView(
        decision=row.decision,
        decided_on=row.decided_on,
        from_on=row.from_on,
        meeting=meeting.title if meeting else "",
        meeting_key=meeting.key if meeting else "",
        words=row.words,
        findings=tuple(row.findings.splitlines()),
    )


def _meetings(ids: Iterable[int | None]) -> dict[int, Meeting]:
    wanted = sorted({i for i in ids if i is not None})
    rows = db.session.scalars(select(Meeting).where(Meeting.id.in_(wanted))) if wanted else ()
    return {meeting.id: meeting for meeting in rows}


def findings_of(body: Body, dossier: Dossier) -> list[Finding]:
    """What the rules say of an application (A3, B1): the kind of party first, then criterion by criterion."""
    preset = presets().get(body.preset)
    criteria = [c.plain for c in dossier.criteria]
    takes = {Standing.MEMBER: preset.members, Standing.OBSERVER: preset.observers} if preset else {}
    standing = dossier.applicant.standing
    found = rules.kind_findings(dossier.applicant.kind, standing, takes, criteria)
    return found + rules.a3_b1_findings(criteria, standing)


def unshown_of(application: Application) -> list[str]:
    """The words of the criteria for which nothing is shown, before the dossier is put before the board."""
    criteria = dossier_of(application).criteria
    missing = [] if application.announced else rules.unshown([c.plain for c in criteria])
    return [criteria[number - 1].words for number in missing]
