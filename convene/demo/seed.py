"""Seeds the demonstration network into an empty instance, by the same actions that people use."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from convene import clock
from convene.access.terms import Audience, system
from convene.agendas.actions import Wording, add_item, draft_from_template
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting
from convene.agendas.templates import meeting_templates
from convene.agendas.terms import ItemKind, Subject
from convene.bodies.actions import change_body, found_body, take_party
from convene.bodies.models import Body, Party
from convene.config import Settings
from convene.db import db, work
from convene.demo.assets import prepare_assets
from convene.demo.cast import CAST, PARTIES, Character
from convene.demo.memory import seed_memory, seed_proposal
from convene.demo.years import seed_years
from convene.ical.terms import Partstat
from convene.invitations.actions import Portions, convene, prepare_invitation
from convene.invitations.answers import Answer, answer
from convene.invitations.models import Invitation
from convene.invitations.terms import Attendance
from convene.inviting import USUAL_REASON
from convene.meetings.actions import Place
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import sessions_of
from convene.papers import store
from convene.papers.actions import Filed, Sender, upload
from convene.papers.inspection import inspect
from convene.papers.terms import PaperKind
from convene.people.actions import give_term, take_on_record
from convene.people.models import Term
from convene.people.terms import TermRole
from convene.placing import place_meeting

BY = "demonstration"
READER = system(BY)


def is_empty() -> bool:
    """Whether the instance holds no body yet."""
    with work(READER) as session:
        return session.scalars(select(Body).limit(1)).first() is None


def seed(settings: Settings, *, at: datetime, with_meetings: bool = True) -> None:
    """Seed bodies, people, a convened board meeting beside the General Assembly, and a briefing. Does nothing twice."""
    if not is_empty():
        return
    with work(READER):
        bodies = _bodies(at)
        terms = _people(bodies, at)
        if not with_meetings:
            return
        spring = _spring_draft(bodies["TNAP"], at)
        board = _board_meeting(bodies["TNAP"], terms, at)
        _briefing(bodies["TAPRC"], terms, at)
        _gathering(bodies["R2PFP"], terms, at)
        _answers(board, terms, at)
        seed_years(bodies["TNAP"], spring, board, at=at)
        board_key, dk_key, nl, ngo = (
            board.key,
            terms["primary_dk"].key,
            _sender(terms["primary_nl"], "Netherlands"),
            _sender(terms["ngo_documentation"], "Documentation Centre"),
        )
    filed = brief(settings)
    with work(READER):
        meeting = db.session.scalars(select(Meeting).where(Meeting.key == board_key)).one()
        _papers(meeting, nl, ngo, filed, at)
        prepare_assets(meeting, at=at)
        proposer = db.session.scalars(select(Term).where(Term.key == dk_key)).one()
        seed_memory(meeting.body, at=at)
        seed_proposal(meeting, proposer, at=at)


def _bodies(at: datetime) -> dict[str, Body]:
    former = found_body(
        name="International Atrocity Prevention Working Group",
        short_name="Working Group",
        symbol="IAPWG",
        preset="S3",
        zone="America/New_York",
        by=BY,
        at=at,
    )
    board = found_body(
        name="Coordination Board of the Transatlantic Network",
        short_name="Coordination Board",
        symbol="TNAP",
        preset="S1",
        zone="Europe/Zurich",
        succeeds=former,
        by=BY,
        at=at,
    )
    council = found_body(
        name="Transatlantic Atrocity Prevention Research Council",
        short_name="Research Council",
        symbol="TAPRC",
        preset="S2",
        zone="Europe/London",
        not_attributed=True,
        by=BY,
        at=at,
    )
    network = found_body(
        name="Global Network of Focal Points",
        short_name="Focal Points",
        symbol="R2PFP",
        preset="S4",
        zone="America/New_York",
        by=BY,
        at=at,
    )
    for body in (board, council, network):
        change_body(
            body,
            telephone_name="Duty officer",
            telephone="+41 22 555 01 00",
            by=BY,
            at=at,
            reply_address=f"secretariat@{body.symbol.lower()}.example",
        )
    return {b.symbol: b for b in (board, council, network)}


def _people(bodies: dict[str, Body], at: datetime) -> dict[str, Term]:
    parties: dict[tuple[str, str], Party] = {}
    for p in PARTIES:
        parties[p.body, p.name] = take_party(
            bodies[p.body], name=p.name, kind=p.kind, standing=p.standing, country=p.country, zone=p.zone, by=BY, at=at
        )
    return {c.key: _character(bodies[c.body], parties.get((c.body, c.party)), c, at) for c in CAST}


def _character(body: Body, party: Party | None, character: Character, at: datetime) -> Term:
    contact = take_on_record(
        body,
        name=character.name,
        address=character.address,
        function=str(character.role).capitalize(),
        zone=character.zone,
        is_at_risk=character.is_at_risk,
        by=BY,
        at=at,
    )
    return give_term(
        contact,
        body=body,
        party=party,
        role=character.role,
        starts_on=clock.local(at, body.zone).date() - timedelta(days=400),
        by=BY,
        at=at,
    )


def _next(month: int, day: int, at: datetime) -> date:
    """The next such day at least two months ahead, or the Monday after it where two days would meet a weekend."""
    found = date(at.year, month, day)
    if found <= at.date() + timedelta(days=60):
        found = date(at.year + 1, month, day)
    return found if found.weekday() < 4 else found + timedelta(days=7 - found.weekday())


def _invite(meeting: Meeting, terms: list[Term], portions: Portions, at: datetime) -> None:
    for term in terms:
        party = db.session.get(Party, term.party_id) if term.party_id else None
        prepare_invitation(
            meeting, term, party=party, portions=portions, is_head=str(term.role).startswith("primary"), by=BY, at=at
        )


def _board_meeting(body: Body, terms: dict[str, Term], at: datetime) -> Meeting:
    place = Place(
        "New York",
        "America/New_York",
        "Conference building, 8th floor",
        "First Avenue",
        "Passes are issued at the visitors' entrance from 08:30; bring a document with a photograph.",
    )
    meeting = draft_from_template(
        body,
        meeting_templates()["coordination-board"],
        place=place,
        starts_on=_next(9, 21, at),
        is_provisional=True,
        by=BY,
        at=at,
    )
    meeting.notice = "Unclassified only"
    for session in sessions_of(meeting.id):
        session.room = "Room 8" if session.audience is Audience.CLOSED else "Room 3"
        session.video_link = f"https://video.example/{session.key[:8]}"
        for item in _items(session):
            item.room = session.room
    dive = _of_subject(meeting, Subject.DEEP_DIVE)
    dive.video_link, dive.countries = "https://video.example/deep-dive", "A country with early warning signs"
    _invite(meeting, [terms[key] for key in terms if key.startswith("primary_")], Portions(), at)
    opened = tuple(s for s in sessions_of(meeting.id) if s.audience is Audience.OPEN)
    _invite(
        meeting, [terms[k] for k in terms if k.startswith("ngo_")], Portions(sessions=opened, reason=USUAL_REASON), at
    )
    _invite(
        meeting, [terms["speaker_on_link"]], Portions(items=(dive,), reason="Speaks to this item by video (A10)"), at
    )
    _invite(
        meeting,
        [terms["observer_fr"]],
        Portions(sessions=opened, reason="Observer, invited to the open session (A4)"),
        at,
    )
    convene(
        meeting,
        covering_note="The Chair looks forward to your contribution.",
        telephone_name="Duty officer",
        telephone="+41 22 555 01 00",
        by=BY,
        at=at,
    )
    return meeting


def _items(session: MeetingSession) -> list[AgendaItem]:
    return [i for i in items_of_meeting(session.meeting_id) if i.session_id == session.id]


def _of_subject(meeting: Meeting, subject: Subject) -> AgendaItem:
    return next(i for i in items_of_meeting(meeting.id) if i.subject is subject)


def _spring_draft(body: Body, at: datetime) -> Meeting:
    place = Place("The Hague", "Europe/Amsterdam", "Ministry of Foreign Affairs", "Rijnstraat")
    return draft_from_template(
        body,
        meeting_templates()["coordination-board"],
        place=place,
        starts_on=_next(4, 15, at),
        is_provisional=True,
        by=BY,
        at=at,
    )


def _briefing(body: Body, terms: dict[str, Term], at: datetime) -> None:
    place = Place("New York", "America/New_York", "University club")
    meeting = draft_from_template(
        body,
        meeting_templates()["briefing"],
        place=place,
        starts_on=_next(9, 23, at),
        is_provisional=True,
        by=BY,
        at=at,
    )
    soon = clock.local(at + timedelta(days=14), meeting.zone).date()
    meeting.answers_due_at = min(meeting.answers_due_at, clock.at_wall(soon, time(18), meeting.zone))
    _invite(meeting, [terms["steering_oxford"]], Portions(), at)
    whole = tuple(sessions_of(meeting.id))
    _invite(meeting, [terms["council_member"]], Portions(sessions=whole, reason="Council member"), at)
    guest = _guest_of_council(body, terms["secretary_s4"], at)
    _invite(meeting, [guest], Portions(sessions=whole, reason="Leading advocacy organisation"), at)
    convene(meeting, covering_note="", telephone_name="Coordinator", telephone="+44 20 5550 0100", by=BY, at=at)


def _guest_of_council(body: Body, other: Term, at: datetime) -> Term:
    """The secretariat of one body as a guest of another: the same person, known to each by itself (settled 1)."""
    secretary = next(c for c in CAST if c.key == "secretary_s4")
    contact = take_on_record(body, name="Global Centre", address=secretary.address, by=BY, at=at)
    party = db.session.scalars(select(Party).where(Party.body_id == body.id, Party.name == "Global Centre")).one()
    return give_term(contact, body=body, party=party, role=TermRole.CONTACT, starts_on=other.starts_on, by=BY, at=at)


def _gathering(body: Body, terms: dict[str, Term], at: datetime) -> None:
    place = Place("Ljubljana", "Europe/Ljubljana", "Government centre")
    meeting = draft_from_template(
        body,
        meeting_templates()["briefing"],
        place=place,
        starts_on=_next(6, 10, at),
        is_provisional=True,
        by=BY,
        at=at,
    )
    session = sessions_of(meeting.id)[0]
    add_item(session, Wording("National experiences", ItemKind.DISCUSSION, Subject.OTHER, 30), by=BY, at=at)
    _invite(meeting, [terms["focal_point_gh"]], Portions(), at)
    convene(meeting, covering_note="", telephone_name="", telephone="", by=BY, at=at)


def _answers(meeting: Meeting, terms: dict[str, Term], at: datetime) -> None:
    given = {
        "primary_us": Answer(Partstat.ACCEPTED, Attendance.IN_PERSON),
        "primary_nl": Answer(Partstat.ACCEPTED, Attendance.IN_PERSON),
        "primary_gb": Answer(Partstat.TENTATIVE, Attendance.IN_PERSON),
        "primary_au": Answer(Partstat.ACCEPTED, Attendance.BY_VIDEO),
        "ngo_documentation": Answer(Partstat.ACCEPTED, Attendance.IN_PERSON),
    }
    for key, reply in given.items():
        wanted = select(Invitation).where(
            Invitation.meeting_id == meeting.id, Invitation.person_id == terms[key].person_id
        )
        answer(db.session.scalars(wanted).one(), meeting, reply, by=BY, at=at)


def brief(settings: Settings) -> Filed:
    """A short real PDF, taken in as any other."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for number, line in enumerate(
        ("Brief on warning signs", "What is asked: shared monitoring of the border districts.")
    ):
        canvas.drawString(72, 760 - 30 * number, line)
    canvas.save()
    source, clean = store.new_file(settings.papers), store.new_file(settings.papers)
    clean.unlink()
    source.write_bytes(buffer.getvalue())
    verdict = inspect(source, clean_to=clean, file_name="brief.pdf")
    assert verdict.media_type is not None, verdict.findings  # noqa: S101 - we made the file ourselves
    size = source.stat().st_size
    return Filed(
        "brief.pdf",
        str(verdict.media_type),
        size,
        verdict.pages,
        str(verdict.pages_are),
        store.keep(source, settings.papers),
        store.keep(clean, settings.papers),
        verdict.words,
        verdict.asks,
    )


def _sender(term: Term, from_whom: str) -> Sender:
    """In whose name a paper comes; a guest's is kept from other guests."""
    return Sender(term.person_id, term.party_id, from_whom, for_admitted=term.role is not TermRole.CONTACT)


def _papers(meeting: Meeting, nl: Sender, ngo: Sender, brief: Filed, at: datetime) -> None:
    dive, open_item = _of_subject(meeting, Subject.DEEP_DIVE), _of_subject(meeting, Subject.INPUT_OF_GUESTS)
    upload(
        dive,
        meeting,
        brief,
        title="Warning signs in the border districts",
        kind=PaperKind.BRIEF,
        sender=nl,
        by=BY,
        at=at,
    )
    upload(open_item, meeting, brief, title="What we saw this year", kind=PaperKind.STATEMENT, sender=ngo, by=BY, at=at)
    place_meeting(meeting.id)
