"""Rules of recommendations (A18, A19): which step may follow which, what stands in a cell, when something is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from convene import clock
from convene.bodies.terms import PartyKind
from convene.findings import Finding, Level
from convene.meetings.terms import MeetingState
from convene.recommendations.terms import (
    CLOSED,
    DRAFTED,
    AddresseeKind,
    Cell,
    Given,
    Had,
    Kind,
    Mark,
    Noting,
    Position,
    SourceKind,
    State,
    Step,
    Wording,
)

MARK_OF = {
    Position.SUPPORTED: Mark.SUPPORTED,
    Position.IN_PART: Mark.IN_PART,
    Position.NOTED: Mark.NOTED,
    Position.DECLINED: Mark.DECLINED,
}
CLOSING = {Step.IMPLEMENT: State.IMPLEMENTED, Step.LAPSE: State.LAPSED, Step.SUPERSEDE: State.SUPERSEDED}
_TIES = {Step.TIE, Step.UNTIE}
_ADOPTED = _TIES | {Step.RELEASE, Step.TAKE_BACK_RELEASE}
_JUDGED = {Step.NOTE, Step.VERIFY, Step.JUDGE, Step.ACTED, Step.NOT_ACTED}
_OPEN = _ADOPTED | _JUDGED | {Step.TRANSMIT, Step.LAPSE, Step.SUPERSEDE}
_SENT = _OPEN | {Step.POST, Step.REMIND, Step.CHASE, Step.LET_BE, Step.ANSWER, Step.FOLLOW_UP, Step.IMPLEMENT}
# Which steps may follow in which state; None is before anything is on record.
FOLLOWING: Mapping[State | None, frozenset[Step]] = {
    None: frozenset({Step.PROPOSE, Step.TAKE_OVER}),
    State.PROPOSED: frozenset(
        _TIES | {Step.REWORD, Step.PUT_BEFORE, Step.TELL, Step.TAKE_BACK, Step.WITHDRAW, Step.ADOPT, Step.ISSUE}
    ),
    State.WITHDRAWN: frozenset({Step.UNTIE}),
    State.ADOPTED: frozenset(_OPEN | {Step.DRAFT_AGAIN}),
    State.ISSUED: frozenset(_OPEN | {Step.DRAFT_AGAIN}),
    State.TRANSMITTED: frozenset(_SENT),
    State.ANSWERED: frozenset(_SENT),
    State.FOLLOW_UP: frozenset(_SENT),
    **{each: frozenset(_ADOPTED | {Step.REOPEN}) for each in CLOSED},
    State.SUPERSEDED: frozenset(_ADOPTED | {Step.REOPEN, Step.SUCCEED}),
}
# What is noted of a recommendation wherever it stands, and moves it nowhere.
_BESIDE = _ADOPTED | _JUDGED | {Step.POST, Step.REMIND, Step.CHASE, Step.LET_BE, Step.SUCCEED}
_LEADS_TO = {
    Step.PROPOSE: State.PROPOSED,
    Step.REWORD: State.PROPOSED,
    Step.PUT_BEFORE: State.PROPOSED,
    Step.TELL: State.PROPOSED,
    Step.TAKE_BACK: State.PROPOSED,
    Step.WITHDRAW: State.WITHDRAWN,
    Step.ADOPT: State.ADOPTED,
    Step.ISSUE: State.ISSUED,
    Step.DRAFT_AGAIN: State.PROPOSED,
    Step.TAKE_OVER: State.ADOPTED,
    Step.ANSWER: State.ANSWERED,
    Step.FOLLOW_UP: State.FOLLOW_UP,
    **CLOSING,
}
# Parties whose representatives are addressed as Excellencies.
_FORMAL = frozenset({PartyKind.STATE, PartyKind.UNION, PartyKind.MISSION, PartyKind.IGO})
# Reminders before and after an answer or report is due, in days before it.
REMIND_DAYS = (7, 2, -1, -30)
# So long after a day the reminding goes on monthly. Whoever owes much is reminded of all of it on the same day.
MONTHLY_AFTER = timedelta(days=45)
NUMBERS = "no first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()


# Names of States and organisations that are spoken with “the”, by a word in them.
_WITH_ARTICLE = frozenset(
    "Agency Association Bahamas Bank Commission Community Comoros Council Emirates Federation Fund G20 G7 Gambia "
    "Group Institute Islands Kingdom League Maldives Netherlands Network Office Organisation Organization Philippines "
    "Republic Seychelles States Union University".split()
)


def with_article(name: str) -> str:
    """“the Netherlands”, “the United Nations”, “Denmark”: a name as it is spoken within a sentence."""
    words = name.replace(",", " ").split()
    is_spoken = name.startswith("United ") or not _WITH_ARTICLE.isdisjoint(words)
    return f"the {name}" if is_spoken and words[0].casefold() != "the" else name


def courtesies(kind: AddresseeKind, party: PartyKind | None, *, has_seat: bool, is_signed: bool) -> tuple[str, str]:
    """How a letter greets and closes: to States and organisations of States formally, to others plainly."""
    if (party or PartyKind.STATE) in _FORMAL and kind in (AddresseeKind.PARTY, AddresseeKind.IGO, AddresseeKind.SUMMIT):
        whom = "Excellencies" if has_seat else "Excellency"
        return f"{whom},", f"Accept, {whom}, the assurances of {'my' if is_signed else 'our'} highest consideration."
    return "Dear Sir or Madam,", "Yours faithfully,"


def may_follow(state: State | None, step: Step, *, adopts: bool) -> bool:
    """Whether a step may be taken; a body that does not adopt issues instead, and the other way round."""
    if step is (Step.ISSUE if adopts else Step.ADOPT):
        return False
    return step in FOLLOWING[state]


def state_after(state: State | None, step: Step, *, was: State | None = None, adopts: bool = True) -> State:
    """Where a recommendation stands after a step that may follow.

    What is reopened goes back to where it `was` before it was closed. Where a body does not adopt (S8, S11), what a
    list brings was issued.
    """
    if step is Step.TAKE_OVER and not adopts:
        return State.ISSUED
    if step is Step.REOPEN:
        return was or State.FOLLOW_UP
    if step is Step.TRANSMIT:
        return State.TRANSMITTED if state in (State.ADOPTED, State.ISSUED) else state or State.TRANSMITTED
    if step in _BESIDE:
        return state or State.ANSWERED
    if step is Step.ANSWER and state is State.FOLLOW_UP:
        return State.FOLLOW_UP
    return _LEADS_TO[step]


def step_findings(state: State | None, step: Step, *, adopts: bool) -> list[Finding]:
    """A18: what may not follow is refused, in words."""
    if may_follow(state, step, adopts=adopts):
        return []
    if step is Step.ISSUE and adopts:
        text = "This body adopts its recommendations; it does not issue them."
    elif step is Step.ADOPT and not adopts:
        text = "This body does not adopt: its output is issued with the disclaimer."
    elif state in CLOSED:
        text = f"The recommendation is closed ({state}). Reopen it first, with a reason."
    elif step is Step.REOPEN:
        text = f"The recommendation is {state}, and not closed."
    elif state in DRAFTED:
        text = f"The recommendation is only {state}; it must be adopted or issued first."
    else:
        text = f"The recommendation is {state}; it cannot be {step} now."
    return [Finding("A18", Level.REFUSE, text)]


def draft_again_findings(state: State, has: Had, *, adopts: bool) -> list[Finding]:
    """A18: what was adopted in error is a draft again only while nothing has come of it; a refusal says what to do."""
    close = "Close it instead, as lapsed or as superseded by a corrected one, and say why."
    refusals = (
        (has.letters, f"Its letters have gone out: the addressees hold it. {close}"),
        (state in DRAFTED, f"It is only {state}: there is nothing to take back."),
        (has.is_listed, f"It came with a list: there is no draft to which it could go back. {close}"),
        (state in CLOSED, f"It is closed ({state}). Open it again first, with a reason."),
        (has.released, f"Guests read it as {has.released}. Withdraw that release first."),
        (has.later, f"{has.later} takes it up. Remove that tie first, on the page of its lineage."),
        (has.is_reviewed, "An item of an agenda reviews it. Take that item off the agenda first."),
        (has.evidence, f"Evidence of an addressee was noted on it, and stays with what was adopted. {close}"),
        (has.is_asked, "A guest is asked for evidence on it. End that asking first, on its page."),
        (has.is_told, f"A guest was told that a point of theirs fed it. {close}"),
    )
    found = [Finding("A18", Level.REFUSE, text) for holds, text in refusals if holds]
    return found[:1] or step_findings(state, Step.DRAFT_AGAIN, adopts=adopts)


def kinds_for(outputs: Sequence[str], *, adopts: bool) -> tuple[str, ...]:
    """The kinds that a body's recommendations have: those of A18, or the groups of its output where it issues."""
    return tuple(each.lower() for each in outputs) if outputs and not adopts else tuple(str(k) for k in Kind)


def wording_findings(wording: Wording, kinds: Iterable[str]) -> list[Finding]:
    """A recommendation says something, is of a kind of its body, and names nobody twice."""
    found = []
    if not wording.text.strip():
        found.append(Finding("A18", Level.REFUSE, "Enter the text, word for word.", "text"))
    if wording.kind not in set(kinds):
        found.append(Finding("A18", Level.REFUSE, "Choose one of the kinds.", "kind"))
    names = [each.name.casefold() for each in wording.addressees]
    if twice := sorted({n.name for n in wording.addressees if names.count(n.name.casefold()) > 1}):
        found.append(Finding("", Level.REFUSE, f"Named twice: {', '.join(twice)}.", "others"))
    return found


def answer_findings(given: Given, *, is_filing: bool, today: date, is_report: bool) -> list[Finding]:
    """A draft may be anything; what is filed says where the addressee stands, and its next date lies ahead."""
    found = []
    if is_filing and given.position is None:
        found.append(Finding("A18", Level.REFUSE, "Choose one of the four answers.", "position"))
    if is_filing and is_report and not (given.action or given.text or given.evidence):
        found.append(Finding("A18", Level.REFUSE, "Say what has been done since your last report.", "action"))
    if is_filing and given.evidence and given.source_kind == "not said":
        found.append(Finding("", Level.REFUSE, "Say where the evidence comes from.", "source_kind"))
    if given.next_on is not None and given.next_on <= today:
        found.append(Finding("", Level.REFUSE, "The next report lies ahead: enter a day after today.", "next_on"))
    return found


def note_findings(said: Noting, *, has_file: bool, today: date) -> list[Finding]:
    """What is noted of an addressee says something, and where it comes from; a doubt about it is no hindrance."""
    found = []
    if said.look_on is not None and said.look_on <= today:
        found.append(Finding("", Level.REFUSE, "Enter a day after today.", "look_on"))
    if not (said.action.strip() or said.evidence.strip()):
        text = "Say what the addressee has done, or what shows that it has not."
        found.append(Finding("A18", Level.REFUSE, text, "action"))
    elif said.has_acted and not said.action.strip():
        found.append(Finding("A18", Level.REFUSE, "Say what the addressee has done.", "action"))
    elif not (said.evidence.strip() or said.link or has_file):
        text = "Say what shows it: in words, by a link or with a file."
        found.append(Finding("A18", Level.REFUSE, text, "evidence"))
    if said.source_kind is SourceKind.NOT_SAID:
        found.append(Finding("A18", Level.REFUSE, "Say where it comes from.", "source_kind"))
    return found


def acted_findings(*, acted: bool, action: str, reported: bool, reason: str) -> list[Finding]:
    """Whether an addressee has acted is said anew with a reason; what it `reported` itself is not unsaid."""
    if acted and not action.strip():
        text = "What was noted here does not say what the addressee has done. Note that first, and tick it there."
        return [Finding("A18", Level.REFUSE, text, "has_acted")]
    if not acted and reported:
        text = (
            "The addressee itself reported what it has done, and that counts as followed up. Judge its report instead."
        )
        return [Finding("A18", Level.REFUSE, text, "has_acted")]
    if not reason.strip():
        return [Finding("", Level.REFUSE, "Say why; the members read it among the steps.", "reason")]
    return []


def posting_findings(on: date, *, sent_on: Iterable[date], today: date) -> list[Finding]:
    """A letter is posted on a day that has come, and not before the day that it bears."""
    if on > today:
        return [Finding("", Level.REFUSE, "That day is still to come: enter the day on which it was posted.", "on")]
    if (latest := max(sent_on, default=on)) > on:
        text = f"A letter of {clock.day_words(latest, weekday=False)} is among them: enter that day or a later one."
        return [Finding("", Level.REFUSE, text, "on")]
    return []


def due_findings(due_on: date, *, today: date) -> list[Finding]:
    """An answer is asked for by a day to come; a year ahead is the most."""
    if due_on <= today:
        return [Finding("", Level.REFUSE, "Enter a day after today.", "due_on")]
    if due_on > today + timedelta(days=366):
        return [Finding("", Level.REFUSE, "Enter a day within a year.", "due_on")]
    return []


def agreement_findings(
    on: date, days: tuple[date, date] | None, words: str, *, made_on: date, today: date
) -> list[Finding]:
    """The board agreed by today: at a meeting, on one of its `days`, from the first to the last, or as is said.

    It did not agree before the recommendation was made.
    """
    if on > today:
        return [Finding("", Level.REFUSE, "Enter a day by today: it is recorded once the board has agreed.", "on")]
    if days is None and not words.strip():
        return [Finding("", Level.REFUSE, "Choose the meeting, or say how the board agreed.", "meeting")]
    if days is not None and not days[0] <= on <= days[1]:
        span = " to ".join(dict.fromkeys(clock.day_words(day, weekday=False) for day in days))
        return [Finding("", Level.REFUSE, f"That meeting was on {span}. Enter the day on which it agreed.", "on")]
    if on < made_on:
        text = f"The recommendation was made on {clock.day_words(made_on, weekday=False)}. Enter a day from then on."
        return [Finding("", Level.REFUSE, text, "on")]
    return []


def telling_findings(state: State, agreed_on: date | None, told: str) -> list[Finding]:
    """A guest is told of what was adopted, once the board agreed that they are."""
    if state in DRAFTED:
        return [Finding("", Level.REFUSE, "It is told once the recommendation is adopted.")]
    if agreed_on is None:
        return [Finding("", Level.REFUSE, "Record first that the board agrees that they are told: when, and where.")]
    if not told.strip():
        return [Finding("", Level.REFUSE, "Say what they are told.", "told")]
    return []


def adoption_days(starts_on: date, ends_on: date, *, today: date) -> tuple[date, ...]:
    """The days on which a meeting may have adopted something by today, the last first; today where it lies ahead."""
    last = min(today, ends_on)
    if last < starts_on:
        return (today,)
    return tuple(last - timedelta(days=n) for n in range((last - starts_on).days + 1))


def adoption_words(
    title: str, starts_on: date, state: MeetingState, *, today: date, done: str, them: str, has_to: bool
) -> str:
    """When and how a draft of a meeting can be adopted, or issued; `has_to` says that it addresses somebody.

    `done` and `them` are the body's words: “adopted”, “recommendations”.
    """
    if state is MeetingState.CANCELLED:
        return (
            f"It cannot be {done} any more: its meeting was called off. Draft it anew from an item of another meeting."
        )
    if not has_to:
        return f"It can be {done} once it says to whom it goes."
    if state is MeetingState.DRAFT:
        return f"It can be {done} by the {title}, once that meeting is convened and sits."
    if today < starts_on:
        day = clock.day_words(starts_on, weekday=False)
        return f"It can be {done} by the {title}, from {day} on: tick it then among the meeting's {them}."
    return f"It can be {done} by the {title}: once it has, tick it among the meeting's {them}."


def mark_of(
    *,
    sent_on: date | None,
    due_on: date | None,
    answer: Position | None,
    on: date,
    is_closed: bool,
    is_to_post: bool = False,
) -> Mark:
    """What stands in a cell on a day: who was asked and has not answered by the date is silent from the next day on.

    What is closed awaits nothing, and nobody is silent on it: whoever was asked has not answered, and that is all.
    Nobody is asked by a letter that is still to be posted.
    """
    if answer is not None:
        return MARK_OF[answer]
    if sent_on is None:
        return Mark.NOT_SENT
    if is_closed:
        return Mark.NO_ANSWER
    if is_to_post:
        return Mark.TO_POST
    if due_on is not None and due_on < on:
        return Mark.SILENT
    return Mark.AWAITED


def is_report_late(*, next_on: date | None, on: date, is_closed: bool) -> bool:
    """Whether a further report was promised for a day that is over; none is on what is closed."""
    return not is_closed and next_on is not None and next_on < on


def is_look_due(*, look_on: date | None, on: date, is_closed: bool) -> bool:
    """Whether the day has come on which the secretariat looks again; what is closed needs no look."""
    return not is_closed and look_on is not None and look_on <= on


def age_words(since: date, on: date) -> str:
    """“1 day”, “12 days”, “5 months”, “2 years”: whole months from the third on, whole years from the second."""
    days = max(0, (on - since).days)
    months = (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
    if months >= 24:
        return f"{months // 12} years"
    if months >= 3:
        return f"{months} months"
    return "1 day" if days == 1 else f"{days} days"


def is_owed(*, is_report: bool, is_late: bool) -> bool:
    """Whether something is owed: an answer from the letter on, a promised report once its day is over."""
    return is_late or not is_report


def is_left_alone(due_on: date, *, taken_over_on: date | None, is_asked_for: bool) -> bool:
    """Whether nobody is reminded: its day was past when a list brought it, and the secretariat asks for no reminders.

    It stands as silent or overdue all the same, and comes before a meeting. What was not taken over has no such day.
    """
    return taken_over_on is not None and due_on < taken_over_on and not is_asked_for


def is_near(due_on: date, *, today: date) -> bool:
    """Whether a day is over, or within the time in which it is reminded of."""
    return due_on <= today + timedelta(days=REMIND_DAYS[0])


def reminded_note(names: Iterable[str]) -> str:
    """“Canada; Denmark”: whom a reminder went to, as its step says it."""
    return "; ".join(sorted(set(names)))


def reminded_last(steps: Iterable[tuple[Step, str, datetime]]) -> dict[str, datetime]:
    """When each addressee, by name, was reminded last; from steps in order of time, each with its note."""
    return {name: at for step, note, at in steps if step is Step.REMIND for name in note.split("; ")}


def reminder_due(due_on: date, *, sent_on: date, today: date) -> date | None:
    """The latest day of reminding that has come, none before what is owed was sent.

    It goes on until they answer: on the first of each month, a fortnight and more after the one a month after.
    """
    days = [due_on - timedelta(days=n) for n in REMIND_DAYS]
    if (first := today.replace(day=1)) >= due_on + MONTHLY_AFTER:
        days.append(first)
    come = [day for day in days if sent_on < day <= today]
    return max(come, default=None)


def link_findings(later: str, earlier: str, known: Iterable[tuple[str, str]]) -> list[Finding]:
    """A lineage leads from later to earlier and never back to itself."""
    if later == earlier:
        return [Finding("", Level.REFUSE, "A recommendation does not follow from itself.", "earlier")]
    pairs = list(known)
    if (later, earlier) in pairs:
        return [Finding("", Level.REFUSE, "These two are tied already.", "earlier")]
    if later in ancestors(earlier, pairs):
        words = "That one follows from this one already, directly or through others; it cannot also come before it."
        return [Finding("", Level.REFUSE, words, "earlier")]
    return []


def ancestors(of: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """All from which one follows, directly or through others; pairs are (later, earlier).

    With pairs turned round, all that follow from it.
    """
    before: dict[str, list[str]] = {}
    for later, earlier in pairs:
        before.setdefault(later, []).append(earlier)
    found: set[str] = set()
    waiting = [of]
    while waiting:
        for each in before.get(waiting.pop(), ()):
            if each not in found:
                found.add(each)
                waiting.append(each)
    return found


def ordinal(number: int) -> str:
    """“seventh”; beyond the twelfth “13th”, “21st”."""
    if number < len(NUMBERS):
        return NUMBERS[number]
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def order_findings(later: date | None, earlier: date | None) -> list[Finding]:
    """What was adopted first says nothing again, and supersedes nothing, that was adopted after it."""
    if later is None or earlier is None or earlier <= later:
        return []
    return [Finding("", Level.REFUSE, "That one was adopted later. Tie the later one to this instead.", "earlier")]


def successor_findings(later: date | None, earlier: date | None, *, is_itself: bool, follows: bool) -> list[Finding]:
    """What supersedes another is a later one, and none from which that other `follows`."""
    if is_itself:
        words = "That is this one itself. Enter the symbol of the later one."
    elif follows:
        words = "This one follows from that one, directly or through others; it cannot be superseded by it."
    elif order_findings(later, earlier):
        words = "That one was adopted before this one. Only a later one supersedes it."
    else:
        return []
    return [Finding("A18", Level.REFUSE, words, "later")]


def closing_findings(symbol: str, asked: int, awaited: int, *, is_now: bool) -> list[Finding]:
    """What is superseded awaits no answer any more: said before, where any is awaited."""
    if not awaited:
        return []
    when = "is closed by that" if is_now else "is closed as soon as this one is adopted"
    have = "has" if awaited == 1 else "have"
    text = (
        f"{symbol} {when}: {awaited} of those asked, {asked} in all, {have} not answered it, and would be asked and "
        "reminded no more. Nobody is told of it by mail. Tick that this is meant."
    )
    return [Finding("A18", Level.REFUSE, text, "closes")]


REVIEW_OF = "Review of a recommendation"


def review_title(title: str, symbol: str) -> str:
    """The title of an item of review for whoever may know the symbol: in the title itself stands none (settled 5)."""
    if not symbol or not title.startswith(REVIEW_OF):
        return title
    _, colon, rest = title.removeprefix(REVIEW_OF).partition(":")
    return f"Review of {symbol}{colon}{rest}"


def cell_words(cell: Cell, *, with_dates: bool = True) -> str:
    """A cell in one line, for tables: the mark, and what is awaited when."""
    parts = [cell.words]
    if cell.mark is Mark.AWAITED and cell.due_on and with_dates:
        parts.append(f"due on {clock.day_words(cell.due_on, weekday=False)}")
    if cell.is_report_late and cell.next_on:
        parts.append(f"report overdue since {clock.day_words(cell.next_on, weekday=False)}")
    return ", ".join(parts)
