"""Plain builders of joint letters: a body founded from S10 with four organisations, and letters in each phase."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from convene import clock
from convene.bodies.actions import found_body, take_party
from convene.bodies.models import Body, Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import db
from convene.joint_letters import actions, posting, queries, signing
from convene.joint_letters.models import JointLetter, LetterAddressee, LetterAsk
from convene.joint_letters.terms import Recipient, Signatory, Wording
from convene.mail.models import OutboxMessage
from convene.people.actions import give_term, take_on_record
from convene.people.models import Contact, Person
from convene.people.terms import TermRole
from tests.browser import character
from tests.build import BY, one

SYMBOL = "UKCSAPWG"
ORGANISATIONS = ("Burma Campaign", "Ceasefire Centre", "Peace Direct", "Rights for Peace")
TEXT = """We write to ask each party leader for a clear commitment.
- Support a national inquiry.
- Pledge an explicit commitment.
We call on you to commit before the election, and irrespective of its outcome."""
WORDING = Wording("A commitment to prevention", TEXT, date(2027, 6, 12), "the general election")
CHANGED = replace(WORDING, text=TEXT.replace("national inquiry", "public inquiry"))
PEOPLE = (Signatory("Mark Farmaner", "Director"),)
FIRST = Recipient("Rt Hon A. Leader MP", "Leader of the First Party", "Dear Party Leader,", "1 High Street\nLondon")
SECOND = Recipient("B. Leader MP", "Leader of the Second Party", "Dear Ms Leader,", "")
LEADERS = ((FIRST, "a.leader@first.example"), (SECOND, "b.leader@second.example"))


def address_of(organisation: str) -> str:
    """Where the one who acts for an organisation reads mail."""
    return f"{organisation.split(maxsplit=1)[0].lower()}@{organisation.rsplit(maxsplit=1)[-1].lower()}.example"


def founded(*, secretary: str = "secretary") -> Body:
    """A body after S10 with four member organisations, each with a representative. Needs a transaction."""
    now = clock.now()
    body = found_body(
        name="Civil Society Working Group",
        short_name="Working Group",
        symbol=SYMBOL,
        preset="S10",
        zone="Europe/London",
        by=BY,
        at=now,
    )
    body.reply_address = "office@working-group.example"
    person = one(Person, address=character(secretary).address)
    contact = Contact(body_id=body.id, person_id=person.id, name="Office", address=person.address)
    db.session.add(contact)
    db.session.flush()
    began = {"starts_on": date(2027, 1, 1), "by": BY, "at": now}
    give_term(contact, body=body, party=None, role=TermRole.SECRETARIAT, **began)  # type: ignore[arg-type]
    for name in ORGANISATIONS:
        party = take_party(body, name=name, kind=PartyKind.NGO, standing=Standing.MEMBER, by=BY, at=now)
        who = take_on_record(body, name=f"Head of {name}", address=address_of(name), by=BY, at=now)
        give_term(who, body=body, party=party, role=TermRole.PRIMARY_REPRESENTATIVE, **began)  # type: ignore[arg-type]
    return body


def party(name: str) -> Party:
    """One of the organisations."""
    found: Party = one(Party, name=name, body_id=one(Body, symbol=SYMBOL).id)
    return found


def person_of(name: str) -> int:
    """The person who acts for an organisation."""
    return int(one(Person, address=address_of(name)).id)


def drafted(body: Body | None = None, wording: Wording = WORDING) -> JointLetter:
    """A draft with two addressees."""
    letter = actions.draft(body or founded(), wording, by=BY, at=clock.now())
    for recipient, address in LEADERS:
        actions.add_addressee(letter, recipient, address=address, by=BY, at=clock.now())
    return letter


def until(days: float = 10) -> datetime:
    """So many days from now."""
    return clock.now() + timedelta(days=days)


def opened(
    *names: str, letter: JointLetter | None = None, days: float = 10, shows_signers: bool = False
) -> JointLetter:  # fmt: skip
    """A letter that is open for these organisations (all four, unless said)."""
    letter = letter or drafted()
    parties = tuple(party(name) for name in names or ORGANISATIONS)
    asking = actions.Asking(until(days), parties, shows_signers)
    actions.open_for_sign_on(letter, asking, by=BY, at=clock.now())
    return letter


def ask_of(name: str, letter: JointLetter | None = None) -> LetterAsk:
    """What an organisation was asked."""
    wanted = select(LetterAsk).where(LetterAsk.party_id == party(name).id).order_by(LetterAsk.id.desc())
    if letter is not None:
        wanted = wanted.where(LetterAsk.letter_id == letter.id)
    found = db.session.scalars(wanted).first()
    assert found is not None
    return found


def sign(
    name: str,
    people: tuple[Signatory, ...] = PEOPLE,
    *,
    at: datetime | None = None,
    version: int | None = None,
    is_withheld: bool = False,
    is_at_risk: bool = False,
) -> LetterAsk:
    """An organisation signs."""
    at = at or clock.now()
    ask = ask_of(name)
    shown, now = queries.shown_to(ask, at=at), queries.shown_version(ask)
    given = signing.Signing(people, now if version is None else version, is_withheld, is_at_risk)
    signing.sign(ask, shown, given, version=now, by=BY, at=at)
    db.session.flush()
    return ask


def signed() -> JointLetter:
    """A letter that three organisations signed, one of them with its name withheld, closed."""
    letter = opened()
    sign("Peace Direct")
    sign("Burma Campaign", (Signatory("Ada", "Chair"), Signatory("Ben", "Trustee")))
    sign("Rights for Peace", (), is_withheld=True, is_at_risk=True)
    actions.close(letter, by=BY, at=clock.now())
    return letter


def sent() -> JointLetter:
    """A letter that was sent to two addressees."""
    letter = signed()
    posting.send(letter, one(Body, id=letter.body_id), by=BY, at=clock.now(), is_date_meant=True)
    db.session.flush()
    return letter


def addressee(name: str) -> LetterAddressee:
    """One of the addressees."""
    found: LetterAddressee = one(LetterAddressee, name=name)
    return found


def told(kind: str) -> list[int]:
    """To whom messages of a kind are queued, in order."""
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id))
    return [m.person_id for m in rows if m.person_id is not None]
