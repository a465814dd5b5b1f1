"""Writes of circulated agendas: circulating in a stage under the body's notice rule, and adopting in the meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from convene import clock, journal
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import refuse
from convene.meetings.models import Meeting
from convene.stages import queries, rules, telling
from convene.stages.freezing import freeze
from convene.stages.models import AgendaStage
from convene.stages.reading import uncirculated
from convene.stages.telling import Due
from convene.stages.terms import Manner, Stage


@dataclass(frozen=True, slots=True)
class Wish:
    """How an agenda is to be circulated; `all_the_same` with less notice than the body's rule asks for."""

    stage: Stage
    note: str = ""
    all_the_same: bool = False


def notice(meeting: Meeting, *, at: datetime) -> Finding:
    """The body's notice rule held against circulating at that instant (UTC), by the host's days."""
    today = clock.local(at, meeting.zone).date()
    return rules.notice_finding(meeting.body.agenda_notice_days, circulated_on=today, first_day=meeting.starts_on)


def due_now(meeting: Meeting, stage: Stage, last: AgendaStage | None, *, at: datetime) -> list[Due]:
    """Who would be told if the agenda were circulated in that stage now."""
    return telling.due(meeting, mark=f"{stage} {_following(last)}", at=at)


def _following(last: AgendaStage | None) -> int:
    return last.revision + 1 if last else 0


def circulate(meeting: Meeting, wish: Wish, *, by: str, at: datetime) -> tuple[AgendaStage, int]:
    """Freeze the agenda as it is and tell whom it concerns; gives the stage and how many are told.

    Raises Refused where the stage may not follow, nothing was changed, or the notice is short and that was not said.
    """
    last = queries.latest_stage(meeting.id)
    refuse(rules.circulation_findings(last.stage if last else None, wish.stage, meeting.state))
    if last is not None and last.stage is wish.stage and _changes(meeting) == 0:
        text = f"Nothing was changed since {last.symbol} was circulated."
        raise Refused((Finding("", Level.REFUSE, text, "stage"),))
    kept = notice(meeting, at=at)
    is_kept = kept.level is Level.KEPT
    if not is_kept and not wish.all_the_same:
        text = f"{kept.text} Tick this box to circulate it all the same; that is then shown with it."
        raise Refused((Finding("", Level.REFUSE, text, "all_the_same"),))
    return _kept(meeting, wish.stage, last, wish.note, is_kept=is_kept, by=by, at=at)


def adopt(meeting: Meeting, manner: Manner, note: str, *, by: str, at: datetime) -> tuple[AgendaStage, int]:
    """Freeze the agenda as the meeting adopts it, and tell whom it concerns; gives the stage and how many are told.

    Raises Refused where the meeting does not sit, nothing was circulated, or it is said to be adopted otherwise than
    it stands; amendments are told in the note.
    """
    last = queries.latest_stage(meeting.id)
    refuse(rules.adoption_findings(last.stage if last else None, meeting.state))
    assert last is not None  # noqa: S101 - told to the type checker; the rule above refused it
    refuse(rules.manner_findings(manner, changes=_changes(meeting), symbol=last.symbol))
    if manner is Manner.AS_AMENDED and not note:
        raise Refused((Finding("", Level.REFUSE, "Say in a sentence what was amended.", "note"),))
    words = f"Adopted {manner}." + (f" {note}" if note else "")
    return _kept(meeting, Stage.ADOPTED, last, words, is_kept=True, by=by, at=at)


def _changes(meeting: Meeting) -> int:
    markup = uncirculated(meeting)
    return markup.changes if markup else 0


def _kept(
    meeting: Meeting, stage: Stage, last: AgendaStage | None, note: str, *, is_kept: bool, by: str, at: datetime
) -> tuple[AgendaStage, int]:
    people = due_now(meeting, stage, last, at=at)
    days = meeting.body.agenda_notice_days if stage is not Stage.ADOPTED else 0
    found = freeze(meeting, stage, revision=_following(last), note=note, notice=(days, is_kept), by=by, at=at)
    told = telling.tell(people, found, at=at)
    journal.record(
        "stage.adopt" if stage is Stage.ADOPTED else "stage.circulate",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="stage",
        key=found.key,
        change={"symbol": found.symbol, "stage": stage, "digest": found.digest, "notice kept": is_kept, "told": told},
    )
    return found, told
