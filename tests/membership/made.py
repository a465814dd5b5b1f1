"""Applications for the tests: opened, with evidence, assessed, put before the board."""

from __future__ import annotations

from datetime import date

from convene import clock
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db
from convene.meetings.models import Meeting
from convene.membership import actions
from convene.membership.models import Application
from convene.membership.queries import criteria_of
from convene.membership.terms import Applicant, Assessment, Decision, Piece, Reliability, SourceKind
from tests.build import BY, body

OPENED = date(2027, 5, 3)
PIECE = Piece("Sent a battalion twice.", "Annual report 2026", SourceKind.OFFICIAL, Reliability.RELIABLE)


def an_application(
    name: str = "Norway", *, of: Body | None = None, party: Party | None = None, standing: Standing = Standing.MEMBER
) -> Application:
    """An application of a State, opened before the present day."""
    found = actions.open_application(
        of or body(),
        Applicant(name, PartyKind.STATE, "NO", standing),
        party=party,
        opened_on=OPENED,
        words="We should like to join.",
        by=BY,
        at=clock.now(),
    )
    db.session.flush()
    return found


def shown(application: Application, *assessments: Assessment, evidence: int = 1) -> None:
    """Each criterion assessed as given, with so many pieces of evidence."""
    said = []
    for criterion, assessment in zip(criteria_of(application), assessments, strict=True):
        for number in range(evidence):
            piece = Piece(f"{PIECE.text} {number}", PIECE.source, PIECE.source_kind, PIECE.reliability)
            actions.enter_evidence(application, criterion, piece, by=BY, at=clock.now())
        said.append((criterion, assessment, "As far as known"))
    actions.assess(application, said, by=BY, at=clock.now())
    db.session.flush()


def put(application: Application, meeting: Meeting | None = None) -> Application:
    """Before the board."""
    actions.put_before_board(application, meeting, by=BY, at=clock.now(), despite=True)
    db.session.flush()
    return application


def decided(application: Application, decision: Decision = Decision.ADMITTED, **more: object) -> Party | None:
    """Decided today, from today on."""
    today = clock.local(clock.now(), body().zone).date()
    given: dict[str, object] = {"decided_on": today, "from_on": today, "meeting": None, "words": "So decided."}
    found = actions.decide(application, decision, by=BY, at=clock.now(), **(given | more))  # type: ignore[arg-type]
    db.session.flush()
    return found
