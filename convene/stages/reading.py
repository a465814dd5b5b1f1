"""A circulated agenda as one reader may see it today: frozen text, present rights, and the one projection.

What is frozen opens nothing that was closed, narrowed or moved out of reach since: an item is shown where it may be
seen as it is now, or where it was removed and could be seen as it was placed last. For whoever has no seat only their
own part exists: the circulations in which it did not change do not, nor do their number and their days (settled 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import or_, select

from convene.access import rules as access_rules
from convene.access import sightings
from convene.access.gate import Missing
from convene.access.scope import current_reader
from convene.access.terms import Reader
from convene.agendas.models import AgendaItem
from convene.agendas.terms import AgendaView
from convene.db import db
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.papers.models import Paper
from convene.programme import cut, programme
from convene.stages import queries
from convene.stages.markup import compare
from convene.stages.models import AgendaStage
from convene.stages.rebuilding import Frozen, Seen, keys_of, rebuilt
from convene.stages.terms import Markup, Stage


@dataclass(frozen=True, slots=True)
class Circulated:
    """One circulation for one reader. For whoever has no seat `stage` is None, and symbol, note and notice are empty.

    `circulated_at` (UTC) is for them that of the circulation in which their own part last changed. `is_first` says
    that there is no earlier one to compare it with.
    """

    key: str
    stage: Stage | None
    symbol: str
    circulated_at: datetime
    note: str
    notice_days: int
    notice_kept: bool
    is_first: bool

    @property
    def words(self) -> str:
        """“Provisional agenda”; for whoever has no seat “Your programme”."""
        return f"{self.stage.capitalize()} agenda" if self.stage else "Your programme"


@dataclass(frozen=True, slots=True)
class Part:
    """One reader's part of a circulation, and the keys of its items that were removed since."""

    view: AgendaView
    gone: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A circulation that is read: what it is, the part of it that this reader may see, and its mark-up if asked for.

    `gone` are the keys of items that were removed since, and have no page any more. `markup` and `before` are None
    where there is nothing earlier to compare with, or nothing was compared.
    """

    about: Circulated
    meeting: Meeting
    view: AgendaView
    gone: frozenset[str]
    before: Circulated | None = None
    markup: Markup | None = None


def is_seated(meeting: Meeting, reader: Reader) -> bool:
    """Whether a reader is told that an agenda has stages at all."""
    return meeting.body_id in reader.seats or access_rules.may_keep(reader, meeting.body_id)


def circulations(meeting: Meeting) -> list[Circulated]:
    """What was circulated of a meeting to this reader, latest first; for guests their own part's states alone."""
    if is_seated(meeting, current_reader()):
        return [_about(stage) for stage in reversed(queries.stages_of(meeting.id))]
    return [about for about, _ in reversed(_parts(meeting, zone=""))]


def opened(key: str, *, zone: str, with_markup: bool = False) -> Opened:
    """One circulation as this reader may see it, times beside in `zone`. Raises Missing where none of it is theirs."""
    stage, meeting = queries.one_stage(key)
    if is_seated(meeting, current_reader()):
        wanted = [stage]
        if with_markup and stage.revision:
            wanted = [s for s in queries.stages_of(meeting.id) if 0 <= stage.revision - s.revision <= 1]
        found = [(_about(s), part) for s, part in zip(wanted, parts_of(meeting, wanted, zone=zone), strict=True)]
    else:
        found = _parts(meeting, zone=zone)
    place = next((n for n, (about, _) in enumerate(found) if about.key == key), None)
    if place is None:
        raise Missing
    about, part = found[place]
    _note_history(meeting, part.view)
    if not with_markup or not place:
        return Opened(about, meeting, part.view, part.gone)
    before, earlier = found[place - 1]
    both = before.stage is Stage.ANNOTATED and about.stage is Stage.ANNOTATED
    markup = compare(earlier.view, part.view, with_annotations=both)
    return Opened(about, meeting, part.view, part.gone, before, markup)


def uncirculated(meeting: Meeting) -> Markup | None:
    """What changed since the last circulation, for the secretariat; None where nothing was circulated yet."""
    last = queries.latest_stage(meeting.id)
    if last is None:
        return None
    before = parts_of(meeting, [last], zone="")[0].view
    now = replace(programme(meeting, zone=""), symbol="", stage="")
    return compare(before, now, with_annotations=last.stage is Stage.ANNOTATED)


def parts_of(meeting: Meeting, stages: Sequence[AgendaStage], *, zone: str) -> list[Part]:
    """Each of these circulations cut to the present reader: four statements for all of them, one more for a guest."""
    reader = current_reader()
    ids = [stage.id for stage in stages]
    sessions, items = queries.frozen_sessions(ids), queries.frozen_items(ids)
    frozen = [Frozen.of(stage, sessions, items) for stage in stages]
    seen = _seen(meeting, frozen, reader)
    return [
        Part(
            _named(cut(rebuilt(each, meeting, seen), reader, zone=zone), each.stage),
            frozenset(content["key"] for row, content in each.items if row.item_id < 0),
        )
        for each in frozen
    ]


def linked(found: Opened) -> AgendaView:
    """The part with its items' keys, but those of items that have no page any more."""
    if not found.gone:
        return found.view
    sessions = (
        replace(s, items=tuple(replace(i, key="") if i.key in found.gone else i for i in s.items))
        for s in found.view.sessions
    )
    return replace(found.view, sessions=tuple(sessions))


def _named(view: AgendaView, stage: AgendaStage) -> AgendaView:
    return view if view.is_guest else replace(view, stage=f"{stage.stage.capitalize()} agenda")


def _note_history(meeting: Meeting, view: AgendaView) -> None:
    """The closed items of earlier meetings whose text an annotated agenda opens again (settled 7)."""
    for line in (line for session in view.sessions for item in session.items for line in item.history):
        if line.is_closed:
            sightings.note(meeting.body_id, "item", line.key)


def _seen(meeting: Meeting, frozen: Sequence[Frozen], reader: Reader) -> Seen:
    """What of this and of earlier meetings the reader may see today; the row filter answers."""
    items, papers = keys_of(frozen)
    known = select(AgendaItem.key).where(or_(AgendaItem.meeting_id == meeting.id, AgendaItem.key.in_(items)))
    on_table = select(Paper).where(
        or_(Paper.meeting_id == meeting.id, Paper.key.in_(papers)), Paper.withdrawn_at.is_(None)
    )
    keeps = access_rules.may_keep(reader, meeting.body_id)
    return Seen(
        papers={paper.key: paper for paper in db.session.scalars(on_table)},
        items=None if keeps else frozenset(db.session.scalars(known)),
        sessions=None if is_seated(meeting, reader) else frozenset(s.key for s in sessions_of(meeting.id)),
        narrowed=None if keeps else reader.narrowed,
    )


def _parts(meeting: Meeting, *, zone: str) -> list[tuple[Circulated, Part]]:
    """The states of the own part of somebody without a seat, first to last: nothing where it is empty or as before."""
    stages = queries.stages_of(meeting.id)
    found: list[tuple[Circulated, Part]] = []
    for stage, part in zip(stages, parts_of(meeting, stages, zone=zone), strict=True):
        if part.view.sessions and (not found or found[-1][1].view != part.view):
            about = Circulated(stage.key, None, "", stage.circulated_at, "", 0, notice_kept=True, is_first=not found)
            found.append((about, part))
    return found


def _about(stage: AgendaStage) -> Circulated:
    return Circulated(
        key=stage.key,
        stage=stage.stage,
        symbol=stage.symbol,
        circulated_at=stage.circulated_at,
        note=stage.note,
        notice_days=stage.notice_days,
        notice_kept=stage.notice_kept,
        is_first=stage.revision == 0,
    )
