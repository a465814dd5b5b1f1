"""Plants a word of its own into every closed text of the test world, and says by hand who may come upon it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask

from convene import clock
from convene.access.models import Admission
from convene.accounts.models import Visit
from convene.agendas.actions import retime
from convene.agendas.models import AgendaItem, ChairNote
from convene.agendas.terms import Subject
from convene.assets.models import AssetLine, AssetStatement, Preparation
from convene.bodies.models import Party
from convene.calls.models import PaperCall
from convene.db import db, work
from convene.incoming.models import IncomingEntry, WatchedCountry
from convene.incoming.terms import Fate
from convene.invitations.models import Invitation, Nomination
from convene.invitations.telling import retell
from convene.meetings.models import Meeting, MeetingSession
from convene.papers import store
from convene.papers.actions import Filed, replace
from convene.papers.inspection import inspect
from convene.papers.models import Paper, PaperVersion
from convene.people.models import Contact
from convene.people.terms import AssetClass
from convene.reading.actions import write_note
from convene.reading.models import PaperShare
from tests.access import circulated, planted_membership, planted_polls, planted_recommendations, records_planted
from tests.access.joining_planted import joining
from tests.access.planning_words import plant_planning
from tests.access.rounds_planted import plant_rounds
from tests.access.standing import (
    AT_COUNCIL,
    BOARD,
    BY_LINK,
    COUNCIL,
    DESK,
    GUEST_LINK,
    GUESTS,
    NL,
    NOBODY,
    SEATED,
    SEATS,
    SPEAKER,
    US,
)  # fmt: skip
from tests.access.world import World
from tests.browser import TESTS
from tests.build import BY, a_pdf, invitation_of, item_of, one, open_session, term_of
from tests.incoming.made import decided, handed_in, the

INVITED = SEATS | GUESTS | SPEAKER | BY_LINK  # Alternates are not invited, but see what the board's seats see.
MEMBERS = BOARD | SEATS
AT_OPEN = MEMBERS | GUESTS | GUEST_LINK
ITEM_COLUMNS = ("title", "outcome", "lead", "countries", "video_link")
SESSION_COLUMNS = ("title", "room", "getting_in", "video_link")
MEMBER_LINK = frozenset({"primary_nl by link"})


@dataclass(frozen=True, slots=True)
class Word:
    """A planted word: who may read it, who does on a page (all of them, unless said), who on which other outlets."""

    label: str
    mark: str
    allowed: frozenset[str]
    on_page: frozenset[str]
    out_to: frozenset[str]
    outlets: frozenset[str]
    is_agenda: bool = False


@dataclass(slots=True)
class Planted:
    """The words, by label."""

    words: dict[str, Word] = field(default_factory=dict)

    def plant(
        self,
        label: str,
        allowed: Iterable[str],
        *,
        on_page: Iterable[str] | None = None,
        out_to: Iterable[str] | None = None,
        outlets: Iterable[str] = (),
        is_agenda: bool = False,
    ) -> str:
        """A new word of ten letters that nothing else contains."""
        letters = (chr(97 + b % 26) for b in hashlib.sha256(label.encode()).digest())
        mark = "zq" + "".join(next(letters) for _ in range(7)) + "q"
        whom = frozenset(allowed)
        seen = whom if on_page is None else frozenset(on_page)
        out = whom if out_to is None else frozenset(out_to)
        self.words[label] = Word(label, mark, whom, seen, out, frozenset(outlets), is_agenda)
        return mark

    def columns(self, row: Any, label: str, names: Iterable[str], allowed: Iterable[str], **more: Any) -> None:
        """Plant a word into each of these columns of a row."""
        for name in names:
            mark = self.plant(f"{label} {name}", allowed, **more)
            setattr(row, name, f"https://video.example/{mark}" if name == "video_link" else mark)


def filed(app: Flask, name: str, body: str, author: str) -> Filed:
    """A real PDF with a word in its text and one in its properties, taken in as any other."""
    folder = app.config["CONVENE"].papers
    source, clean = store.new_file(folder), store.new_file(folder)
    clean.unlink()
    source.write_bytes(a_pdf(body, author=author))
    verdict = inspect(source, clean_to=clean, file_name=name)
    size = source.stat().st_size
    return Filed(
        verdict.file_name, str(verdict.media_type), size, verdict.pages, str(verdict.pages_are),
        store.keep(source, folder), store.keep(clean, folder),
    )  # fmt: skip


def plant(world: World) -> Planted:
    """Plant words everywhere, and let the calendar follow. Needs the fixed instant."""
    found = Planted()
    with world.app.app_context():
        with work(TESTS):
            circulated.before(found, world)
        with work(TESTS):
            _meetings(found, world)
            _sessions(found, world)
            _items(found, world)
            _people(found, world)
            _reading(found, world)
            _calls(found, world)
            _assets(found, world)
            _incoming(found, world)
            records_planted.plant(found, world)
            planted_recommendations.plant(found, world)
            planted_membership.plant(found, world)
            planted_polls.plant(found, world)
            joining(found, world)
            plant_planning(found, world.keys)
            plant_rounds(found, world)
        _papers(found, world)
        with work(TESTS):
            for name in ("convened", "other"):
                retell(one(Meeting, key=world.keys[f"meeting {name}"]), at=clock.now())
            circulated.afterwards(found, world)
    return found


def _meetings(found: Planted, world: World) -> None:
    names = ("title", "symbol", "notice", "venue", "address", "getting_in")
    row = one(Meeting, key=world.keys["meeting convened"])
    found.columns(row, "meeting", names[:2], MEMBERS, outlets={"pdf"})
    found.columns(row, "meeting", names[2:], BOARD | INVITED, outlets={"pdf"})
    row.covering_note = found.plant("covering note", BOARD, outlets=())
    draft = one(Meeting, key=world.keys["meeting draft"])
    found.columns(draft, "draft", names, BOARD, outlets={"pdf"})
    cancelled = one(Meeting, key=world.keys["meeting cancelled"])
    found.columns(cancelled, "cancelled", names[:2], MEMBERS, outlets={"pdf"})
    # What does not take place has no place to go to any more.
    found.columns(cancelled, "cancelled", names[2:], MEMBERS | {"ngo_guest"}, on_page=NOBODY)
    other = one(Meeting, key=world.keys["meeting other"])
    found.columns(other, "other", names[:2], COUNCIL | SEATED["council"], outlets={"pdf"})
    found.columns(other, "other", names[2:], AT_COUNCIL, outlets={"pdf"})


def _afternoon(meeting: Meeting) -> MeetingSession:
    """A closed session of which nobody without a seat is admitted to anything."""
    item = item_of(meeting, Subject.SITUATION_UPDATE)
    found: MeetingSession = one(MeetingSession, id=item.session_id)
    return found


def _sessions(found: Planted, world: World) -> None:
    meeting = one(Meeting, key=world.keys["meeting convened"])
    closed = _afternoon(meeting)
    # A member's link shows, of what is closed, when and where they are awaited, as their mail did (settled 6, 20).
    as_mailed: dict[str, Any] = {"outlets": {"pdf"}, "out_to": MEMBERS}
    found.columns(closed, "closed session", SESSION_COLUMNS[:2], MEMBERS | MEMBER_LINK, **as_mailed)
    found.columns(closed, "closed session", SESSION_COLUMNS[2:], MEMBERS, outlets={"pdf"})
    closed.guest_title = found.plant("closed session guest_title", BOARD)
    opened = open_session(meeting)
    found.columns(opened, "open session", ("title",), MEMBERS | MEMBER_LINK, **as_mailed)
    as_mailed = {"outlets": {"pdf"}, "out_to": AT_OPEN}
    found.columns(opened, "open session", ("room",), AT_OPEN | MEMBER_LINK, **as_mailed)
    found.columns(opened, "open session", SESSION_COLUMNS[2:], AT_OPEN, outlets={"pdf"})
    opened.guest_title = found.plant("open session guest_title", BOARD | GUESTS | GUEST_LINK)
    drafted = one(MeetingSession, key=world.keys["session draft"])
    found.columns(drafted, "draft session", SESSION_COLUMNS, BOARD, outlets={"pdf"})
    other = one(MeetingSession, key=world.keys["session other"])
    found.columns(other, "other session", ("title",), COUNCIL | SEATED["council"], outlets={"pdf"})
    found.columns(other, "other session", SESSION_COLUMNS[1:], AT_COUNCIL, outlets={"pdf"})
    for session in (closed, opened, drafted, other):
        retime(session)


def _items(found: Planted, world: World) -> None:
    meeting = one(Meeting, key=world.keys["meeting convened"])
    update = item_of(meeting, Subject.SITUATION_UPDATE)
    about: dict[str, Any] = {"outlets": {"pdf"}, "is_agenda": True}
    found.columns(update, "closed item", ITEM_COLUMNS, MEMBERS, **about)
    for name, allowed in {
        "closed": MEMBERS | SPEAKER,
        "convened": AT_OPEN,
        "withheld": MEMBERS,
        "narrowed": BOARD | NL | US,
        "draft": BOARD,
        "cancelled": MEMBERS,
        "other": AT_COUNCIL,
    }.items():
        row = one(AgendaItem, key=world.keys[f"item {name}"])
        found.columns(row, f"item {name}", ITEM_COLUMNS[:-1], allowed, **about)
        # Nobody joins by video what is cancelled.
        where = {"on_page": NOBODY, "is_agenda": True} if name == "cancelled" else about
        found.columns(row, f"item {name}", ITEM_COLUMNS[-1:], allowed, **where)
        # Headings and annotations speak of the whole agenda: they are for the members and their secretariat.
        seated = frozenset(allowed) & (MEMBERS | COUNCIL | SEATED["council"])
        found.columns(row, f"item {name}", ("section",), seated, **about)
        found.columns(row, f"item {name}", ("annotation",), seated, is_agenda=True)
    _notes(found, world)


def _notes(found: Planted, world: World) -> None:
    """The chair's private notes: the Netherlands take the chair of the board meeting; nobody does elsewhere."""
    for name, allowed in {"closed": BOARD | {"primary_nl"}, "draft": BOARD, "other": COUNCIL}.items():
        item = one(AgendaItem, key=world.keys[f"item {name}"])
        meeting = one(Meeting, id=item.meeting_id)
        text = found.plant(f"chair's note on the item {name}", allowed, outlets={"pdf"}, is_agenda=True)
        db.session.add(
            ChairNote(
                body_id=item.body_id, meeting_id=meeting.id, item_id=item.id, person_id=meeting.chair_id, text=text
            )
        )  # fmt: skip


def _people(found: Planted, world: World) -> None:
    meeting = one(Meeting, key=world.keys["meeting convened"])
    survivors, at_risk = (one(Contact, id=term_of(k).contact_id) for k in ("ngo_survivors", "ngo_at_risk"))
    found.columns(survivors, "guest", ("name", "function"), MEMBERS)
    survivors.telephone = found.plant("guest telephone", BOARD, on_page=NOBODY)
    survivors.address = found.plant("guest address", BOARD) + "@tnap.example"
    found.columns(at_risk, "guest at risk", ("name",), BOARD)
    party = one(Party, id=term_of("ngo_survivors").party_id)
    found.columns(party, "guest's party", ("name",), MEMBERS)
    remarked: Invitation = invitation_of("primary_us", meeting)
    remarked.remark = found.plant("remark", BOARD | {"primary_us"})
    reasoned: Invitation = invitation_of("ngo_survivors", meeting)
    reasoned.reason = found.plant("invitation reason", BOARD)
    admission = one(Admission, key=world.keys["admission convened"])
    admission.reason = found.plant("admission reason", BOARD)
    nomination = one(Nomination, key=world.keys["nomination convened"])
    # Whoever named somebody is shown whom.
    found.columns(nomination, "nomination", ("name",), BOARD | {"primary_nl"} | MEMBER_LINK)
    found.columns(nomination, "nomination", ("function", "address"), BOARD)
    other = one(Nomination, key=world.keys["nomination other"])
    found.columns(other, "other nomination", ("name",), COUNCIL | {"steering_oxford"})
    found.columns(other, "other nomination", ("function", "address"), COUNCIL)
    for visit in db.session.query(Visit).filter_by(person_id=term_of("primary_us").person_id):
        visit.browser = found.plant("browser", {"primary_us"})


def _reading(found: Planted, world: World) -> None:
    """Notes are their writer's alone; with whom a paper is shared, the member's and the secretariat's."""
    for name, key in (
        ("closed", "primary_nl"),
        ("closed", "secretary"),
        ("closed", "desk_nl"),
        ("other", "council_member"),
    ):
        row = one(Paper, key=world.keys[f"paper {name}"])
        words, day = found.plant(f"note of {key}", {key}, is_agenda=True), clock.now() + timedelta(days=90)
        write_note(row, None, words, person_id=term_of(key).person_id, kept_until=day, at=clock.now())
    share = one(PaperShare, key=world.keys["share other"])
    officer = one(Contact, person_id=share.person_id)
    found.columns(officer, "desk officer", ("name",), COUNCIL | {"steering_oxford"})


def _incoming(found: Planted, world: World) -> None:
    """A proposal and its reason are its member's and the secretariat's; what is held on a country the latter's."""
    meeting = one(Meeting, key=world.keys["meeting convened"])
    words: dict[str, Any] = {"is_agenda": True}
    dk = {"primary_dk", "alternate_dk"}
    row = one(IncomingEntry, party_id=term_of("primary_dk").party_id)
    found.columns(row, "proposal", ("title", "explanation", "outcome", "countries"), BOARD | dk, **words)
    turned_down = handed_in(meeting, "primary_us", title="Turned down")
    turned_down.title = found.plant("declined proposal title", BOARD | US, **words)
    reason = found.plant("declined proposal reason", BOARD | US, **words)
    decided(meeting, Fate.DECLINED, the(meeting, turned_down.title), reason=reason)
    watched = one(WatchedCountry, country="Ostrin")
    found.columns(watched, "watched country", ("country", "note"), BOARD, **words)


def _assets(found: Planted, world: World) -> None:
    """What is asked of the capitals; a filed statement is the board's, a draft its party's and the secretariat's."""
    meeting = one(Meeting, key=world.keys["meeting convened"])
    asked = one(Preparation, meeting_id=meeting.id)
    found.columns(asked, "preparation", ("questions",), MEMBERS, is_agenda=True)
    drafted = Preparation(body_id=asked.body_id, meeting_id=one(Meeting, key=world.keys["meeting draft"]).id)
    drafted.prepare_on, drafted.due_at = asked.prepare_on, asked.due_at
    found.columns(drafted, "draft preparation", ("questions",), BOARD, is_agenda=True)
    db.session.add(drafted)
    dk = {"primary_dk", "alternate_dk"}
    for name, allowed, outlets in (("Netherlands", MEMBERS, {"pdf"}), ("Denmark", BOARD | dk, set[str]())):
        party = one(Party, body_id=meeting.body_id, name=name)
        statement = one(AssetStatement, meeting_id=meeting.id, party_id=party.id)
        line = one(AssetLine, statement_id=statement.id, asset_class=AssetClass.STABILISATION)
        about: dict[str, Any] = {"outlets": outlets, "is_agenda": True}
        found.columns(statement, f"statement of {name}", ("answers",), allowed, **about)
        more = about | {"outlets": outlets | {"file"}} if outlets else about
        found.columns(line, f"statement of {name}", ("capacity", "caveats"), allowed, **more)


def _calls(found: Planted, world: World) -> None:
    """What is asked, and why there is more time: for the secretariat and whoever owes it, on their pages alone."""
    for name, allowed in {
        "convened": BOARD | NL,
        "guest": BOARD | {"ngo_guest", "ngo_guest by link"},
        "draft": BOARD,
        "other": COUNCIL | {"council_member"},
    }.items():
        row = one(PaperCall, key=world.keys[f"call {name}"])
        row.extended_to, row.extended_by = row.due_at + timedelta(days=1), BY
        found.columns(row, f"call {name}", ("wish", "extension_reason"), allowed, is_agenda=True)


# Who may read a paper: its page and its file.
PAPERS = {
    "closed": MEMBERS | SPEAKER | DESK,
    "guest": MEMBERS | {"ngo_documentation"},
    "released": AT_OPEN,
    "withdrawn": NOBODY,
    "draft": BOARD,
    "cancelled": MEMBERS,
    "other": AT_COUNCIL,
}
KEEPERS = {"closed": BOARD, "guest": BOARD, "released": BOARD, "draft": BOARD, "cancelled": BOARD, "other": COUNCIL}
UPLOADERS = {
    "closed": {"primary_nl"}, "guest": {"ngo_documentation"}, "released": {"ngo_guest", "ngo_guest by link"},
    "other": {"council_member"},
}  # fmt: skip


def _papers(found: Planted, world: World) -> None:
    for name, allowed in PAPERS.items():
        body = found.plant(f"paper {name} body", allowed, on_page=NOBODY, outlets={"file"}, is_agenda=True)
        writers = KEEPERS.get(name, NOBODY) | UPLOADERS.get(name, NOBODY)
        author = found.plant(f"paper {name} author", writers, on_page=NOBODY, outlets={"file"}, is_agenda=True)
        file_name = found.plant(f"paper {name} file_name", allowed, is_agenda=True)
        made = filed(world.app, f"{file_name}.pdf", body, author)
        with work(TESTS):
            row = one(Paper, key=world.keys[f"paper {name}"])
            item, meeting = one(AgendaItem, id=row.item_id), one(Meeting, id=row.meeting_id)
            # The journal goes on naming a paper that was withdrawn, to the secretariat.
            titled = BOARD if name == "withdrawn" else allowed
            # A desk officer reads what is shared with them and sees no agenda.
            listed: dict[str, Any] = {"outlets": {"pdf"}, "out_to": allowed - DESK, "is_agenda": True}
            found.columns(row, f"paper {name}", ("title",), titled, **listed)
            found.columns(row, f"paper {name}", ("from_whom",), allowed, **listed)
            state, meeting.state = meeting.state, "convened"  # A cancelled meeting takes no further version.
            replace(row, item, meeting, made, person_id=row.by_person_id, by=BY, at=clock.now())
            meeting.state = state
            db.session.flush()  # The version is read back.
            world.keys[f"version {name} planted"] = one(PaperVersion, paper_id=row.id, number=2).key
