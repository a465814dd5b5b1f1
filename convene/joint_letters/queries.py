"""Reads of joint letters. An organisation reads a letter through the row that asked it, cut here to a frozen value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from convene import clock
from convene.access import rules as access_rules
from convene.access.gate import Missing
from convene.access.scope import as_system, current_reader, guard
from convene.bodies.models import Body, Party
from convene.db import db
from convene.joint_letters import rules
from convene.joint_letters.models import (
    JointLetter,
    LetterAddressee,
    LetterAsk,
    LetterSignatory,
    LetterStep,
    LetterVersion,
)
from convene.joint_letters.terms import (
    WITHHELD,
    AskState,
    Phase,
    Printed,
    Progress,
    Response,
    Shown,
    Signatory,
    Signer,
    Step,
    Wording,
)
from convene.presets.reading import presets
from convene.presets.terms import Letters

for kept in (JointLetter, LetterVersion, LetterAddressee, LetterStep):
    guard(kept, access_rules.sees_kept, body=kept.body_id)
guard(
    LetterAsk, access_rules.sees_called, body=LetterAsk.body_id, party=LetterAsk.party_id, announced=LetterAsk.announced
)
guard(LetterSignatory, access_rules.sees_party_kept, body=LetterSignatory.body_id, party=LetterSignatory.party_id)
USUAL = Letters(signatories_most=2, sign_on_days=10, sent_by=("e-mail", "post"), copy_to_each=True)


def has_letters(body: Body) -> bool:
    """Whether letters are what this body does, by its preset."""
    preset = presets().get(body.preset)
    return preset is not None and preset.letters is not None


def usual_of(body: Body) -> Letters:
    """How a body's letters are signed and sent, by its preset (S10)."""
    preset = presets().get(body.preset)
    return (preset.letters if preset else None) or USUAL


def phase(letter: JointLetter, *, at: datetime) -> Phase:
    """How a letter stands."""
    return rules.phase_of(opened_at=letter.opened_at, until=letter.until, sent_at=letter.sent_at, at=at)


def letters_of(body: Body) -> list[JointLetter]:
    """The letters of a body, latest first."""
    wanted = select(JointLetter).where(JointLetter.body_id == body.id)
    return list(db.session.scalars(wanted.order_by(JointLetter.dated_on.desc(), JointLetter.id.desc())))


def kept_letter(key: str) -> JointLetter:
    """The letter with that key, where the reader keeps its body. Raises Missing otherwise."""
    found = db.session.scalars(select(JointLetter).where(JointLetter.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def letter_by_id(letter_id: int) -> JointLetter:
    """The letter by its internal id, for its secretariat. Raises Missing."""
    found = db.session.get(JointLetter, letter_id)
    if found is None:
        raise Missing
    return found


def kept_addressee(key: str) -> LetterAddressee:
    """The addressee with that key, where the reader keeps the body. Raises Missing otherwise."""
    found = db.session.scalars(select(LetterAddressee).where(LetterAddressee.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def kept_ask(key: str) -> LetterAsk:
    """What an organisation was asked, where the reader keeps the body. Raises Missing otherwise."""
    found = db.session.scalars(select(LetterAsk).where(LetterAsk.key == key)).one_or_none()
    if found is None or not access_rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def own_ask(key: str) -> LetterAsk:
    """What the reader's own organisation was asked. Raises Missing otherwise: a secretariat signs for nobody."""
    wanted = select(LetterAsk).where(LetterAsk.key == key, LetterAsk.announced.is_(True))
    found = db.session.scalars(wanted).one_or_none()
    if found is None or found.party_id not in current_reader().parties:
        raise Missing
    return found


def addressees_of(letter: JointLetter) -> list[LetterAddressee]:
    """To whom a letter goes, by name."""
    wanted = select(LetterAddressee).where(LetterAddressee.letter_id == letter.id)
    return list(db.session.scalars(wanted.order_by(LetterAddressee.id)))


@dataclass(frozen=True, slots=True)
class AskLine:
    """One organisation that was asked, with those who sign for it."""

    ask: LetterAsk
    party: Party
    people: tuple[Signatory, ...]


def asks_of(letter: JointLetter) -> list[AskLine]:
    """Every organisation that was asked, by name, in two statements."""
    wanted = (
        select(LetterAsk, Party)
        .join(Party, Party.id == LetterAsk.party_id)
        .where(LetterAsk.letter_id == letter.id)
        .order_by(Party.name)
    )
    people = signatories_of(letter.id)
    return [AskLine(ask, party, people.get(ask.id, ())) for ask, party in db.session.execute(wanted)]


def signatories_of(letter_id: int, session: Session | None = None) -> dict[int, tuple[Signatory, ...]]:
    """Who signs, by what their organisation was asked."""
    wanted = select(LetterSignatory).where(LetterSignatory.letter_id == letter_id)
    found: dict[int, tuple[Signatory, ...]] = {}
    for row in (session or db.session()).scalars(wanted.order_by(LetterSignatory.ask_id, LetterSignatory.position)):
        found[row.ask_id] = (*found.get(row.ask_id, ()), Signatory(row.name, row.function))
    return found


def own_signatories(ask: LetterAsk) -> tuple[Signatory, ...]:
    """Who signs for the reader's own organisation."""
    return signatories_of(ask.letter_id).get(ask.id, ())


def signers_of(lines: Iterable[AskLine]) -> tuple[Signer, ...]:
    """The organisations that have signed, as they are printed."""
    signed = (line for line in lines if line.ask.state is AskState.SIGNED)
    return rules.in_order(Signer(WITHHELD) if x.ask.is_withheld else Signer(x.party.name, x.people) for x in signed)


def wording_of(row: JointLetter | LetterVersion) -> Wording:
    """What a letter says, as it is or as it was frozen."""
    return Wording(row.title, row.text, row.dated_on, getattr(row, "timed_to", ""))


def versions_of(letter: JointLetter, session: Session | None = None) -> list[LetterVersion]:
    """Every text that was put before the organisations, in order."""
    wanted = select(LetterVersion).where(LetterVersion.letter_id == letter.id).order_by(LetterVersion.number)
    return list((session or db.session()).scalars(wanted))


def letterhead(body: Body) -> tuple[str, ...]:
    """The body's name and how to reach it."""
    return tuple(words for words in (body.name, body.telephone_name, body.telephone, body.reply_address) if words)


def printed(letter: JointLetter, body: Body, signers: Iterable[Signer] = ()) -> Printed:
    """What stands on every copy: what was sealed once it was sent, and until then what would be sent now."""
    if not letter.sealed:
        ways = usual_of(body).sent_by
        return Printed(
            letterhead(body), letter.title, letter.text, letter.dated_on, tuple(signers), ways, is_draft=True
        )
    raw = json.loads(letter.sealed)
    return Printed(
        letterhead=tuple(raw["letterhead"]),
        title=raw["title"],
        text=raw["text"],
        dated_on=date.fromisoformat(raw["dated_on"]),
        signers=tuple(Signer(s["organisation"], tuple(Signatory(*p) for p in s["people"])) for s in raw["signers"]),
        sent_by=tuple(raw["sent_by"]),
    )


def is_whole(letter: JointLetter) -> bool:
    """Whether what was sent is still what was sealed."""
    return bool(letter.sealed) and rules.seal_of(letter.sealed) == letter.seal


def responses_of(letter: JointLetter, *, today: date, session: Session | None = None) -> list[Response]:
    """What came of each copy of a letter that was sent: two statements."""
    reading = session or db.session()
    steps: dict[int, list[Step]] = {}
    rows = reading.scalars(
        select(LetterStep).where(LetterStep.letter_id == letter.id).order_by(LetterStep.on, LetterStep.id)
    )
    for row in rows:
        step = Step(row.on, row.progress, row.text, row.source, row.next_on)
        steps.setdefault(row.addressee_id, []).append(step)
    wanted = select(LetterAddressee).where(LetterAddressee.letter_id == letter.id).order_by(LetterAddressee.id)
    return [_response(a, steps.get(a.id, []), letter, today) for a in reading.scalars(wanted)]


def _response(addressee: LetterAddressee, steps: list[Step], letter: JointLetter, today: date) -> Response:
    progress = steps[-1].progress if steps else Progress.NONE
    silent = None
    if letter.sent_at is not None:
        sent_on = clock.local(letter.sent_at, letter.zone).date()
        silent = rules.silent_days(sent_on=sent_on, steps=[s.on for s in steps], progress=progress, today=today)
    return Response(addressee.name, addressee.office, progress, tuple(steps), silent)


def shown_to(ask: LetterAsk, *, at: datetime) -> Shown:
    """The letter as the organisation of that row may see it; the row was read under the reader's own filter."""
    with as_system("show a letter to an organisation that is asked to sign it") as session:
        letter = session.get_one(JointLetter, ask.letter_id)
        versions = {v.number: v for v in versions_of(letter, session)}
        now = versions[letter.version]
        signed = versions.get(ask.version) if 0 < ask.version < letter.version else None
        has_signed = ask.state is AskState.SIGNED and letter.sent_at is not None
        today = clock.local(at, letter.zone).date()
        return Shown(
            key=letter.key,
            phase=phase(letter, at=at),
            wording=Wording(now.title, now.text, now.dated_on, letter.timed_to),
            earlier=wording_of(signed) if signed is not None and ask.state is AskState.ASKED else None,
            addressees=tuple((a.name, a.office) for a in _addressees(session, letter)),
            zone=letter.zone,
            signers=_names(session, letter) if letter.shows_signers or letter.sent_at is not None else None,
            responses=tuple(responses_of(letter, today=today, session=session)) if has_signed else None,
            sent_at=letter.sent_at,
            signatories_most=letter.signatories_most,
        )


def shown_version(ask: LetterAsk) -> int:
    """The number of the text as it is now; the row was read under the reader's own filter."""
    with as_system("say which text an organisation is asked to sign") as session:
        return session.get_one(JointLetter, ask.letter_id).version


def _addressees(session: Session, letter: JointLetter) -> list[LetterAddressee]:
    wanted = select(LetterAddressee).where(LetterAddressee.letter_id == letter.id)
    return list(session.scalars(wanted.order_by(LetterAddressee.id)))


def _names(session: Session, letter: JointLetter) -> tuple[str, ...]:
    if letter.sealed:
        return tuple(s.organisation for s in printed(letter, session.get_one(Body, letter.body_id)).signers)
    wanted = (
        select(Party.name, LetterAsk.is_withheld)
        .join(LetterAsk, LetterAsk.party_id == Party.id)
        .where(LetterAsk.letter_id == letter.id, LetterAsk.state == AskState.SIGNED)
    )
    signers = (Signer(WITHHELD if is_withheld else name) for name, is_withheld in session.execute(wanted))
    return tuple(s.organisation for s in rules.in_order(signers))


def printed_for(ask: LetterAsk) -> Printed | None:
    """The letter as it was sent, for an organisation that signed it; None before that and for others."""
    with as_system("print a letter for an organisation that signed it") as session:
        letter = session.get_one(JointLetter, ask.letter_id)
        if letter.sent_at is None or ask.state is not AskState.SIGNED:
            return None
        return printed(letter, session.get_one(Body, letter.body_id))


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter that waits for the answer of the reader's organisation, or that it was asked to sign."""

    ask_key: str
    party_name: str
    body_name: str
    due_at: datetime
    zone: str
    state: AskState
    is_owed: bool


def asked_of_me(*, at: datetime, body_id: int | None = None, owed_only: bool = True) -> list[Owed]:
    """What the reader's organisations were asked to sign, latest deadline first: one statement at most."""
    reader = current_reader()
    # A link opens one invitation and nothing beside it (settled 20).
    if not reader.parties or reader.invitation is not None:
        return []
    wanted = (
        select(LetterAsk, Party.name, Body)
        .join(Party, Party.id == LetterAsk.party_id)
        .join(Body, Body.id == LetterAsk.body_id)
        .where(LetterAsk.party_id.in_(reader.parties), LetterAsk.announced.is_(True))
    )
    if body_id is not None:
        wanted = wanted.where(LetterAsk.body_id == body_id)
    if owed_only:
        wanted = wanted.where(LetterAsk.state == AskState.ASKED, LetterAsk.due_at > at)
    return [
        Owed(a.key, name, b.name, a.due_at, b.zone, a.state, a.state is AskState.ASKED and at < a.due_at)
        for a, name, b in db.session.execute(wanted.order_by(LetterAsk.due_at.desc(), LetterAsk.id))
    ]


def asked_now(key: str, *, at: datetime) -> datetime | None:
    """The deadline of an organisation that still owes an answer at that instant; None where it owes none."""
    with as_system("say in a letter until when an organisation can sign") as session:
        ask = session.scalars(select(LetterAsk).where(LetterAsk.key == key)).one_or_none()
        if ask is None or ask.state is not AskState.ASKED or ask.due_at <= at:
            return None
        letter = session.get_one(JointLetter, ask.letter_id)
        return None if letter.sent_at is not None else ask.due_at
