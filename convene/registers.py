"""The secretariat's registers: journal and sightings in words, with names put to the opaque keys.

What is read here belongs to one body, and is read for whoever keeps that body alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from sqlalchemy import select

from convene import clock
from convene.access.models import Admission, Sighting
from convene.agendas.models import AgendaItem
from convene.assets.models import AssetStatement, Preparation
from convene.bodies.models import Body, Party
from convene.db import db
from convene.ical.terms import Partstat
from convene.invitations.models import Invitation, Nomination
from convene.joint_letters.models import JointLetter, LetterAsk
from convene.journal import JournalEntry
from convene.meetings.models import Meeting, MeetingSession
from convene.membership.models import Application
from convene.papers.models import Paper, PaperVersion
from convene.people.models import Contact, Term
from convene.people.queries import names_by_key
from convene.polls.models import Ballot, Poll
from convene.recommendations.models import (
    Addressee,
    Answer,
    NotedEvidence,
    Recommendation,
    ShadowAsking,
    ShadowEvidence,
)
from convene.records.models import Correction, OutcomeText, Record
from convene.registration.models import Registrant

MOST = 300
KEY = re.compile(r"[\w-]{22}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What people wrote themselves is shown as it stands, even where it looks like a key or a day.
WRITTEN = frozenset({"city", "name", "reason", "symbol", "title", "venue"})
# In this order, each with the words around its value; what is not named here follows as “name: value”.
WORDS = {
    "title": "“{}”",
    "name": "“{}”",
    "symbol": "symbol {}",
    "role": "{}",
    "as": "as {}",
    "party": "for {}",
    "from": "from {}",
    "to": "to {}",
    "on": "{}",
    "opens": "{}",
    "minutes": "{}",
    "audience": "{}",
    "city": "{}",
    "template": "from the template {}",
    "session": "session “{}”",
    "item": "item “{}”",
    "place": "place {}",
    "reason": "reason: {}",
    "attendance": "{}",
    "version": "version {}",
    "reminded": "people reminded: {}",
    "members": "members: {}",
}
NOUNS = {"on": "day", "opens": "hour", "minutes": "length", "zone": "time zone", "own_audience": "audience of its own"}
ANSWERS = {str(p): str(p).lower() for p in Partstat} | {str(Partstat.NEEDS_ACTION): "no answer"}
HANDS = {"": "the system", "nobody": "the system", "demonstration": "the demonstration", "registrant": "who registered"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a line is about: its name, its meeting's title, and the address of its page; "" where there is none."""

    name: str
    meeting: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One change: `at` in UTC, who and for whom by name, the act's own word, what was changed and how, in words."""

    at: datetime
    by: str
    on_behalf_of: str
    act: str
    kind: str
    thing: Thing | None
    detail: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One sighting: `at` in UTC, who by name, and what was opened; None for what is no longer on record."""

    at: datetime
    who: str
    kind: str
    thing: Thing | None


def journal_of(body: Body) -> list[Line]:
    """The latest changes in a body, newest first. Raises Missing for whoever does not keep it."""
    wanted = select(JournalEntry).where(JournalEntry.body_id == body.id).order_by(JournalEntry.id.desc()).limit(MOST)
    rows = list(db.session.scalars(wanted))
    changes = [_read(row.change) for row in rows]
    keys = {row.object_key for row in rows} | {row.on_behalf_of for row in rows}
    keys.update(v for change in changes for v in (*change, *change.values()) if isinstance(v, str) and KEY.fullmatch(v))
    things = {body.key: Thing(body.name)} | _of_people(body.id, keys) | _things(body.id, keys, rows)
    names = names_by_key(body.id, keys | {row.by for row in rows})
    names |= {key: thing.name for key, thing in things.items()}
    return [
        Line(
            at=row.at,
            by=_hand(row.by, names),
            on_behalf_of=_hand(row.on_behalf_of, names) if row.on_behalf_of else "",
            act=row.act,
            kind=row.object_kind,
            thing=things.get(row.object_key),
            detail=change_words(_without_its_name(change, things.get(row.object_key)), names),
        )
        for row, change in zip(rows, changes, strict=True)
    ]


def sightings_of(body: Body) -> list[Seen]:
    """The latest sightings in a body, newest first. Raises Missing for whoever does not keep it."""
    wanted = select(Sighting).where(Sighting.body_id == body.id).order_by(Sighting.id.desc()).limit(MOST)
    rows = list(db.session.scalars(wanted))
    names = names_by_key(body.id, (row.person_key for row in rows))
    opened = {row.object_key for row in rows}
    things = _things(body.id, opened, rows)
    return [
        Seen(row.seen_at, _hand(row.person_key, names), row.object_kind, things.get(row.object_key)) for row in rows
    ]


def _things(body_id: int, keys: Iterable[str], rows: Iterable[JournalEntry | Sighting]) -> dict[str, Thing]:
    """What these lines are about, by key; each kind of thing is asked for only where a line is of that kind."""
    kinds = {row.object_kind for row in rows}
    found = _of_meetings(body_id, keys)
    for its_kinds, named in NAMED:
        if kinds & its_kinds:
            found |= named(body_id, keys)
    return found


def _hand(by: str, names: Mapping[str, str]) -> str:
    """By whose hand: a name, or the part of the program that acted by itself."""
    if by in names:
        return names[by]
    return "somebody who is no longer on record" if KEY.fullmatch(by) else HANDS.get(by, by)


def _of_meetings(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """Meetings, sessions, items, papers and versions of a body by key: one statement for each kind.

    A paper that was withdrawn has a name and no page.
    """
    given = list(keys)
    ask = db.session.execute
    found: dict[str, Thing] = {}
    meetings = select(Meeting.key, Meeting.title).where(Meeting.body_id == body_id, Meeting.key.in_(given))
    for key, title in ask(meetings):
        found[key] = Thing(title, href=url_for("meetings.show", meeting=key))
    sittings = (
        select(MeetingSession.key, MeetingSession.title, Meeting.title, Meeting.key)
        .join(Meeting, Meeting.id == MeetingSession.meeting_id)
        .where(MeetingSession.body_id == body_id, MeetingSession.key.in_(given))
    )
    for key, title, meeting, page in ask(sittings):
        found[key] = Thing(title, meeting, url_for("meetings.show", meeting=page))
    items = (
        select(AgendaItem.key, AgendaItem.title, Meeting.title)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.body_id == body_id, AgendaItem.key.in_(given))
    )
    for key, title, meeting in ask(items):
        found[key] = Thing(title, meeting, url_for("agendas.item", item=key))
    papers = (
        select(Paper.key, Paper.title, Meeting.title, Paper.withdrawn_at)
        .join(Meeting, Meeting.id == Paper.meeting_id)
        .where(Paper.body_id == body_id, Paper.key.in_(given))
    )
    for key, title, meeting, withdrawn_at in ask(papers):
        found[key] = Thing(title, meeting, "" if withdrawn_at else url_for("papers.show", paper=key))
    versions = (
        select(PaperVersion.key, Paper.title, PaperVersion.number, Meeting.title, Paper.key, Paper.withdrawn_at)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .join(Meeting, Meeting.id == Paper.meeting_id)
        .where(PaperVersion.body_id == body_id, PaperVersion.key.in_(given))
    )
    for key, title, number, meeting, page, withdrawn_at in ask(versions):
        href = "" if withdrawn_at else url_for("papers.show", paper=page)
        found[key] = Thing(f"{title}, version {number}", meeting, href)
    return found


def _of_joining(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """Joint letters, what organisations were asked of them, and registrations, by key: one statement for each."""
    given, ask = list(keys), db.session.execute
    found: dict[str, Thing] = {}
    written = select(JointLetter.key, JointLetter.title).where(JointLetter.body_id == body_id)
    written = written.where(JointLetter.key.in_(given))
    for key, title in ask(written):
        found[key] = Thing(title, href=url_for("joint_letters.show", letter=key))
    asked = (
        select(LetterAsk.key, Party.name, JointLetter.title, JointLetter.key)
        .join(Party, Party.id == LetterAsk.party_id)
        .join(JointLetter, JointLetter.id == LetterAsk.letter_id)
        .where(LetterAsk.body_id == body_id, LetterAsk.key.in_(given))
    )
    for key, name, title, page in ask(asked):
        found[key] = Thing(name, title, url_for("joint_letters.show", letter=page))
    registered = (
        select(Registrant.key, Registrant.name, Meeting.title, Meeting.key)
        .join(Meeting, Meeting.id == Registrant.meeting_id)
        .where(Registrant.body_id == body_id, Registrant.key.in_(given), Registrant.confirmed_at.is_not(None))
    )
    for key, name, title, page in ask(registered):
        found[key] = Thing(name, title, url_for("registration.board", meeting=page))
    return found


def _of_assets(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """What was asked of the capitals, and the States' statements (A13), by key: one statement for each."""
    given = list(keys)
    found: dict[str, Thing] = {}
    asked = (
        select(Preparation.key, Meeting.title, Meeting.key)
        .join(Meeting, Meeting.id == Preparation.meeting_id)
        .where(Preparation.body_id == body_id, Preparation.key.in_(given))
    )
    for key, meeting, page in db.session.execute(asked):
        found[key] = Thing("Questions to the capitals", meeting, url_for("assets.keep", meeting=page))
    stated = (
        select(AssetStatement.key, Party.name, Meeting.title, Meeting.key)
        .join(Party, Party.id == AssetStatement.party_id)
        .join(Meeting, Meeting.id == AssetStatement.meeting_id)
        .where(AssetStatement.body_id == body_id, AssetStatement.key.in_(given))
    )
    for key, name, meeting, page in db.session.execute(stated):
        found[key] = Thing(f"Statement of {name}", meeting, url_for("assets.matrix", meeting=page))
    return found


def _of_records(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """Records as they went out, corrections, and what started from them, by key: one statement for each."""
    given = list(keys)
    found: dict[str, Thing] = {}
    for model, what, page in (
        (Record, "Summary record", "records.show"),
        (Correction, "Correction to the record", "records.corrections"),
    ):
        wanted = (
            select(model.key, Meeting.title, Meeting.key)
            .join(Meeting, Meeting.id == model.meeting_id)
            .where(model.body_id == body_id, model.key.in_(given))
        )
        for key, meeting, its in db.session.execute(wanted):
            found[key] = Thing(what, meeting, url_for(page, meeting=its))
    texts = (
        select(OutcomeText.key, OutcomeText.title, Meeting.title)
        .join(Meeting, Meeting.id == OutcomeText.meeting_id)
        .where(OutcomeText.body_id == body_id, OutcomeText.key.in_(given))
    )
    for key, title, meeting in db.session.execute(texts):
        found[key] = Thing(title, meeting, url_for("records.texts.show", text=key))
    return found


def _of_recommendations(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """Recommendations, the answers to them, and what is between the secretariat and guests: one statement for each."""
    given = list(keys)
    found: dict[str, Thing] = {}
    own = select(Recommendation.key, Recommendation.symbol, Recommendation.text).where(
        Recommendation.body_id == body_id, Recommendation.key.in_(given)
    )
    for key, symbol, text in db.session.execute(own):
        found[key] = Thing(symbol or f"draft “{text[:60]}”", "", url_for("recommendations.show", recommendation=key))
    for model, what, to in ((Answer, "answer", "to"), (NotedEvidence, "evidence noted", "on")):
        of_addressees = (
            select(model.key, Addressee.name, Recommendation.symbol, Recommendation.key)
            .join(Addressee, Addressee.id == model.addressee_id)
            .join(Recommendation, Recommendation.id == model.recommendation_id)
            .where(model.body_id == body_id, model.key.in_(given))
        )
        for key, name, symbol, page in db.session.execute(of_addressees):
            title = f"{what} of {name} {to} {symbol}"
            found[key] = Thing(title, "", url_for("recommendations.show", recommendation=page))
    for of_guest, words in ((ShadowAsking, "what a guest is asked on"), (ShadowEvidence, "evidence of a guest on")):
        of_guests = (
            select(of_guest.key, Recommendation.symbol, Recommendation.key)
            .join(Recommendation, Recommendation.id == of_guest.recommendation_id)
            .where(of_guest.body_id == body_id, of_guest.key.in_(given))
        )
        for key, symbol, page in db.session.execute(of_guests):
            found[key] = Thing(f"{words} {symbol}", "", url_for("recommendations.show", recommendation=page))
    return found


def _of_applications(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """Applications of a body by key: one statement."""
    wanted = select(Application.key, Application.name).where(
        Application.body_id == body_id, Application.key.in_(list(keys))
    )
    return {
        key: Thing(f"Application of {name}", href=url_for("membership.show", application=key))
        for key, name in db.session.execute(wanted)
    }


def _of_polls(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """Date polls and who is asked by them, by key: one statement for each."""
    given = list(keys)
    polls = select(Poll.key, Poll.title).where(Poll.body_id == body_id, Poll.key.in_(given))
    found = {k: Thing(title, href=url_for("polls.show", poll=k)) for k, title in db.session.execute(polls)}
    ballots = (
        select(Ballot.key, Poll.title, Poll.key)
        .join(Poll, Poll.id == Ballot.poll_id)
        .where(Ballot.body_id == body_id, Ballot.key.in_(given))
    )
    for key, title, page in db.session.execute(ballots):
        found[key] = Thing(title, href=url_for("polls.show", poll=page))
    return found


def _of_people(body_id: int, keys: Iterable[str]) -> dict[str, Thing]:
    """Parties, contacts, terms, invitations, nominations and admissions of a body by key: one statement for each."""
    given = list(keys)
    ask = db.session.execute
    found: dict[str, Thing] = {}
    parties = select(Party.key, Party.name).where(Party.body_id == body_id, Party.key.in_(given))
    contacts = select(Contact.key, Contact.name).where(Contact.body_id == body_id, Contact.key.in_(given))
    terms = (
        select(Term.key, Contact.name)
        .join(Contact, Contact.id == Term.contact_id)
        .where(Term.body_id == body_id, Term.key.in_(given))
    )
    for statement in (parties, contacts, terms):
        found.update({key: Thing(name) for key, name in ask(statement)})
    invitations = (
        select(Invitation.key, Contact.name, Meeting.title)
        .join(Contact, Contact.id == Invitation.contact_id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.body_id == body_id, Invitation.key.in_(given))
    )
    nominations = (
        select(Nomination.key, Nomination.name, Meeting.title)
        .join(Meeting, Meeting.id == Nomination.meeting_id)
        .where(Nomination.body_id == body_id, Nomination.key.in_(given))
    )
    admissions = (
        select(Admission.key, Contact.name, Meeting.title)
        .join(Contact, (Contact.person_id == Admission.person_id) & (Contact.body_id == Admission.body_id))
        .join(Meeting, Meeting.id == Admission.meeting_id)
        .where(Admission.body_id == body_id, Admission.key.in_(given))
    )
    for told in (invitations, nominations, admissions):
        found.update({key: Thing(name, meeting) for key, name, meeting in ask(told)})
    return found


def _read(change: str) -> dict[str, object]:
    found = json.loads(change)
    return found if isinstance(found, dict) else {}


def _without_its_name(change: Mapping[str, object], thing: Thing | None) -> Mapping[str, object]:
    """What a change tells beyond the name that its line bears already."""
    return {name: value for name, value in change.items() if thing is None or value != thing.name}


def change_words(change: Mapping[str, object], names: Mapping[str, str]) -> str:
    """A line's change in words, without keys and fingerprints; "" where the act says it all."""
    parts = []
    before, after = change.get("before"), change.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        for name in _sorted(after):
            was, now = (_value(name, side.get(name), names) for side in (before, after))
            parts += [f"{NOUNS.get(name, name.replace('_', ' '))}: was {was}, now {now}"] if was != now else []
    elif "after" in change:
        parts.append(f"was {_value('', before, names)}, now {_value('', after, names)}")
    for name in _sorted(change):
        parts += [_part(name, change[name], names)] if name not in ("before", "after") else []
    return ", ".join(part for part in parts if part)


def _sorted(change: Mapping[str, object]) -> list[str]:
    order = list(WORDS)
    return sorted(change, key=lambda name: (order.index(name) if name in order else len(order), name))


def _part(name: str, value: object, names: Mapping[str, str]) -> str:
    """One thing that is told of a change; "" for what says nothing to a reader."""
    if name == "late":
        return "after the date" if value else ""
    if name == "to_admitted":
        return "for those admitted too" if value else "kept from those admitted"
    is_key = isinstance(value, str) and name not in WRITTEN and KEY.fullmatch(value) is not None
    if name == "digest" or (is_key and value not in names):
        return ""
    if name in WORDS:
        return "" if value in (None, "") else WORDS[name].format(_value(name, value, names))
    label = names.get(name, "") if KEY.fullmatch(name) else name.replace("_", " ")
    if not label:
        return ""
    return f"{label}: {'no limit' if value is None else _value(name, value, names)}"


def _value(name: str, value: object, names: Mapping[str, str]) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if name in WRITTEN:
        return text
    if name == "minutes":
        return f"{text} min"
    if name == "opens":
        return text[:5]
    if name == "zone":
        return clock.place_of(text)
    if DAY.fullmatch(text):
        return clock.day_words(date.fromisoformat(text), weekday=False)
    return names.get(text) or ANSWERS.get(text, text)


# Which kinds of line are put a name to by whom, beside meetings and people, which every kind may tell of.
NAMED: tuple[tuple[frozenset[str], Callable[[int, Iterable[str]], dict[str, Thing]]], ...] = (
    (frozenset({"preparation", "statement", "assets"}), _of_assets),
    (frozenset({"application", "evidence"}), _of_applications),
    (frozenset({"poll", "ballot"}), _of_polls),
    (frozenset({"letter", "letter-ask", "registrant"}), _of_joining),
    (frozenset({"record", "correction", "text"}), _of_records),
    (frozenset({"recommendation", "answer", "asking", "evidence"}), _of_recommendations),
)
