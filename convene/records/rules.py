"""Rules of the record: merging notes, the order of what is not attributed, quorum, stages, reminders. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from convene.agendas.rules import is_same
from convene.agendas.terms import Progress, letters_of
from convene.findings import Finding, Level
from convene.meetings.terms import MeetingState
from convene.records.terms import FINAL, PARAGRAPHS_MOST, Marking, Quorum, RecordState, Said, TextKind

T = TypeVar("T")
SITS = (MeetingState.IN_SESSION, MeetingState.CONCLUDED)
REMIND_FIRST = (timedelta(days=3), timedelta(days=7))
A_DAY = timedelta(days=1)
# A sentence of fewer words says too little to come from another; it does where they share so much of their words.
TAKEN_LEAST, TAKEN_SHARE = 4, 0.7
SHARED_LEAST, TAKEN_LESS = 3, 0.6
A_WEEK = timedelta(days=7)
COMING_IN = timedelta(minutes=30)
# After half a year a reminder reminds nobody any more.
REMIND_MOST = timedelta(weeks=26)


def stricter(one: Marking, other: Marking) -> Marking:
    """What holds of two markings until somebody chooses: open only where both say so, naming nobody where either does.

    So open and not attributed, met by closed, is not attributed: it keeps from each what is strict.
    """
    if one.names_nobody or other.names_nobody:
        return Marking.OPEN_NOT_ATTRIBUTED if one.is_open and other.is_open else Marking.NOT_ATTRIBUTED
    return Marking.OPEN if one.is_open and other.is_open else Marking.CLOSED


def is_unattributed(marking: Marking, *, by_body: bool) -> bool:
    """Whether a paragraph names nobody: by its own marking, or because the body attributes nothing (S2, S8, S11)."""
    return by_body or marking.names_nobody


def in_no_ones_order(paragraphs: Iterable[T], said: Callable[[T], Said]) -> list[T]:
    """Paragraphs that are not attributed, in an order that follows from their words alone: by heading, then by hash.

    Who spoke when, who wrote it down when, and in which order it was typed have no part in it (settled 15).
    """
    return sorted(paragraphs, key=lambda p: (not said(p).heading, said(p).heading.casefold(), text_mark(said(p).text)))


def text_mark(text: str) -> str:
    """A mark that follows from a text's words alone, however its blanks and lines run."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def usual_due(due_at: datetime, *, at: datetime, next_at: datetime | None) -> datetime:
    """Until when corrections are usually taken: not into the day before the next meeting, where that is to come."""
    if next_at is None or due_at < next_at - A_DAY:
        return due_at
    return max(next_at - A_DAY, at + (next_at - at) / 2)


def paragraphs_findings(standing: int, fresh: int) -> list[Finding]:
    """What keeps new paragraphs from an item: it has as many as a page can show. Those that stand may be changed."""
    if not fresh or standing + fresh <= PARAGRAPHS_MOST:
        return []
    text = (
        f"The notes of an item have at most {PARAGRAPHS_MOST} paragraphs, and here stand {standing}. "
        "Write on in one of them, or put a further item on the agenda."
    )
    return [Finding("", Level.REFUSE, text)]


def quorum_of(members: int, quorum: Quorum) -> int:
    """How many members must be present: the body's number or share, else more than half of them (ours)."""
    if quorum.number is not None:
        return quorum.number
    if quorum.percent is not None:
        return -(-members * quorum.percent // 100)
    return members // 2 + 1


def quorum_finding(present: int, members: int, quorum: Quorum) -> Finding:
    """Whether a session had its quorum; a body that sits without one is told, not stopped."""
    wanted = quorum_of(members, quorum)
    are = "1 member was" if present == 1 else f"{present} members were"
    text = f"{are} present of {members}; the quorum is {wanted}."
    return Finding("", Level.KEPT if present >= wanted else Level.BROKEN, text)


def expected_finding(coming: int, members: int, quorum: Quorum) -> Finding:
    """Whether a session will have its quorum with those who said that they come."""
    wanted = quorum_of(members, quorum)
    text = f"With those who said that they come: {coming} of {members} members; the quorum is {wanted}."
    return Finding("", Level.KEPT if coming >= wanted else Level.WARN, text)


def name_and_party(line: str, parties: Collection[str]) -> tuple[str, str]:
    """A line such as “Jan de Vries, Netherlands”, as its name and what stands for the party, if anything.

    The longest end that is a party is the party, since some have a comma of their own. `parties` are in small letters.
    """
    parts = [part.strip() for part in line.split(",")]
    for place in range(1, len(parts)):
        if (of := ", ".join(parts[place:])).casefold() in parties:
            return ", ".join(parts[:place]), of
    return (", ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (parts[0], "")


def adopter_findings(ends_at: datetime, circulated_at: datetime) -> list[Finding]:
    """A meeting adopts no record that went out only after it was over: nobody there can have read it."""
    if circulated_at < ends_at:
        return []
    text = "That meeting was over before the record went out. Choose one that sat, or sits, after that."
    return [Finding("", Level.REFUSE, text, "meeting")]


def words_in(text: str) -> frozenset[str]:
    """The words of a text, without case, marks and accents."""
    bare = (c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return frozenset("".join(c if c.isalnum() else " " for c in bare).split())


def may_name(text: str, name: str) -> bool:
    """Whether what was typed may name somebody: all the words of the name stand in it, or it is part of the name."""
    typed, known = words_in(text), words_in(name)
    return bool(typed and known) and (known <= typed or typed <= known)


def attendance_findings(starts_at: datetime, at: datetime) -> list[Finding]:
    """Who was there is entered once people come in: from half an hour before the session begins."""
    if at >= starts_at - COMING_IN:
        return []
    return [Finding("", Level.REFUSE, "This session has not begun. Enter who was there once it has.")]


def notes_findings(state: MeetingState, record: RecordState | None) -> list[Finding]:
    """Notes are taken from the day the meeting sits until its record is final."""
    if state not in SITS:
        return [Finding("", Level.REFUSE, "Notes are taken once the meeting is in session.")]
    if record in FINAL:
        return [Finding("", Level.REFUSE, f"The record is {record}: it stays as it is.")]
    return []


def circulation_findings(state: MeetingState, record: RecordState | None, paragraphs: int) -> list[Finding]:
    """A record is circulated once there is one, until it is final; again after corrections, as often as is needed."""
    found = notes_findings(state, record)
    if not found and not paragraphs:
        found = [Finding("", Level.REFUSE, "There is nothing to circulate yet: no paragraph has been written.")]
    return found


def due_findings(due_at: datetime | None, *, at: datetime, next_at: datetime | None = None) -> list[Finding]:
    """Corrections are taken until a moment that is still to come, and before the next meeting, which adopts."""
    if due_at is None:
        return [Finding("", Level.REFUSE, "Say until when corrections are taken.", "due")]
    if due_at <= at:
        return [Finding("", Level.REFUSE, "That time has passed already. Choose a later one.", "due")]
    if next_at is not None and due_at >= next_at:
        text = "The next meeting has begun by then. Choose a time before it, so that it can adopt the record."
        return [Finding("", Level.REFUSE, text, "due")]
    return []


def adoption_findings(
    record: RecordState | None,
    *,
    adopts: bool,
    waiting: int,
    due_at: datetime | None,
    at: datetime,
    is_early: bool = False,
) -> list[Finding]:
    """What was circulated is adopted, or issued where the body does not adopt, when all corrections are decided on.

    That is not before the time until which they are taken, unless somebody says that it is to be early.
    """
    verb = "adopted" if adopts else "issued"
    if record is None:
        return [Finding("", Level.REFUSE, f"Circulate the record for correction before it is {verb}.")]
    if record in FINAL:
        return [Finding("", Level.REFUSE, f"The record is {record} already.")]
    if waiting:
        count = "one correction" if waiting == 1 else f"{waiting} corrections"
        return [Finding("", Level.REFUSE, f"Decide on {count} first.")]
    if due_at is not None and at < due_at and not is_early:
        text = "Corrections are still taken. Wait until the time that was told, or tick that you close them before it."
        return [Finding("", Level.REFUSE, text, "early")]
    return []


def held_findings(
    state: MeetingState, *, begins: datetime, ends: datetime, at: datetime, adopts: bool
) -> list[Finding]:
    """A record is final once what it records is over: at its last hour, or once it was concluded before that.

    `begins` is when the last session does: nothing that has not begun is over, whatever was pressed.
    """
    if at >= ends or (state is MeetingState.CONCLUDED and at >= begins):
        return []
    verb = "adopted" if adopts else "issued"
    text = f"The meeting that it records is not over yet. The record is {verb} once it is."
    return [Finding("", Level.REFUSE, text)]


def unentered_findings(titles: Sequence[str], *, as_it_is: bool) -> list[Finding]:
    """Of which sessions nobody entered who was there is read before a record is final: it never tells it then."""
    if not titles or as_it_is:
        return []
    text = (
        f"It was not entered who was there: {'; '.join(titles)}. Enter it and circulate the record again, or tick that "
        "it stays open."
    )
    return [Finding("", Level.REFUSE, text, "unentered")]


def correction_findings(
    record: RecordState, *, due_at: datetime | None, at: datetime, text: str, proposed: str
) -> list[Finding]:
    """A seat proposes another wording until the date set."""
    if record in FINAL:
        return [Finding("", Level.REFUSE, f"The record is {record}: it stays as it is.")]
    if due_at is None or at > due_at:
        return [Finding("", Level.REFUSE, "Corrections are no longer taken. Please write to the secretariat.")]
    if is_same(text, proposed):
        return [Finding("", Level.REFUSE, "This is the present wording; change what is to be corrected.", "proposed")]
    return []


def after_corrections(record: RecordState, *, may_keep: bool, adopts: bool) -> str:
    """What can still be done once no correction is taken any more, in a sentence."""
    if record in FINAL:
        return (
            f"The record is {record} and stays as it is. What should stand otherwise is said at a meeting, and stands "
            "in the record of that."
        ) + (" A slip in it is corrected by a corrigendum, which stands below the sealed words." if may_keep else "")
    if may_keep:
        follows = "have it adopted by a later meeting" if adopts else "issue it"
        return f"You can decide on what was proposed, circulate it again, or {follows}."
    where = "raise it at the meeting that adopts the record" if adopts else "do so before the record is issued"
    return f"If something should still stand otherwise, write to the secretariat, or {where}."


def decision_findings(circulated: str, noted: str, text: str, *, instead: bool) -> list[Finding]:
    """A correction takes the place of nothing that was written since the record went out, unless somebody says so.

    `noted` is what the notes say now, empty where the paragraph was removed from them.
    """
    if instead or is_same(noted, circulated) or is_same(noted, text):
        return []
    text = (
        "The notes of this paragraph were changed since it went out. Read what they say now, bring both together in "
        "the paragraph below, and tick that it stands in their place."
    )
    return [Finding("", Level.REFUSE, text, "instead")]


def superseded_findings(revision: int, newest: int) -> list[Finding]:
    """A correction is proposed to the record as it went out last, and to no earlier one."""
    if revision == newest:
        return []
    text = "The record went out again since then. Read it as it stands now, and propose your correction there."
    return [Finding("", Level.REFUSE, text)]


def numbered(items: Iterable[tuple[Hashable, Hashable | None]]) -> list[str]:
    """The numbers of an agenda's items, each given with the item that it belongs to: “3”, and “3 (a)” below it.

    They are counted over what one reader sees, as on the agenda: a sub-item whose item they do not see is an item.
    """
    found: list[str] = []
    number = sub = 0
    above: Hashable | None = None
    for item, parent in items:
        is_below = parent is not None and parent == above
        number, sub, above = (number, sub + 1, above) if is_below else (number + 1, 0, item)
        found.append(f"{number} ({letters_of(sub)})" if sub else str(number))
    return found


def unnoted_words(progress: Progress) -> str:
    """What a record says of an item of which nothing was noted: that, and what became of it in the room."""
    became = {Progress.CONCLUDED: " The item was concluded.", Progress.UNFINISHED: " The item was not finished."}
    return f"No notes were taken.{became.get(progress, '')}"


def symbol_of(meeting_symbol: str, revision: int) -> str:
    """“TNAP/2027/1/SR” and, circulated again, “TNAP/2027/1/SR/Rev.1”."""
    return f"{meeting_symbol}/SR" + (f"/Rev.{revision}" if revision else "")


def text_symbol(meeting_symbol: str, kind: TextKind, number: int, *, record_symbol: str = "") -> str:
    """“TNAP/2027/1/COM” for the communiqué of a meeting, “TNAP/2027/1/COM.2” for its second one.

    A corrigendum is one of the record: “TNAP/2027/1/SR/Corr.1”.
    """
    if kind is TextKind.CORRIGENDUM:
        return f"{record_symbol}/{kind.letters}.{number}"
    return f"{meeting_symbol}/{kind.letters}" + (f".{number}" if number > 1 else "")


def taken_over(sentences: Iterable[str], closed: Iterable[str]) -> list[str]:
    """The sentences that say, in nearly the same words, what one of the closed ones says; short ones say too little."""
    known = [words for sentence in closed if len(words := _words_of(sentence)) >= TAKEN_LEAST]
    found = []
    for sentence in sentences:
        words = _words_of(sentence)
        if len(words) >= TAKEN_LEAST and any(len(words & each) >= TAKEN_SHARE * len(words | each) for each in known):
            found.append(sentence.strip())
    return found


def shared(sentences: Iterable[str], others: Iterable[str]) -> list[str]:
    """The sentences that say what one of the others says, though less nearly and shorter ones too than what is closed.

    It is asked only of what names somebody, and refuses: better once too often than a speaker told.
    """
    known = [words for sentence in others if len(words := _words_of(sentence)) >= SHARED_LEAST]
    return [s for s in sentences if any(_is_shared(_words_of(s), words) for words in known)]


def _is_shared(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= max(SHARED_LEAST, TAKEN_LESS * len(one | other))


def _words_of(sentence: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", sentence.casefold()))


def quoting_findings(altered: int, *, as_quoted: bool) -> list[Finding]:
    """Adopted text that is quoted otherwise than it was adopted is read before a paper goes out."""
    if not altered or as_quoted:
        return []
    places = "one place" if altered == 1 else f"{altered} places"
    text = f"In {places} adopted text is quoted otherwise than it was adopted. Mend it, or tick this box."
    return [Finding("", Level.REFUSE, text, "as_quoted")]


def corrigendum_findings(kind: TextKind, record: RecordState | None) -> list[Finding]:
    """What is not final yet has no corrigendum: it is mended, and circulated again."""
    if kind is not TextKind.CORRIGENDUM or record in FINAL:
        return []
    text = (
        "A corrigendum corrects a record that is adopted or issued. Mend this one in the notes, and circulate it again."
    )
    return [Finding("", Level.REFUSE, text, "kind")]


def open_corrigendum_findings(
    *, concerns: int, closed: Collection[str], cited: Collection[str], symbols: Collection[str]
) -> list[Finding]:
    """A corrigendum for whoever reads the open record says which of its paragraphs it corrects, and numbers none.

    `closed` are the numbers of those it corrects that are not open, `cited` the numbers in its words, `symbols` what
    it names of the closed record: each reader is told the numbers of their own copy instead.
    """
    found = []
    if not concerns:
        text = "Tick which paragraphs it corrects: whoever reads all of them in the open record reads it."
        found.append(Finding("", Level.REFUSE, text, "concerns"))
    if closed:
        are = f"Paragraph {next(iter(closed))} is" if len(closed) == 1 else f"Paragraphs {', '.join(closed)} are"
        text = f"{are} closed. Correct what is closed in a corrigendum of its own, for the members."
        found.append(Finding("", Level.REFUSE, text, "concerns"))
    if cited or symbols:
        words = ", ".join([*(f"paragraph {number}" for number in cited), *symbols])
        text = (
            f"Its words name {words}, which is not so called in the open record. Leave it out: each reader is told "
            "what the paragraphs that you tick are called in their own copy."
        )
        found.append(Finding("", Level.REFUSE, text, "whom"))
    return found


def in_quotation_marks(text: str) -> list[str]:
    """What a text quotes: a corrigendum says “for this read that”."""
    return [found for found in re.findall(r"[“„\"‘]([^“”\"‘]+)[”\"’]", text) if len(_words_of(found)) >= TAKEN_LEAST]


def text_findings(
    kind: TextKind, *, is_open: bool, may_give_away: int, all_the_same: bool, closed: int = 0, may_be_told: bool = False
) -> list[Finding]:
    """A communiqué and a corrigendum may also be for the admitted; what may give a speaker away is read before.

    So is each of the `closed` sentences that comes from a closed paragraph, before the admitted are to read it.
    """
    if is_open and kind not in (TextKind.COMMUNIQUE, TextKind.CORRIGENDUM):
        text = "A communiqué or a corrigendum alone is read by others than the members."
        return [Finding("", Level.REFUSE, text, "whom")]
    if may_give_away and not all_the_same:
        places = "one place" if may_give_away == 1 else f"{may_give_away} places"
        text = f"In {places} the text may give a speaker away. Mend them, or tick this box where they give nobody away."
        return [Finding("", Level.REFUSE, text, "all_the_same")]
    if is_open and closed and not may_be_told:
        are = "One sentence comes" if closed == 1 else f"{closed} sentences come"
        text = f"{are} from closed paragraphs. Take them out, or tick this box where the members agreed to tell them."
        return [Finding("", Level.REFUSE, text, "may_be_told")]
    return []


def reminder_due(ends_at: datetime, *, at: datetime) -> datetime | None:
    """The last moment at which the secretariat is to be reminded of a record: after 3 and 7 days, then weekly."""
    if at - ends_at > REMIND_MOST:
        return None
    moments = [ends_at + after for after in REMIND_FIRST]
    while moments[-1] + A_WEEK <= at:
        moments.append(moments[-1] + A_WEEK)
    return max((m for m in moments if m <= at), default=None)


def in_order(keys: Sequence[str], key: str, step: int) -> list[str]:
    """The keys with one of them moved by a step up (-1) or down (+1); unknown ones and the ends stay."""
    found = list(keys)
    if key in found:
        place = found.index(key)
        goal = min(max(place + step, 0), len(found) - 1)
        found.insert(goal, found.pop(place))
    return found
