"""Rules of the stages of an agenda: what may follow what, the notice, the symbol; pure functions of plain values."""

from __future__ import annotations

from datetime import date

from convene.agendas.rules import overrun_finding
from convene.agendas.terms import AgendaView
from convene.findings import Finding, Level
from convene.meetings.terms import MeetingState
from convene.stages.terms import Manner, Stage

ORDER = tuple(Stage)
AHEAD = (MeetingState.CONVENED, MeetingState.IN_SESSION)
SITTING = (MeetingState.IN_SESSION, MeetingState.CONCLUDED)


def symbol_of(meeting_symbol: str, revision: int) -> str:
    """“TNAP/2027/1/1” for the first circulation, “TNAP/2027/1/1/Rev.2” for the second revision (settled 5)."""
    return f"{meeting_symbol}/1" + (f"/Rev.{revision}" if revision else "")


def stages_open_to(last: Stage | None) -> tuple[Stage, ...]:
    """The stages in which an agenda may be circulated after `last`: the same again or a later one, never adoption."""
    if last is Stage.ADOPTED:
        return ()
    return tuple(s for s in ORDER[:-1] if last is None or ORDER.index(s) >= ORDER.index(last))


def circulation_findings(last: Stage | None, wish: Stage, state: MeetingState) -> list[Finding]:
    """What keeps an agenda from being circulated in a stage; nothing is found where nothing does."""
    if state is MeetingState.DRAFT:
        text = "The meeting is a draft: convene it before its agenda is circulated."
    elif state is MeetingState.CANCELLED:
        text = "The meeting is cancelled."
    elif last is Stage.ADOPTED:
        text = "The agenda is adopted; nothing is circulated after that."
    elif state not in AHEAD:
        text = "The meeting is over; its agenda can still be adopted, but not be circulated anew."
    elif wish is Stage.ADOPTED:
        text = "An agenda is adopted in the meeting, not by circulating it."
    elif wish not in stages_open_to(last):
        text = f"The agenda was circulated as {last} already; it cannot become {wish} again."
    else:
        return []
    return [Finding("", Level.REFUSE, text, "stage")]


def adoption_findings(last: Stage | None, state: MeetingState) -> list[Finding]:
    """What keeps an agenda from being adopted: it was never circulated, is adopted, or the meeting does not sit."""
    if state not in SITTING:
        text = "An agenda is adopted in the meeting: move the meeting to “in session” first."
    elif last is None:
        text = "Nothing was circulated yet that the meeting could adopt."
    elif last is Stage.ADOPTED:
        text = "The agenda is adopted already."
    else:
        return []
    return [Finding("", Level.REFUSE, text)]


def manner_findings(manner: Manner, *, changes: int, symbol: str) -> list[Finding]:
    """As circulated only where nothing was changed since; as amended only where something was."""
    if manner is Manner.AS_CIRCULATED and changes:
        text = f"The agenda was changed since {symbol} was circulated: adopt it as amended, or take the changes back."
    elif manner is Manner.AS_AMENDED and not changes:
        text = f"The agenda stands as in {symbol}. Amend it first, or adopt it as circulated."
    else:
        return []
    return [Finding("", Level.REFUSE, text, "manner")]


def notice_finding(wanted: int, *, circulated_on: date, first_day: date) -> Finding:
    """The body's notice rule: so many days before the first day; both days in the host's zone."""
    given = (first_day - circulated_on).days
    left = "none remains" if given < 1 else "1 day remains" if given == 1 else f"{given} days remain"
    text = f"The body's rule asks for {days_words(wanted)} before the meeting; {left}."
    return Finding("", Level.KEPT, text) if given >= wanted else Finding("", Level.WARN, text, "all_the_same")


def days_words(days: int) -> str:
    """“21 days”."""
    return "1 day" if days == 1 else f"{days} days"


def time_findings(view: AgendaView) -> list[Finding]:
    """A warning for each session whose items take longer than it lasts, before its agenda goes out; refuses nothing."""
    found = (
        overrun_finding(s.title, int((s.ends_at - s.starts_at).total_seconds()) // 60, [i.minutes for i in s.items])
        for s in view.sessions
        if s.is_whole
    )
    return [finding for finding in found if finding is not None]
