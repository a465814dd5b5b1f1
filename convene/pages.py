"""What the larger pages are made of: one place gathers for a page, so that views stay short and decide nothing."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask import Response, flash, g, render_template
from sqlalchemy import select

from convene import clock
from convene.access import sightings
from convene.access.models import Admission
from convene.access.rules import may_keep
from convene.access.terms import Audience, Reader, ReaderKind
from convene.agendas import rules as agenda_rules
from convene.agendas.models import AgendaItem
from convene.agendas.offering import SHORT_NOTICE
from convene.agendas.terms import AgendaView, ItemView
from convene.bodies.models import Body
from convene.calls.queries import owed_by_reader
from convene.db import db
from convene.findings import Finding, Level
from convene.ical.terms import Partstat
from convene.incoming.queries import entries_of_item
from convene.invitations import rules as invitation_rules
from convene.invitations.forms import AnswerForm
from convene.invitations.models import CalendarEntry, Invitation
from convene.invitations.queries import (
    Invited,
    admissions_to_item,
    counted,
    delegate_name,
    end_for,
    invitations_of,
    my_entries,
    my_invitation,
    my_nominations,
)
from convene.invitations.rules import may_answer
from convene.invitations.telling import from_text
from convene.invitations.terms import InvitationState, Itinerary, Standpoint, whole
from convene.meetings import rules as meeting_rules
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import kinds_in_year, meeting_by_id
from convene.meetings.rules import Sitting
from convene.meetings.terms import NEXT_STATES, MeetingKind, MeetingState
from convene.papers import store
from convene.papers.models import PaperVersion
from convene.papers.queries import discussed_on_item, latest_versions, papers_of_meeting
from convene.people.models import Contact
from convene.people.queries import holders
from convene.people.terms import SEAT_ROLES, TermRole
from convene.polls.queries import occasion_of
from convene.presets.reading import presets
from convene.programme import Material, cut, material, programme
from convene.quotations import in_text
from convene.recommendations.queries import of_item as recommended_by
from convene.recommendations.reviewing import reviewed_on
from convene.recommendations.rules import review_title
from convene.recommendations.terms import Reviewed
from convene.records.terms import Beside
from convene.registration.queries import is_usually_open
from convene.rounds.board import with_whom
from convene.rounds.needs import asked_for
from convene.rounds.queries import is_round, my_lines
from convene.stages.models import AgendaStage
from convene.stages.queries import has_part
from convene.web.requests import reader, settings, who
from convene.web.sending import download
from convene.years.tasks import ahead_of

TONES = {Partstat.ACCEPTED: "kept", Partstat.TENTATIVE: "due", Partstat.DECLINED: "wait", Partstat.DELEGATED: "navy"}
ANSWER_WORDS = {
    Partstat.ACCEPTED: "Accepted",
    Partstat.TENTATIVE: "Tentative",
    Partstat.DECLINED: "Declined",
    Partstat.DELEGATED: "Delegated",
    Partstat.NEEDS_ACTION: "Owe an answer",
}


def own_zone() -> str:
    """The reader's own zone, or nothing where none is stated (settled 22)."""
    found = who()
    return found.zone if found else ""


def view(meeting: Meeting) -> AgendaView:
    """The programme for the present reader, without noting that it is read: for what carries no text."""
    return programme(meeting, zone=own_zone())


def view_for_reading(meeting: Meeting) -> AgendaView:
    """The programme for the present reader; the closed sessions whose text it opens are noted (settled 7)."""
    found = with_whom(view(meeting), meeting)
    note_sessions(meeting, found)
    return found


def own_entries(meeting: Meeting) -> list[CalendarEntry]:
    """The reader's own calendar entries, those taken back too: they say what the mail said, by sign-in or by link."""
    return my_entries(meeting, standing=False)


def own_times(meeting: Meeting) -> Itinerary | None:
    """When the reader is awaited, as their mail says it: for a link that opens nothing of what is closed."""
    known = [shown for entry in my_entries(meeting) if (shown := from_text(entry.itinerary))]
    return whole(known) if known else None


def meeting_page(meeting: Meeting, circulated: AgendaStage | None, beside: Beside) -> str:
    """The meeting's page: agenda, and beside it what this reader is asked or has to do.

    `circulated` is the last circulation of the agenda, if any; of those without a seat none is told. `beside` says
    what of the record is theirs.
    """
    rows = material(meeting)
    found = with_whom(cut(rows, reader(), zone=own_zone()), meeting)
    note_sessions(meeting, found)
    keeps = may_keep(reader(), meeting.body_id)
    invitations = invitations_of(meeting) if keeps else []
    invitation = own_of(invitations) if keeps else my_invitation(meeting)
    is_link = reader().kind is ReaderKind.LINK
    facts: dict[str, Any] = _for_secretariat(rows, invitations) if keeps else {}
    return render_template(
        "meetings/show.html",
        view=found,
        meeting=meeting,
        body=rows.body,
        invitation=invitation,
        may_keep=keeps,
        is_link=is_link,
        zone=own_zone(),
        own_times=own_times(meeting) if is_link and not found.sessions else None,
        answer_form=AnswerForm.of(invitation, meeting) if invitation else None,
        paper_count=len(rows.papers),
        may_answer=invitation is not None
        and may_answer(meeting.state, ends_at=end_for(invitation, meeting), at=g.convene_at),
        is_seated=meeting.body_id in reader().seats,
        is_chair=meeting.chair_id is not None and meeting.chair_id == reader().person,
        named=my_nominations(meeting) if invitation and invitation.standpoint is Standpoint.SEAT else [],
        delegate_name=delegate_name(invitation) if invitation else "",
        uploads=_items_for_upload(found, {i.key for i in rows.items if i.takes_papers}),
        circulated=None if found.is_guest else circulated,
        beside=beside,
        was_sent=found.is_guest and circulated is not None and has_part(meeting.id),
        owed_papers=[] if keeps else owed_by_reader(at=g.convene_at, meeting_id=meeting.id),
        is_round=is_round(meeting),
        check_ins=my_lines(meeting) if is_round(meeting) else [],
        **facts,
    )


def note_sessions(meeting: Meeting, found: AgendaView) -> None:
    """Note the closed sessions and single items whose text a page opens (settled 7)."""
    for session in found.sessions:
        if session.key and session.audience is Audience.CLOSED:
            sightings.note(meeting.body_id, "session", session.key)
            continue
        for item in session.items:
            if not session.key or item.audience is Audience.CLOSED:
                sightings.note(meeting.body_id, "item", item.key)


def _items_for_upload(found: AgendaView, takes_papers: set[str]) -> list[ItemView]:
    """Items to which papers may be sent, the reader's own first."""
    items = [i for s in found.sessions for i in s.items if i.key in takes_papers]
    return sorted(items, key=lambda i: (not i.is_own, i.number, i.sub))


def own_of(invitations: Iterable[Invitation]) -> Invitation | None:
    """The reader's own among these invitations, where it was sent."""
    mine = (i for i in invitations if i.person_id == reader().person and i.state is InvitationState.SENT)
    return next(mine, None)


def _for_secretariat(rows: Material, invitations: list[Invitation]) -> dict[str, Any]:
    meeting, sessions = rows.meeting, rows.sessions
    sent = [i for i in invitations if i.state is InvitationState.SENT]
    first = min((s.starts_at for s in sessions), default=meeting.ends_at)
    count = counted(meeting, closed_of(sessions))
    return {
        "findings": meeting_findings(meeting, sessions, rows.items, rows.body, in_closed=count.in_closed),
        "tally": tally(sent),
        "prepared": sum(i.state is InvitationState.PREPARED for i in invitations),
        "owing": sum(i.partstat is Partstat.NEEDS_ACTION for i in sent),
        "awaiting": sum(i.awaits_place for i in sent),
        "nominations": count.nominations,
        "next_states": [
            s
            for s in NEXT_STATES[meeting.state]
            if meeting.taken_over_on is None and s not in (MeetingState.CONVENED, MeetingState.CANCELLED)
        ],
        "suggested": meeting_rules.suggested_state(
            meeting.state, starts_at=first, ends_at=meeting.ends_at, at=g.convene_at
        ),
        "may_cancel": MeetingState.CANCELLED in NEXT_STATES[meeting.state],
        "occasion": occasion_of(meeting_id=meeting.id) if meeting.kind in SHORT_NOTICE else None,
        "opens_registration": is_usually_open(rows.body),
        "ahead": ahead_of(meeting, at=g.convene_at),
    }


def tally(sent: Iterable[Invitation]) -> list[tuple[str, int, str]]:
    """How many gave which answer, for the bar and its list."""
    counts = Counter(i.partstat for i in sent)
    return [(ANSWER_WORDS[p], counts[p], TONES.get(p, "wait")) for p in ANSWER_WORDS if counts[p]]


def closed_of(sessions: Iterable[MeetingSession]) -> set[int]:
    """The ids of the closed ones."""
    return {s.id for s in sessions if s.audience is Audience.CLOSED}


def meeting_findings(
    meeting: Meeting, sessions: Iterable[MeetingSession], items: Iterable[AgendaItem], body: Body, *, in_closed: int
) -> list[Finding]:
    """The rules of the board held against one meeting (A5, A10, A11); nothing is mended silently.

    Of a past meeting that was taken over from a list too little is on record to hold it against them.
    """
    if meeting.taken_over_on is not None:
        return []
    by_session: dict[int, list[int]] = {}
    for item in items:
        by_session.setdefault(item.session_id, []).append(item.minutes)
    found: list[Finding] = []
    preset = presets().get(body.preset)
    if meeting.kind is MeetingKind.REGULAR and preset is not None and "A11" in preset.rules:
        sittings = [Sitting(s.on, s.opens, s.minutes, s.audience) for s in sessions]
        found += [
            meeting_rules.a11_two_days(sittings),
            meeting_rules.a11_second_morning_open(sittings),
            agenda_rules.a5_one_deep_dive([i.subject for i in items]),
            meeting_rules.a10_two_regular_meetings(kinds_in_year(body, meeting.year), meeting.year),
        ]
    found += invitation_rules.a11_closed_to_guests(in_closed)
    for session in sessions:
        over = agenda_rules.overrun_finding(session.title, session.minutes, by_session.get(session.id, []))
        found += [over] if over else []
    return found


def item_page(item: AgendaItem, *, may_keep: bool) -> str:
    """One item as this reader may see it: taken from the programme, so that it says no more than the agenda does."""
    meeting = meeting_by_id(item.meeting_id)
    found = programme(meeting, zone=own_zone())
    session, shown = next((s, i) for s in found.sessions for i in s.items if i.key == item.key)
    if session.audience is Audience.CLOSED or not session.key or shown.audience is Audience.CLOSED:
        sightings.note(item.body_id, "item", item.key)
    admitted = _admitted(item) if may_keep else []
    reviews = reviews_of(meeting, [item.key]).get(item.key, [])
    return render_template(
        "agendas/item.html",
        view=found,
        session=session,
        item=shown,
        meeting=meeting,
        row=item,
        may_keep=may_keep,
        admitted=admitted,
        discussed=discussed_on_item(item.id),
        owed_papers=[] if may_keep else owed_by_reader(at=g.convene_at, item_id=item.id),
        came_from=entries_of_item(item.key) if may_keep else [],
        recommended=recommended_by(item) if may_keep else [],
        quotations=in_text(item.body_id, f"{item.title}\n{item.outcome}\n{item.annotation}") if may_keep else [],
        asked_for=asked_for(item.key) if may_keep else [],
        reviews=reviews,
        title=review_title(shown.title, reviews[0].symbol if len(reviews) == 1 else ""),
        zone=own_zone(),
    )


def reviews_of(meeting: Meeting, item_keys: Sequence[str]) -> dict[str, list[Reviewed]]:
    """The recommendations that a meeting reviews, by the key of the item; nothing for whoever has no seat."""
    if not is_of_body(reader(), meeting):
        return {}
    found = reviewed_on(item_keys, on=clock.local(g.convene_at, meeting.body.zone).date())
    for each in (line for lines in found.values() for line in lines):
        sightings.note(meeting.body_id, "recommendation", each.key)
    return found


def _admitted(item: AgendaItem) -> list[tuple[Admission, Contact]]:
    admissions = admissions_to_item(item.id)
    people = [a.person_id for a in admissions]
    wanted = select(Contact).where(Contact.body_id == item.body_id, Contact.person_id.in_(people))
    contacts = {c.person_id: c for c in db.session.scalars(wanted)}
    return [(a, contacts[a.person_id]) for a in admissions if a.person_id in contacts]


def chairs(meeting: Meeting, *, at: datetime) -> dict[str, tuple[Contact, str]]:
    """Who may take the chair, by contact's key with their name: seats held today, the secretariat, and who has it."""
    found: dict[str, tuple[Contact, str]] = {}
    for holder in holders(meeting.body, at):
        holds = holder.is_current and holder.term.role in SEAT_ROLES | {TermRole.SECRETARIAT}
        if holds or holder.term.person_id == meeting.chair_id:
            own = "Secretariat" if holder.term.role is TermRole.SECRETARIAT else "In their own right"
            whom = holder.party.name if holder.party else own
            found.setdefault(holder.contact.key, (holder.contact, f"{whom}: {holder.contact.name}"))
    return found


def end_admissions(*, item_id: int | None = None, session_id: int | None = None) -> None:
    """Admissions to an item or session that is removed end with it."""
    column = Admission.item_id == item_id if item_id is not None else Admission.session_id == session_id
    for admission in db.session.scalars(select(Admission).where(column)):
        db.session.delete(admission)


def told_words(count: int) -> str:
    """What a change set off, in words."""
    return {0: "Nobody needs to be told.", 1: "One person is told by mail."}.get(
        count, f"{count} people are told by mail."
    )


def flash_told(count: int, warnings: Iterable[Finding] = ()) -> None:
    """Say whom a change concerned, and what to beware of."""
    if count:
        flash(told_words(count), "kept")
    for finding in warnings:
        if finding.level is Level.WARN:
            flash(finding.text, "due")


def papers_in_one_file(meeting: Meeting) -> Response:
    """Every paper that this reader may read, in one ZIP: names made harmless, equal names told apart."""
    versions = latest_versions(papers_of_meeting(meeting.id))
    buffer = io.BytesIO()
    taken: Counter[str] = Counter()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for version in versions:
            note_version(version)
            taken[version.file_name] += 1
            stem, dot, ending = version.file_name.rpartition(".")
            count = taken[version.file_name]
            name = version.file_name if count == 1 else f"{stem} ({count}){dot}{ending}"
            # A fixed date: the time of packing says nothing, and equal papers give equal files.
            archive.writestr(
                zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)),
                store.path_of(settings().papers, version.digest).read_bytes(),
            )
    return download(buffer.getvalue(), "papers.zip", "application/zip")


def note_version(version: PaperVersion) -> None:
    """Note that a file is opened: of open papers too, so that the secretariat knows of each whether it was read."""
    sightings.note(version.body_id, "paper", version.key)


def board_lines(lines: list[Invited]) -> dict[str, list[Invited]]:
    """The answers board, by party in the order of the lines."""
    found: dict[str, list[Invited]] = {}
    for line in lines:
        found.setdefault(line.party.name if line.party else "In a personal capacity", []).append(line)
    return found


def is_of_body(present: Reader, meeting: Meeting) -> bool:
    """Whether the list of participants is for this reader: seats and the secretariat."""
    return meeting.body_id in present.seats or may_keep(present, meeting.body_id)


def sent(lines: Iterable[Invited]) -> list[Invitation]:
    """The invitations that were sent."""
    return [line.invitation for line in lines if line.invitation.state is InvitationState.SENT]


def owing(lines: Iterable[Invited]) -> int:
    """How many owe an answer."""
    return sum(i.partstat is Partstat.NEEDS_ACTION for i in sent(lines))


def names_by_invitation(lines: Iterable[Invited]) -> dict[int, str]:
    """Names by invitation, for “delegated to”."""
    return {line.invitation.id: line.contact.name for line in lines}


def first_prepared(lines: Iterable[Invited]) -> Invitation | None:
    """The first invitation that waits to be sent, if any."""
    return next((line.invitation for line in lines if line.invitation.state is InvitationState.PREPARED), None)
