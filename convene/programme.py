"""The programme of a meeting for one reader: gathers rows and cuts them to an AgendaView, the only thing outlets get.

The same cut serves the reader's own page and, over the secretariat's rows, what any other person would see: preview,
calendar, mail and PDF cannot differ from the page (settled 25).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from convene import clock
from convene.access import rules
from convene.access.scope import current_reader, placement_of
from convene.access.terms import Audience, Placement, Reader
from convene.agendas import rules as agenda_rules
from convene.agendas.models import AgendaItem
from convene.agendas.queries import items_of_meeting, names_narrowed_to
from convene.agendas.terms import AgendaView, ItemView, PaperLine, Precedent, Progress, SessionView
from convene.bodies.models import Body
from convene.invitations.terms import Itinerary, Stretch
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.queries import all_sessions_of
from convene.meetings.terms import MeetingState
from convene.papers.models import Paper
from convene.papers.queries import papers_of_meeting
from convene.papers.terms import LANGUAGES


@dataclass(frozen=True, slots=True)
class Material:
    """The rows of a meeting that the present reader may see."""

    body: Body
    meeting: Meeting
    sessions: tuple[MeetingSession, ...]
    items: tuple[AgendaItem, ...]
    papers: tuple[Paper, ...]
    narrowed: dict[int, tuple[str, ...]]
    history: dict[int, tuple[Precedent, ...]] = field(default_factory=dict)

    def without_check_ins(self) -> Material:
        """What has an agenda: a round's check-ins have none, and are nothing to arrange or to circulate."""
        return replace(self, sessions=tuple(s for s in self.sessions if not s.is_check_in))


def material(meeting: Meeting) -> Material:
    """Gather a meeting's rows: four statements, one more where an item is narrowed."""
    items = items_of_meeting(meeting.id)
    narrow = [i.id for i in items if i.narrowed]
    narrowed = names_narrowed_to(narrow) if narrow else {}
    return Material(
        body=meeting.body,
        meeting=meeting,
        sessions=tuple(all_sessions_of(meeting.id)),
        items=tuple(items),
        papers=tuple(papers_of_meeting(meeting.id)),
        narrowed=narrowed,
    )


def programme(meeting: Meeting, *, zone: str) -> AgendaView:
    """The meeting as the present reader sees it, with times beside in their zone."""
    return cut(material(meeting), current_reader(), zone=zone)


def cut(rows: Material, reader: Reader, *, zone: str, as_announced: bool = False) -> AgendaView:
    """Cut a meeting's rows to one reader, numbering what they see (settled 4, 5).

    With `as_announced` a draft is cut as it will be seen once it is convened: for previews by the secretariat.
    """
    meeting, body = rows.meeting, rows.body
    is_seated = meeting.body_id in reader.seats or rules.may_keep(reader, meeting.body_id)
    return AgendaView(
        meeting_key=meeting.key,
        body_name=body.name,
        body_short_name=body.short_name,
        title=meeting.title if is_seated else body.name,
        symbol=meeting.symbol if is_seated else "",
        state=str(meeting.state),
        city=meeting.city,
        zone=meeting.zone,
        reader_zone=zone,
        venue=meeting.venue,
        address=meeting.address,
        getting_in=meeting.getting_in,
        notice=meeting.notice,
        is_provisional=meeting.is_provisional,
        is_guest=not is_seated,
        not_attributed=body.not_attributed,
        telephone_name=meeting.telephone_name,
        telephone=meeting.telephone,
        sessions=tuple(_Cutter(rows, reader, is_seated=is_seated, as_announced=as_announced).sessions()),
        held_on=_held_on(meeting) if is_seated else (),
    )


def _held_on(meeting: Meeting) -> tuple[date, ...]:
    """The days of a meeting that was taken over from a list, and none of any other."""
    if meeting.taken_over_on is None:
        return ()
    return tuple(meeting.starts_on + timedelta(days=n) for n in range((meeting.ends_on - meeting.starts_on).days + 1))


class _Cutter:
    """Walks the sessions in order, so that numbers run through what one reader sees."""

    def __init__(self, rows: Material, reader: Reader, *, is_seated: bool, as_announced: bool) -> None:
        self.rows, self.reader, self.is_seated, self.as_announced = rows, reader, is_seated, as_announced
        self.is_staff = rules.may_keep(reader, rows.meeting.body_id)
        # What stands in the place of hours that are not on record only keeps the items in order.
        self.has_hours = rows.meeting.taken_over_on is None
        self.number = self.sub = self.parent = 0
        self.is_ahead = rows.meeting.state not in (MeetingState.CANCELLED, MeetingState.CONCLUDED)
        self.whole = {s.id for s in rows.sessions if rules.sees_session(reader, self._placement(s))}
        self.items = [i for i in rows.items if rules.sees_item(reader, self._placement(i))]
        papers = [p for p in rows.papers if rules.sees_paper(reader, self._placement(p))]
        self.papers: dict[int, list[Paper]] = {}
        # A translation hangs from its paper where the reader sees that too; otherwise it stands alone.
        self.shown = {p.id for p in papers}
        self.translations: dict[int, list[Paper]] = {}
        for paper in papers:
            self.papers.setdefault(paper.item_id, []).append(paper)
            if paper.translates_id is not None:
                self.translations.setdefault(paper.translates_id, []).append(paper)

    def _placement(self, row: MeetingSession | AgendaItem | Paper) -> Placement:
        found = placement_of(row)
        return replace(found, announced=True) if self.as_announced else found

    def sessions(self) -> Iterable[SessionView]:
        """Whole sessions, and stretches of single items, in order of time."""
        found: list[tuple[datetime, int, MeetingSession | list[AgendaItem]]]
        found = [(s.starts_at, s.id, s) for s in self.rows.sessions if s.id in self.whole]
        single: dict[int, list[AgendaItem]] = {}
        for item in self.items:
            if item.session_id not in self.whole:
                single.setdefault(item.session_id, []).append(item)
        found += [(min(i.starts_at for i in items), key, items) for key, items in single.items()]
        for _, _, each in sorted(found, key=lambda row: row[:2]):
            yield self._whole(each) if isinstance(each, MeetingSession) else self._single(each)

    def _whole(self, session: MeetingSession) -> SessionView:
        items = [i for i in self.items if i.session_id == session.id]
        minutes = [i.minutes for i in items]
        counts = self.is_staff and self.has_hours and not session.is_check_in
        # Whoever comes from outside the members is shown no name that places their session among others (settled 4).
        neutral = not self.is_seated and self.rows.meeting.body_id not in self.reader.delegations
        return SessionView(
            key=session.key,
            title=(session.guest_title or "Your session") if neutral else session.title,
            audience=session.audience,
            is_whole=True,
            on=session.on,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room=session.room,
            getting_in=session.getting_in,
            video_link=session.video_link if self.is_ahead else "",
            items=tuple(self._item(i, timed=self.is_seated and self.has_hours) for i in items),
            overrun=agenda_rules.overrun(session.minutes, minutes) if self.is_staff and self.has_hours else 0,
            slack=agenda_rules.slack(session.minutes, minutes) if counts else 0,
            is_check_in=session.is_check_in,
            is_own=session.id in self.reader.sessions,
        )

    def _single(self, items: list[AgendaItem]) -> SessionView:
        starts_at = min(i.starts_at for i in items)
        return SessionView(
            key="",
            title="Your item" if len(items) == 1 else "Your items",
            audience=Audience.OPEN,
            is_whole=False,
            on=clock.local(starts_at, self.rows.meeting.zone).date(),
            starts_at=starts_at,
            ends_at=max(i.ends_at for i in items),
            room=items[0].room,
            getting_in="",
            video_link="",
            items=tuple(self._item(i, timed=True) for i in items),
            overrun=0,
            slack=0,
        )

    def _item(self, item: AgendaItem, *, timed: bool) -> ItemView:
        # A sub-item whose item this reader does not see is an item to them: it must not hang from another one.
        if item.parent_id is not None and item.parent_id == self.parent:
            self.sub += 1
        else:
            self.number, self.sub, self.parent = self.number + 1, 0, item.id
        return ItemView(
            key=item.key,
            number=self.number,
            sub=self.sub,
            title=item.title,
            kind=item.kind,
            subject=item.subject,
            minutes=item.minutes if self.has_hours else 0,
            starts_at=item.starts_at if timed else None,
            ends_at=item.ends_at if timed else None,
            lead=item.lead,
            outcome=item.outcome,
            countries=item.countries,
            themes=item.themes,
            # A heading names what stands beside it, and may count: it is for the members (settled 4).
            section=item.section if self.is_seated else "",
            annotation=item.annotation if self.is_seated else "",
            progress=item.progress if self.is_seated else Progress.OPEN,
            audience=Audience.OPEN if timed and not self.is_seated else item.audience,
            is_own=item.id in self.reader.items,
            narrowed_to=self.rows.narrowed.get(item.id, ()) if self.is_seated else (),
            room=item.room if item.session_id not in self.whole else "",
            video_link=item.video_link if self.is_ahead else "",
            symbol="",
            papers=tuple(self._line(p) for p in self.papers.get(item.id, ()) if p.translates_id not in self.shown),
            history=self.rows.history.get(item.id, ()) if self.is_seated else (),
        )

    def _line(self, paper: Paper) -> PaperLine:
        own = paper.by_person_id == self.reader.person or paper.party_id in self.reader.parties
        return PaperLine(
            key=paper.key,
            title=paper.title,
            from_whom=paper.from_whom,
            file_name=paper.file_name,
            media_type=paper.media_type,
            pages=paper.pages,
            version=paper.latest,
            is_own=own,
            language=LANGUAGES.get(paper.language, paper.language),
            translations=tuple(self._line(p) for p in self.translations.get(paper.id, ())),
        )


@dataclass(frozen=True, slots=True)
class Holds:
    """Of what somebody's part of a meeting is made, for the words of their letter."""

    takes_papers: bool
    check_ins: bool


def holds(rows: Material, view: AgendaView) -> Holds:
    """Whether anything that this reader sees takes papers, and whether they are in a check-in."""
    shown = {item.key for session in view.sessions for item in session.items}
    return Holds(
        takes_papers=any(i.takes_papers and i.key in shown for i in rows.items),
        check_ins=any(s.is_check_in and s.is_own for s in view.sessions),
    )


def itinerary(view: AgendaView, *, is_at_risk: bool) -> Itinerary:
    """What mail and calendar may carry: body, place, times, names of sessions; at risk no body (settled 6).

    Of a round's check-ins nobody is awaited but those who are in them, whoever else may see them.
    """
    place = ", ".join(part for part in (view.venue, view.address, view.city) if part)
    return Itinerary(
        body_name="" if is_at_risk else view.body_name,
        place=place,
        zone=view.zone,
        stretches=tuple(
            Stretch(s.on, s.starts_at, s.ends_at, "Your appointment" if is_at_risk else s.told_title, s.room)
            for s in view.sessions
            if s.is_own or not s.is_check_in
        ),
        is_provisional=view.is_provisional,
    )
