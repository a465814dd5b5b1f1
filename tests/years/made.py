"""Planned years for tests: bodies of S1 and S2 of their own, whose meetings are drafted from the plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from convene import clock
from convene.agendas.queries import items_of_meeting
from convene.anchors.queries import anchors_of
from convene.anchors.terms import Anchor, Confidence, Entry
from convene.bodies.actions import found_body, take_party
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.calls import actions as call_actions
from convene.calls.models import PaperCall
from convene.calls.telling import send as send_calls
from convene.calls.terms import Asking, Debtor
from convene.db import Base, db
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.papers.terms import PaperKind
from convene.people.actions import give_term, take_on_record
from convene.people.models import Term
from convene.people.terms import TermRole
from convene.placing import place_meeting
from convene.presets.reading import presets
from convene.years.actions import apply_plan
from convene.years.drafting import draft_body
from tests.build import BY, one

SIX_DAYS = timedelta(days=6)
DEBATE = "UNGA general debate"
MEMBERS = (("Australia", "AU"), ("Canada", "CA"), ("Germany", "DE"))
ROLES = {"S1": TermRole.PRIMARY_REPRESENTATIVE, "S2": TermRole.STEERING_MEMBER}


def founded(preset: str, symbol: str = "") -> Body:
    """A body of that kind with three members, each with somebody who holds its seat; no other body meets that year."""
    kind = presets()[preset]
    for other in db.session.scalars(select(Meeting).where(Meeting.symbol.not_like("NEW%"))):
        other.state = MeetingState.CANCELLED
    owner = found_body(
        name=kind.name, short_name=kind.short_name, symbol=symbol or f"NEW{preset}", preset=preset, zone=kind.zone,
        by=BY, at=clock.now(),
    )  # fmt: skip
    for name, country in MEMBERS:
        party = take_party(
            owner, name=name, kind=PartyKind.STATE, standing=Standing.MEMBER, country=country, by=BY, at=clock.now()
        )
        address = f"{name.lower()}@{owner.symbol.lower()}.example"
        contact = take_on_record(owner, name=f"Envoy of {name}", address=address, by=BY, at=clock.now())
        give_term(
            contact, body=owner, party=party, role=ROLES[preset], starts_on=date(2027, 1, 1), by=BY, at=clock.now()
        )
    return owner


def planned(owner: Body, year: int, *lines: str) -> dict[str, Meeting]:
    """These lines of a body's year, drafted from the plan, by key."""
    drafted = apply_plan(owner, draft_body(owner, year), lines, by=BY, at=clock.now())
    return {m.line: m for m in drafted}


def convened(meeting: Meeting) -> None:
    """The meeting is convened, although its date is only computed, and whoever holds a seat is invited."""
    terms = db.session.scalars(
        select(Term).where(Term.body_id == meeting.body_id, Term.party_id.is_not(None)).order_by(Term.id)
    ).all()
    for term in terms:
        party = db.session.get(Party, term.party_id)
        prepare_invitation(meeting, term, party=party, portions=Portions(), by=BY, at=clock.now())
    given = {"covering_note": "", "telephone_name": "", "telephone": ""}
    convene(meeting, **given, by=BY, at=clock.now(), is_despite_date=True)
    place_meeting(meeting.id)


def called(meeting: Meeting, party: str = "Canada") -> PaperCall:
    """A brief is asked of a party for the first item that takes papers; where the meeting is convened, it is told."""
    item = next(i for i in items_of_meeting(meeting.id) if i.takes_papers)
    owes = one(Party, body_id=meeting.body_id, name=party)
    asking = Asking(PaperKind.BRIEF, "", meeting.papers_due_at, 24)
    debtor = Debtor(owes.id, None, owes.key, owes.name)
    (call,) = call_actions.prepare(meeting, item, [debtor], asking, known=[], by=BY, at=clock.now())
    db.session.flush()  # Its key is read.
    if meeting.announced:
        send_calls(meeting, by=BY, at=clock.now())
    return call


def debate_of(owner: Body, year: int) -> Anchor:
    """The general debate as a body has it."""
    return next(a for a in anchors_of(owner, year) if a.kind == DEBATE)


def as_entered(anchor: Anchor, **changed: Any) -> Entry:
    """An occurrence as the secretariat enters it: as it is, but for what is changed."""
    found: dict[str, Any] = {
        "event": str(anchor.kind), "year": anchor.starts_on.year, "starts_on": anchor.starts_on,
        "ends_on": anchor.ends_on, "city": anchor.place, "zone": anchor.zone, "confidence": Confidence.ANNOUNCED,
        "source": "Decision of the Assembly",
    }  # fmt: skip
    return Entry(**{**found, **changed})


def moved(anchor: Anchor, by: timedelta = SIX_DAYS) -> Entry:
    """An occurrence so many days later."""
    return as_entered(anchor, starts_on=anchor.starts_on + by, ends_on=anchor.ends_on + by)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, column by column, but for the journal, which only grows."""
    db.session.flush()
    found = {}
    for mapper in sorted(Base.registry.mappers, key=lambda m: m.class_.__name__):
        if (model := mapper.class_).__name__ != "JournalEntry":
            rows = db.session.scalars(select(model).order_by(*mapper.primary_key)).all()
            found[model.__name__] = [tuple(getattr(row, c.key) for c in mapper.column_attrs) for row in rows]
    return found


def differing(
    before: dict[str, list[tuple[object, ...]]], after: dict[str, list[tuple[object, ...]]]
) -> dict[str, int]:
    """How many rows of which tables are different, changed or new."""
    found = {name: len(set(after[name]) - set(before[name])) for name in after}
    return {name: count for name, count in found.items() if count}
