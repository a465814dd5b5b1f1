"""Writes of membership: applications with their dossiers, what is put before the board, and what it decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from convene import clock, journal
from convene.bodies.actions import take_party
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.membership import rules
from convene.membership.dossiers import dossier_of, findings_of
from convene.membership.models import Application, ApplicationCriterion, ApplicationDecision, ApplicationEvidence
from convene.membership.queries import body_of_application, rows_of
from convene.membership.standing import note_change, set_standing
from convene.membership.terms import BECOMES, Applicant, Assessment, Decision, Piece
from convene.presets.reading import presets


def open_application(
    body: Body, applicant: Applicant, *, party: Party | None, opened_on: date, words: str, by: str, at: datetime
) -> Application:
    """Open the dossier of an application, with the criteria of the body's preset as they stand. Raises Refused.

    `party` is the applicant as it is on record, where it is. Nobody is told; seats do not see it yet.
    """
    refuse(_applicant_findings(body, applicant, party) + _day_findings(body, opened_on, at))
    refuse(letter_findings({"words": words}))
    application = Application(
        body_id=body.id,
        party_id=party.id if party else None,
        name=applicant.name,
        kind=applicant.kind,
        country=applicant.country,
        standing=applicant.standing,
        opened_on=opened_on,
        words=words,
    )
    db.session.add(application)
    db.session.flush()  # Its criteria and the journal need its id and key.
    preset = presets().get(body.preset)
    for position, criterion in enumerate(preset.criteria if preset else ()):
        db.session.add(
            ApplicationCriterion(
                body_id=body.id, application_id=application.id, position=position, words=criterion, remark=""
            )
        )
    _note("application.open", application, {"name": applicant.name, "as": applicant.standing}, by=by, at=at)
    return application


def _applicant_findings(body: Body, applicant: Applicant, party: Party | None) -> list[Finding]:
    wanted = select(Application).where(Application.body_id == body.id, Application.name == applicant.name)
    same = [a for a in db.session.scalars(wanted) if a.decision in (None, Decision.DEFERRED)]
    if same:
        text = f"An application of {applicant.name} is open already."
        return [Finding("", Level.REFUSE, text, "party" if party else "name")]
    if party is not None and party.standing is applicant.standing and party.left_on is None:
        return [Finding("", Level.REFUSE, f"{party.name} is that to the body already.", "standing")]
    return letter_findings({"name": applicant.name})


def _day_findings(body: Body, opened_on: date, at: datetime) -> list[Finding]:
    if opened_on > clock.local(at, body.zone).date():
        return [Finding("", Level.REFUSE, "That day lies ahead.", "opened_on")]
    return []


def _note(act: str, application: Application, change: Mapping[str, object], *, by: str, at: datetime) -> None:
    journal.record(act, by=by, at=at, body=application.body_id, kind="application", key=application.key, change=change)


def _refuse_decided(application: Application) -> None:
    """What a meeting decided stands: its dossier is not changed any more. Raises Refused."""
    if application.decision not in (None, Decision.DEFERRED):
        text = "It is decided: the dossier stays as it was read. Open a new application for what comes later."
        raise Refused((Finding("", Level.REFUSE, text),))


def enter_evidence(
    application: Application, criterion: ApplicationCriterion, piece: Piece, *, by: str, at: datetime
) -> ApplicationEvidence:
    """Enter a piece of evidence for one criterion; the board sees it where it sees the dossier. Raises Refused."""
    _refuse_decided(application)
    refuse(letter_findings({"text": piece.text, "source": piece.source}))
    same = select(ApplicationEvidence).where(
        ApplicationEvidence.criterion_id == criterion.id,
        ApplicationEvidence.text == piece.text,
        ApplicationEvidence.source == piece.source,
    )
    if db.session.scalars(same).first() is not None:
        raise Refused((Finding("", Level.REFUSE, "This is in the dossier already.", "text"),))
    evidence = ApplicationEvidence(
        body_id=application.body_id,
        application_id=application.id,
        criterion_id=criterion.id,
        text=piece.text,
        source=piece.source,
        source_kind=piece.source_kind,
        reliability=piece.reliability,
        entered_by=by,
        entered_at=at,
        announced=application.announced,
    )
    db.session.add(evidence)
    _note("evidence.enter", application, {"as": piece.source_kind}, by=by, at=at)
    return evidence


def drop_evidence(evidence: ApplicationEvidence, application: Application, *, by: str, at: datetime) -> None:
    """Take a piece of evidence out of the dossier; the journal keeps that it was there. Raises Refused."""
    _refuse_decided(application)
    db.session.delete(evidence)
    _note("evidence.drop", application, {"as": evidence.source_kind}, by=by, at=at)


def assess(
    application: Application, said: Sequence[tuple[ApplicationCriterion, Assessment, str]], *, by: str, at: datetime
) -> None:
    """Say what the evidence shows, criterion by criterion, with a remark on each. Raises Refused."""
    _refuse_decided(application)
    refuse(letter_findings({f"remark_{c.position}": remark for c, _, remark in said}))
    for criterion, assessment, remark in said:
        if (criterion.assessment, criterion.remark) == (assessment, remark):
            continue
        change = {"number": criterion.position + 1, "before": criterion.assessment, "after": assessment}
        criterion.assessment, criterion.remark = assessment, remark
        _note("application.assess", application, change, by=by, at=at)


def put_before_board(
    application: Application, meeting: Meeting | None, *, by: str, at: datetime, despite: bool = False
) -> None:
    """Put the dossier before the board: from now on its seats read it. `meeting` is where it belongs on the agenda.

    Done again, it names another meeting. Raises Refused, also where nothing is shown for a criterion, unless `despite`.
    """
    _refuse_decided(application)
    missing = [] if application.announced else rules.unshown([c.plain for c in dossier_of(application).criteria])
    if missing and not despite:
        text = "Nothing is shown for some criteria yet: enter evidence or assess them, or tick that you put it so."
        raise Refused((Finding("", Level.REFUSE, text, "despite"),))
    application.meeting_id = meeting.id if meeting else None
    if not application.announced:
        application.put_at = at
        for row in (application, *rows_of(application)):
            row.announced = True
    change = {"to": meeting.symbol if meeting else "", "as": application.standing}
    if missing:
        change["nothing_shown_for"] = f"criteria {', '.join(str(n) for n in missing)}"
    _note("application.put", application, change, by=by, at=at)


def decide(
    application: Application,
    decision: Decision,
    *,
    decided_on: date,
    from_on: date | None,
    meeting: Meeting | None,
    words: str,
    zone: str = "",
    by: str,
    at: datetime,
) -> Party | None:
    """Record what a meeting decided, in its words; who is let in is a party on record from that day. Raises Refused.

    A body may decide against what its rules say: what they said stays beside the decision.
    """
    body = body_of_application(application)
    today = clock.local(at, body.zone).date()
    _refuse_decided(application)
    if not application.announced:
        raise Refused(
            (Finding("", Level.REFUSE, "Put the dossier before the board first: it decides on what it read."),)
        )
    from_on = from_on if decision in BECOMES else None
    refuse(
        rules.decision_findings(
            decision, decided_on=decided_on, from_on=from_on, opened_on=application.opened_on, today=today
        )
    )
    refuse(letter_findings({"words": words}))
    said = [f for f in findings_of(body, dossier_of(application)) if f.level in (Level.WARN, Level.BROKEN)]
    db.session.add(
        ApplicationDecision(
            body_id=body.id,
            application_id=application.id,
            meeting_id=meeting.id if meeting else None,
            decision=decision,
            decided_on=decided_on,
            from_on=from_on,
            words=words,
            findings="\n".join(_in_a_line(f) for f in said),
            announced=True,
        )
    )
    application.decision = decision
    _note("application.decide", application, {"as": decision, "on": decided_on, "from": from_on}, by=by, at=at)
    if from_on is None:
        return None
    return _let_in(body, application, BECOMES[decision], from_on, zone, by=by, at=at)


def _in_a_line(finding: Finding) -> str:
    word = "broken" if finding.level is Level.BROKEN else "at risk"
    return f"{finding.rule} {word}. {finding.text}".strip()


def _let_in(
    body: Body, application: Application, standing: Standing, on: date, zone: str, *, by: str, at: datetime
) -> Party:
    """The applicant is what was decided from that day: taken on record, or its standing changed."""
    reason = f"Decided on its application of {clock.day_words(application.opened_on, weekday=False)}"
    named = select(Party).where(Party.body_id == body.id, Party.name == application.name)
    party = db.session.get(Party, application.party_id) if application.party_id else None
    party = party or db.session.scalars(named).one_or_none()
    if party is None:
        party = take_party(
            body,
            name=application.name,
            kind=application.kind,
            standing=standing,
            country=application.country,
            zone=zone,
            by=by,
            at=at,
        )
        party.joined_on = on
        note_change(party, on=on, before=None, after=standing, reason=reason, by=by, at=at)
    else:
        set_standing(body, party, standing, on=on, reason=reason, by=by, at=at)
    application.party_id = party.id
    return party
