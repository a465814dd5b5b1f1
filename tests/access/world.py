"""The world of the access tests: the seeded network with an object of each kind in each state, each under a plain name.

Names are “kind state”: “meeting draft”, “item withheld”, “paper other”. “other” is of another body, “missing” is
nothing at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.access.models import Admission
from convene.access.terms import Audience
from convene.accounts.actions import new_sign_in_link
from convene.accounts.models import Visit
from convene.accounts.proofs import Purpose, token
from convene.agendas.actions import narrow_item, retime
from convene.agendas.chairing import set_chair
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Body, Party
from convene.calls import actions as call_actions
from convene.calls.telling import send as send_calls
from convene.calls.terms import Asking, Debtor
from convene.db import db, work
from convene.demo.cast import CAST
from convene.demo.seed import brief
from convene.invitations.actions import Portions, cancel_meeting, convene, prepare_invitation
from convene.invitations.answers import Nominee, nominate
from convene.invitations.models import Invitation
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.papers.actions import Filed, Sender, upload, withdraw
from convene.papers.models import Paper, PaperVersion
from convene.papers.terms import PaperKind
from convene.people.actions import give_term, take_on_record
from convene.people.models import Contact, Person
from convene.people.terms import TermRole
from convene.placing import place_meeting
from convene.reading.actions import Officer, name_officer, share
from convene.stages.actions import Wish, circulate
from convene.stages.terms import Stage
from tests.access import membership_world, records_world
from tests.access.joining_world import a_letter_at_risk, joined
from tests.access.planning_world import planning_keys
from tests.access.polls_world import polls
from tests.access.recommendations_world import recommendations
from tests.access.rounds_world import rounds
from tests.browser import TESTS, Browser, anonymous, browser_of, by_link
from tests.build import BY, a_draft, an_item, board_meeting, body, invitation_of, item_of, one, open_session, term_of

STRANGER = "stranger"
LINKED = ("primary_nl", "speaker_on_link", "ngo_guest")
MISSING = "AAAAAAAAAAAAAAAAAAAAAA"  # As long as a key, and nobody's.


@dataclass(frozen=True, slots=True)
class World:
    """An application with everything in it; `keys` maps the name of an object to what stands for it in addresses."""

    app: Flask
    keys: dict[str, str]
    browsers: dict[str, Browser]


@dataclass(frozen=True, slots=True)
class Rows:
    """How much the journal and the outbox hold, and the tables that are not as they were when the ledger was opened."""

    journal: int
    outbox: int
    changed: tuple[str, ...]


# Tries are counted whether or not they succeed; they say nothing about anybody.
COUNTERS = frozenset({"attempts"})


class Ledger:
    """A second connection to the database file that counts, and can put everything back."""

    def __init__(self, file: Path) -> None:
        self.live = sqlite3.connect(file)
        self.live.execute("PRAGMA synchronous=OFF")  # Nothing here need outlive the machine.
        self.kept = sqlite3.connect(":memory:")
        self.live.backup(self.kept)
        named = self.kept.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        self.tables = [name for (name,) in named if name not in COUNTERS]
        self.version = self._version()

    def _version(self) -> int:
        """SQLite's own mark of whether anything was committed elsewhere."""
        return int(self.live.execute("PRAGMA data_version").fetchone()[0])

    def _rows(self, connection: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
        return connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid').fetchall()  # noqa: S608 - names are ours

    def rows(self) -> Rows:
        """What is there now; tables are compared only where something was committed at all."""
        journal = self.live.execute("SELECT count(*) FROM journal").fetchone()[0]
        outbox = self.live.execute("SELECT count(*) FROM outbox").fetchone()[0]
        moved = self._version() != self.version
        changed = [t for t in self.tables if moved and self._rows(self.live, t) != self._rows(self.kept, t)]
        return Rows(journal, outbox, tuple(changed))

    def put_back(self) -> None:
        """Everything as it was when this ledger was opened."""
        self.kept.backup(self.live)
        self.version = self._version()

    def close(self) -> None:
        """Let go of the file."""
        self.live.close()
        self.kept.close()


def made(app: Flask) -> World:
    """The world over a seeded instance. Needs the fixed instant."""
    with app.app_context():
        filed = brief(app.config["CONVENE"])
        with work(TESTS):
            keys = _board(filed) | _draft(filed) | _cancelled(filed) | _council(filed)
            keys |= recommendations()
            keys |= membership_world.made()
            keys |= polls()
            keys |= joined(keys)
            keys |= {f"body {name}": body(symbol).key for name, symbol in _BODIES.items()}
            keys |= planning_keys()
            keys |= rounds()
            keys |= records_world.made()
            link = new_sign_in_link(term_of("ngo_guest").person_id, at=clock.now())[1]
            keys |= {"mailed at_risk": a_letter_at_risk()}
            keys |= {"text sign-in": link, "text void": MISSING + "B" * 32, "name face": "SourceSansPro-Regular.ttf"}
            keys |= {"filename sheet": "convene.css", "library sheet": "css/bootstrap.min.css"}
    browsers = _browsers(app)
    with app.app_context(), work(TESTS):
        for key in ("primary_nl", "ngo_guest"):
            wanted = select(Visit.key).where(Visit.person_id == term_of(key).person_id, Visit.invitation_id.is_(None))
            keys[f"visit {key}"] = db.session.scalars(wanted).one()
    return World(app, keys, browsers)


_BODIES = {"board": "TNAP", "council": "TAPRC", "network": "R2PFP"}


def _browsers(app: Flask) -> dict[str, Browser]:
    with app.app_context(), work(TESTS):
        meeting = board_meeting().id
    found = {STRANGER: anonymous(app)} | {c.key: browser_of(app, c.key) for c in CAST}
    return found | {f"{key} by link": by_link(app, key, meeting) for key in LINKED}


def sender(key: str, from_whom: str, *, for_admitted: bool) -> Sender:
    """A character who sends a paper for their party."""
    term = term_of(key)
    party = None if key.startswith("secretary") else term.party_id
    return Sender(term.person_id, party, from_whom, for_admitted=for_admitted)


def paper(item: AgendaItem, filed: Filed, from_: Sender, title: str) -> Paper:
    """A paper to an item."""
    meeting = one(Meeting, id=item.meeting_id)
    return upload(item, meeting, filed, title=title, kind=PaperKind.STATEMENT, sender=from_, by=BY, at=clock.now())


def _with_version(name: str, found: Paper) -> dict[str, str]:
    db.session.flush()  # The version is read back.
    return {f"paper {name}": found.key, f"version {name}": one(PaperVersion, paper_id=found.id).key}


def _about(name: str, meeting: Meeting, *, session: Any, item: AgendaItem, invited: str) -> dict[str, str]:
    return {
        f"meeting {name}": meeting.key,
        f"session {name}": session.key,
        f"item {name}": item.key,
        f"invitation {name}": invitation_of(invited, meeting).key,
    }


def _board(filed: Filed) -> dict[str, str]:
    meeting = board_meeting()
    dive, opened = item_of(meeting, Subject.DEEP_DIVE), item_of(meeting, Subject.INPUT_OF_GUESTS)
    keys = _about("convened", meeting, session=open_session(meeting), item=opened, invited="ngo_guest")
    narrowed = item_of(meeting, Subject.ECONOMIC_ACTORS)
    members = [one(Party, body_id=meeting.body_id, name=name).id for name in ("Netherlands", "United States")]
    narrow_item(narrowed, members, by=BY, at=clock.now())
    withheld = an_item(open_session(meeting), "Among members", audience=Audience.CLOSED)
    retime(open_session(meeting))
    closed = one(AgendaItem, id=dive.id)
    keys |= {"item closed": dive.key, "item narrowed": narrowed.key, "item withheld": withheld.key}
    keys |= {"session closed": one(MeetingSession, id=closed.session_id).key}
    nl = one(Paper, item_id=dive.id)
    guest = one(Paper, item_id=opened.id)
    keys |= _with_version("closed", nl) | _with_version("guest", guest)
    released = paper(opened, filed, sender("ngo_guest", "Early Warning Watch", for_admitted=True), "Released statement")
    keys |= _with_version("released", released)
    gone = paper(opened, filed, sender("ngo_guest", "Early Warning Watch", for_admitted=True), "Withdrawn statement")
    keys |= _with_version("withdrawn", gone)
    withdraw(gone, by=BY, at=clock.now())
    keys |= {"share closed": _shared(nl, "primary_nl", one(Contact, id=term_of("desk_nl").contact_id))}
    set_chair(meeting, term_of("primary_nl").person_id, by=BY, at=clock.now())
    head = invitation_of("primary_nl", meeting)
    named = nominate(head, meeting, Nominee("Adviser", "", "adviser@tnap.example"), by=BY, at=clock.now())
    keys |= {"invitation seat": head.key, "nomination convened": named.key}
    keys |= {"call convened": a_call(closed, party_owes(closed, "Netherlands"), PaperKind.STATEMENT)}
    keys |= {"call guest": a_call(opened, Debtor(None, term_of("ngo_guest").person_id, "", ""))}
    admission = one(Admission, item_id=dive.id)
    keys |= {"admission convened": admission.key, "text link": _link(invitation_of("ngo_guest", meeting))}
    term = term_of("ngo_guest")
    keys |= {"term convened": term.key, "contact convened": one(Contact, id=term.contact_id).key}
    person = one(Person, id=term.person_id)
    place_meeting(meeting.id)
    keys |= {"stage convened": _circulated(meeting)}
    return keys | {"text feed": token(Purpose.FEED, person.key, person.feed_generation)}


def _shared(found: Paper, by: str, officer: Contact) -> str:
    term = term_of(by)
    party = one(Party, id=term.party_id)
    return share(found, party, officer, by=one(Person, id=term.person_id).key, at=clock.now()).key


def _circulated(meeting: Meeting) -> str:
    wish = Wish(Stage.PROVISIONAL, all_the_same=True)
    return circulate(meeting, wish, by=BY, at=clock.now())[0].key


def _link(invitation: Invitation) -> str:
    return token(Purpose.INVITATION, invitation.key, invitation.generation)


def _invite(meeting: Meeting, key: str, portions: Portions) -> None:
    term = term_of(key)
    party = db.session.get(Party, term.party_id) if term.party_id else None
    prepare_invitation(meeting, term, party=party, portions=portions, by=BY, at=clock.now())


def _draft(filed: Filed) -> dict[str, str]:
    meeting = one(Meeting, body_id=body().id, state=MeetingState.DRAFT)
    _invite(meeting, "primary_nl", Portions())
    _invite(meeting, "ngo_guest", Portions(sessions=(open_session(meeting),), reason="Usual"))
    item = item_of(meeting, Subject.INPUT_OF_GUESTS)
    asked = a_call(item, party_owes(item, "Netherlands"))
    drafted = paper(item, filed, sender("secretary", "Secretariat", for_admitted=True), "Draft paper")
    keys = _about("draft", meeting, session=open_session(meeting), item=item, invited="primary_nl")
    return keys | _with_version("draft", drafted) | {"call draft": asked}


def _cancelled(filed: Filed) -> dict[str, str]:
    meeting = a_draft(starts_on=date(2027, 11, 9))
    _invite(meeting, "primary_nl", Portions())
    _invite(meeting, "ngo_guest", Portions(sessions=(open_session(meeting),), reason="Usual"))
    item = item_of(meeting, Subject.DEEP_DIVE)
    shown = paper(item, filed, sender("secretary", "Secretariat", for_admitted=True), "Cancelled paper")
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=clock.now())
    place_meeting(meeting.id)
    sent = _circulated(meeting)
    cancel_meeting(meeting, by=BY, at=clock.now())
    keys = _about("cancelled", meeting, session=open_session(meeting), item=item, invited="primary_nl")
    keys |= {"stage cancelled": sent}
    return keys | _with_version("cancelled", shown)


def _council(filed: Filed) -> dict[str, str]:
    meeting = one(Meeting, body_id=body("TAPRC").id)
    item = item_of(meeting, Subject.RESEARCH)
    own = paper(item, filed, sender("council_member", "Institute", for_admitted=True), "Council paper")
    keys = _about("other", meeting, session=open_session(meeting), item=item, invited="council_member")
    term = term_of("council_member")
    keys |= {"term other": term.key, "contact other": one(Contact, id=term.contact_id).key}
    keys |= {"stage other": _circulated(meeting)}
    head = invitation_of("steering_oxford", meeting)
    named = nominate(head, meeting, Nominee("Fellow", "", "fellow@taprc.example"), by=BY, at=clock.now())
    admission = one(Admission, meeting_id=meeting.id, person_id=term.person_id)
    _somebody_to_invite(meeting)
    keys |= {"call other": a_call(item, Debtor(None, term.person_id, "", ""))}
    keys |= {"nomination other": named.key, "admission other": admission.key}
    oxford = one(Party, id=term_of("steering_oxford").party_id)
    desk = Officer("Desk at Oxford", "", "desk@taprc.example")
    officer = name_officer(body("TAPRC"), oxford, desk, by=BY, at=clock.now())
    keys |= {"share other": _shared(own, "steering_oxford", officer)}
    return keys | _with_version("other", own)


def a_call(item: AgendaItem, debtor: Debtor, kind: PaperKind = PaperKind.BRIEF) -> str:
    """A paper that is asked for; where its meeting is convened, whoever owes it is told. Gives its key."""
    meeting = one(Meeting, id=item.meeting_id)
    asking = Asking(kind, "Two pages", meeting.papers_due_at, 24)
    (call,) = call_actions.prepare(meeting, item, [debtor], asking, known=[], by=BY, at=clock.now())
    db.session.flush()  # Its key is read.
    if meeting.announced:
        send_calls(meeting, by=BY, at=clock.now())
    return str(call.key)


def party_owes(item: AgendaItem, name: str) -> Debtor:
    """A party of the item's body that owes a paper."""
    found = one(Party, body_id=item.body_id, name=name)
    return Debtor(found.id, None, found.key, found.name)


def path_of(world: World, endpoint: str, arguments: Iterable[str], name: str) -> str:
    """The path of an endpoint for the object of that name; for what does not exist, with a key that is nobody's."""
    given: dict[str, Any] = dict.fromkeys(arguments, world.keys.get(name, MISSING))
    with world.app.test_request_context():
        return str(world.app.url_for(endpoint, **given))


def _somebody_to_invite(meeting: Meeting) -> None:
    owner, party = one(Body, id=meeting.body_id), one(Party, body_id=meeting.body_id, name="McGill University")
    contact = take_on_record(owner, name="Member", address="member@taprc.example", by=BY, at=clock.now())
    give_term(
        contact, body=owner, party=party, role=TermRole.COUNCIL_MEMBER, starts_on=date(2027, 1, 1), by=BY,
        at=clock.now(),
    )  # fmt: skip


def database_file(app: Flask) -> Path:
    """The file behind an application on SQLite."""
    return Path(str(app.config["CONVENE"].database_url).removeprefix("sqlite:///"))
