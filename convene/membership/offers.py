"""What the pages of membership offer to choose from, and the words of what follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from convene.bodies.models import Body, Party
from convene.bodies.queries import parties_of
from convene.bodies.terms import Standing
from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting
from convene.meetings.queries import meetings_of
from convene.meetings.terms import MeetingState
from convene.membership.forms import ApplicationForm
from convene.membership.terms import Applicant

COMING = (MeetingState.DRAFT, MeetingState.CONVENED, MeetingState.IN_SESSION)
HELD = (MeetingState.CONVENED, MeetingState.IN_SESSION, MeetingState.CONCLUDED)


def applicants(body: Body) -> list[Party]:
    """The parties on record that may apply for something else than they are."""
    found = [p for p in parties_of(body) if p.standing is not Standing.SECRETARIAT]
    return sorted(found, key=lambda one: one.name)


def applied(form: ApplicationForm, party: Party | None) -> Applicant:
    """Who applies: the party on record as it stands there, or what was typed. Raises Refused without a name."""
    typed = form.applicant()
    if party is not None:
        return replace(typed, name=party.name, kind=party.kind, country=party.country)
    if not typed.name:
        text = "Enter the name, or choose it above where it is on record."
        raise Refused((Finding("", Level.REFUSE, text, "name"),))
    return typed


def to_be_put(body: Body, *, at: datetime) -> list[Meeting]:
    """The meetings that can still take up an application, the next first."""
    found = [m for m in meetings_of(body) if m.state in COMING and m.ends_at > at]
    return sorted(found, key=lambda one: one.starts_on)


def decided_by(meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings that can have taken a decision, the latest first."""
    return sorted((m for m in meetings if m.state in HELD), key=lambda one: one.starts_on, reverse=True)


def becoming(standing: Standing | None, party: Party | None) -> str:
    """What follows from a decision, in a sentence."""
    if standing is None or party is None:
        return "The decision is on record."
    if standing is Standing.MEMBER:
        return f"The decision is on record, and {party.name} is a member. Take on record who represents it."
    return f"The decision is on record, and {party.name} is on record as {standing}."
