"""Recommendations for the tests, made by the actions in the seeded world; each function says what it leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Body, Party
from convene.db import db
from convene.meetings.models import Meeting
from convene.papers.actions import Filed
from convene.people.models import Contact
from convene.recommendations import actions, answering, lineage, noting, queries, shadow, telling
from convene.recommendations.models import Addressee, Answer, NotedEvidence, Recommendation, ShadowAsking
from convene.recommendations.terms import (
    AddresseeKind,
    Given,
    LinkKind,
    Named,
    Noting,
    Position,
    Reliability,
    SourceKind,
    Wording,
)
from tests.build import BY, board_meeting, body, item_of, one, term_of

TEXT = "Member States should suspend the sale of fuel to the armed groups named in the annex within thirty days."
STATES = ("Netherlands", "United States", "Denmark")


def one_by_key(key: str) -> Recommendation:
    """The recommendation with that key."""
    found: Recommendation = one(Recommendation, key=key)
    return found


def wording(text: str = TEXT, to: Sequence[str] = STATES, *, others: Sequence[Named] = (), kind: str = "") -> Wording:
    """What is recommended, to parties of the board by name and to others."""
    named = [Named(AddresseeKind.PARTY, name, one(Party, body_id=body().id, name=name).id) for name in to]
    return Wording(text, kind or "sanctions", "Ostrin", (), (*named, *others))


def proposed(text: str = TEXT, *, meeting: Meeting | None = None, said: Wording | None = None) -> Recommendation:
    """A draft of the board's meeting, from the item on recommendations."""
    of = meeting or board_meeting()
    item: AgendaItem = item_of(of, Subject.RECOMMENDATIONS)
    return actions.propose(item, of, said or wording(text), by=BY, at=clock.now())


def adopted(text: str = TEXT, *, meeting: Meeting | None = None, said: Wording | None = None) -> Recommendation:
    """One that the board's meeting has adopted."""
    found = proposed(text, meeting=meeting, said=said)
    return actions.adopt([found], meeting or board_meeting(), by=BY, at=clock.now())[0]


def sent(
    text: str = TEXT, *, days: int = 30, meeting: Meeting | None = None, said: Wording | None = None
) -> Recommendation:
    """One that has gone out to its addressees, with so many days to answer."""
    found = adopted(text, meeting=meeting, said=said)
    due = clock.local(clock.now(), body().zone).date() + timedelta(days=days)
    telling.send([found], body(), telling.Sending(due, {}), by=BY, at=clock.now())
    return found


def of_board() -> list[Recommendation]:
    """All of the board's meeting, in order of their numbers."""
    return queries.of_meeting(board_meeting())


def to(found: Recommendation, name: str) -> Addressee:
    """Its addressee of that name."""
    row: Addressee = one(Addressee, recommendation_id=found.id, name=name)
    return row


def answered(
    found: Recommendation, name: str, position: Position | None = Position.SUPPORTED, *, filing: bool = True,
    next_on: date | None = None, action: str = "A bill is before parliament.", file: Filed | None = None,
) -> Answer:  # fmt: skip
    """An answer of one of its addressees, filed or kept as a draft."""
    said = Given(position, "We agree.", action, "Official journal", SourceKind.OFFICIAL, Reliability.PROBABLE, next_on)
    row = to(found, name)
    return answering.answer(
        row, found, body(), said, is_filing=filing, revision=seen(row), file=file, by=BY, at=clock.now()
    )


def noted(
    found: Recommendation, name: str, action: str = "Nothing was done so far.", evidence: str = "A report.", *,
    link: str = "", source: SourceKind = SourceKind.PRESS, verified_by: str = "", file: Filed | None = None,
    look_on: date | None = None, has_acted: bool = False,
) -> NotedEvidence:  # fmt: skip
    """What the secretariat noted of one of its addressees from others."""
    said = Noting(action, evidence, link, source, Reliability.DOUBTFUL, verified_by, look_on, has_acted)
    return noting.note(to(found, name), found, of_its(found), said, file=file, by=BY, at=clock.now())


def of_its(found: Recommendation) -> Body:
    """The body of a recommendation."""
    of: Body = one(Body, id=found.body_id)
    return of


def seen(row: Addressee) -> int:
    """What somebody has before them who opens the page of an addressee's answer now."""
    return answering.seen_of(list(db.session.query(Answer).filter_by(addressee_id=row.id)))


def tied(later: Recommendation, earlier: Recommendation, kind: LinkKind = LinkKind.REITERATES) -> None:
    """The later one does that with the earlier one."""
    lineage.tie(later, earlier, kind, body(), by=BY, at=clock.now())
    db.session.flush()


def guest(key: str) -> tuple[Contact, Party | None, int]:
    """A guest of the standing cast."""
    term = term_of(key)
    return one(Contact, id=term.contact_id), one(Party, id=term.party_id), term.person_id


def asked(
    found: Recommendation, key: str = "ngo_guest", asks: str = "What do you know?", *, days: int = 14
) -> ShadowAsking:
    """A guest who is asked for evidence."""
    of: Body = body()
    due = clock.local(clock.now(), of.zone).date() + timedelta(days=days)
    return shadow.ask(found, of, guest(key), asks, due, by=BY, at=clock.now())
