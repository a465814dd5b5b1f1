"""Makes of frozen text the rows that the projection cuts: of what a reader may see today, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from convene.agendas.models import AgendaItem
from convene.agendas.terms import Precedent, Progress
from convene.bodies.models import Body
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import MeetingState
from convene.papers.models import Paper
from convene.programme import Material
from convene.stages.frozen import made
from convene.stages.models import AgendaStage, StageItem, StageSession

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader may see today, by key: `items` of this and of earlier meetings, `sessions`, `papers`.

    None for `items` or `sessions` means all of them. `narrowed`: the narrowed items whose members they are told.
    """

    papers: Mapping[str, Paper]
    items: frozenset[str] | None = None
    sessions: frozenset[str] | None = None
    narrowed: frozenset[int] | None = None

    def has_item(self, key: str) -> bool:
        """Whether the item of that key may be seen."""
        return self.items is None or key in self.items


@dataclass(frozen=True, slots=True)
class Frozen:
    """The rows of one circulation that a reader's filter lets through, with their content read."""

    stage: AgendaStage
    sessions: tuple[tuple[StageSession, Content], ...]
    items: tuple[tuple[StageItem, Content], ...]
    precedents: tuple[Content, ...] = field(default=())

    @classmethod
    def of(cls, stage: AgendaStage, sessions: Iterable[StageSession], items: Iterable[StageItem]) -> Frozen:
        """Those rows among the given ones that belong to the stage."""
        own = [(row, json.loads(row.content)) for row in items if row.stage_id == stage.id]
        return cls(
            stage,
            tuple((row, json.loads(row.content)) for row in sessions if row.stage_id == stage.id),
            tuple(own),
            tuple(line for _, content in own for line in content["history"]),
        )


def rebuilt(frozen: Frozen, meeting: Meeting, seen: Seen) -> Material:
    """The rows as they were circulated, placed as they are now; they belong to no session of the database."""
    content = json.loads(frozen.stage.content)
    # A stage is never circulated of a draft; what became of the meeting since is told beside it, not in it.
    given: dict[str, Any] = {"body_id": meeting.body_id, "symbol": frozen.stage.symbol, "state": MeetingState.CONVENED}
    sessions = [
        _session(row, content)
        for row, content in frozen.sessions
        if seen.sessions is None or content["key"] in seen.sessions
    ]
    rows = [(row, content) for row, content in frozen.items if row.item_id < 0 or seen.has_item(content["key"])]
    # A removed item bears another number than the one by which its sub-items name it.
    now = {content["id"]: row.item_id for row, content in rows}
    return Material(
        body=made(Body, content["body"], id=meeting.body_id),
        meeting=made(Meeting, content["meeting"], id=meeting.id, **given),
        sessions=tuple(sessions),
        items=tuple(_item(row, content, now) for row, content in rows),
        papers=tuple(p for row, content in rows for p in _papers(row, content, seen.papers)),
        narrowed={
            row.item_id: tuple(content["narrowed_to"])
            for row, content in rows
            if seen.narrowed is None or row.item_id in seen.narrowed
        },
        history={row.item_id: _history(content, seen) for row, content in rows if content["history"]},
    )


def _session(row: StageSession, content: Content) -> MeetingSession:
    where = {"id": row.session_id, "body_id": row.body_id, "meeting_id": row.meeting_id}
    return made(MeetingSession, content, **where, announced=row.announced, video_link="", is_check_in=False)


def _item(row: StageItem, content: Content, now: Mapping[int, int]) -> AgendaItem:
    parent = content["parent_id"]
    return made(
        AgendaItem,
        dict(content) | {"parent_id": now.get(parent, parent)},
        id=row.item_id,
        body_id=row.body_id,
        meeting_id=row.meeting_id,
        session_id=row.session_id,
        announced=row.announced,
        narrowed=row.narrowed,
        withheld=row.withheld,
        progress=Progress.OPEN,
        video_link="",
    )


def _papers(row: StageItem, content: Content, papers: Mapping[str, Paper]) -> Iterable[Paper]:
    """The papers of then that may be seen today: their rights are those of today, what is said of them that of then."""
    for line in content["papers"]:
        if (now := papers.get(line["key"])) is not None:
            yield made(
                Paper,
                line,
                id=now.id,
                translates_id=now.translates_id,
                party_id=now.party_id,
                by_person_id=now.by_person_id,
                for_admitted=now.for_admitted,
                body_id=row.body_id,
                meeting_id=row.meeting_id,
                session_id=row.session_id,
                item_id=row.item_id,
                announced=row.announced,
                narrowed=row.narrowed,
                withheld=row.withheld,
            )


def _history(content: Content, seen: Seen) -> tuple[Precedent, ...]:
    return tuple(
        Precedent(
            key=line["key"],
            title=line["title"],
            meeting=line["meeting"],
            symbol=line["symbol"],
            on=date.fromisoformat(line["on"]),
            ended=line["ended"],
            is_closed=line["is_closed"],
            papers=tuple(p["title"] for p in line["papers"] if p["key"] in seen.papers),
        )
        for line in content["history"]
        if seen.has_item(line["key"])
    )


def keys_of(frozen: Sequence[Frozen]) -> tuple[list[str], list[str]]:
    """The keys of the earlier items and papers of which these circulations tell."""
    lines = [line for each in frozen for line in each.precedents]
    return sorted({line["key"] for line in lines}), sorted({p["key"] for line in lines for p in line["papers"]})
