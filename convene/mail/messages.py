"""One function per message. Each takes plain facts already cut to the reader, and says nothing else (settled 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from convene import clock
from convene.invitations.terms import Itinerary, Standpoint, Stretch
from convene.mail.terms import Fact, Letter, Link, Paragraph, SessionLine, Signature, Tone


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a letter is to, in whose name, and how to reach them; `zone` is the reader's own or empty."""

    name: str
    zone: str
    body_name: str
    is_at_risk: bool
    telephone_name: str
    telephone: str

    @property
    def greeting(self) -> str:
        """“Dear …,”; a person at risk is not named."""
        return "Good day," if self.is_at_risk or not self.name else f"Dear {self.name},"

    @property
    def signature(self) -> Signature:
        """The secretariat, and whom to call."""
        on_behalf_of = "" if self.is_at_risk else f"The secretariat, {self.body_name}"
        return Signature(on_behalf_of or "The secretariat", call_name=self.telephone_name, telephone=self.telephone)


@dataclass(frozen=True, slots=True)
class Call:
    """What an invitation says: standpoint, deadlines (UTC), covering paragraph, the link that answers it."""

    standpoint: Standpoint
    itinerary: Itinerary
    answers_due_at: datetime
    papers_due_at: datetime
    covering_note: str
    notice: str
    is_provisional: bool
    link: str
    takes_papers: bool
    has_check_ins: bool = False


PROVISIONAL = "The date is provisional; we write again as soon as it is confirmed."


def _when(stretch: Stretch, zone: str) -> str:
    hours = clock.span_words(stretch.starts_at, stretch.ends_at, zone)
    return f"{clock.day_words(stretch.on)}, {hours} {clock.place_of(zone)}"


def _yours(stretch: Stretch, zone: str, own: str) -> str:
    if not own or own == zone:
        return ""
    return f"{clock.span_words(stretch.starts_at, stretch.ends_at, own, zone)} {clock.place_of(own)}, your time"


def _line(stretch: Stretch, zone: str, own: str) -> SessionLine:
    return SessionLine(stretch.title, _when(stretch, zone), yours=_yours(stretch, zone, own), where=stretch.room)


def _days(itinerary: Itinerary) -> str:
    return clock.days_words(tuple(sorted({s.on for s in itinerary.stretches})))


def _subject(words: str, itinerary: Itinerary, *, neutral: str, to: Addressed) -> str:
    if to.is_at_risk:
        return neutral
    city = itinerary.place.rsplit(", ", 1)[-1]
    return f"{words}: {to.body_name}, {city}, {_days(itinerary)}"


def _due(moment: datetime, zone: str, own: str) -> str:
    words = clock.moment_words(moment, zone)
    if not own or own == zone:
        return words
    same_day = clock.local(moment, own).date() == clock.local(moment, zone).date()
    yours = f"{clock.hour_words(moment, own)} {clock.place_of(own)}" if same_day else clock.moment_words(moment, own)
    return f"{words} ({yours})"


def _facts(call: Call, to: Addressed) -> tuple[Fact, ...]:
    facts = [Fact("Days", _days(call.itinerary)), Fact("Place", call.itinerary.place)]
    facts.append(Fact("Please answer by", _due(call.answers_due_at, call.itinerary.zone, to.zone)))
    if call.takes_papers:
        facts.append(Fact("Papers are due by", _due(call.papers_due_at, call.itinerary.zone, to.zone)))
    if call.notice and not to.is_at_risk:
        facts.append(Fact("Note", call.notice))
    return tuple(facts)


def _how_to_answer(call: Call) -> tuple[Paragraph, ...]:
    words = (
        "The link is yours alone; please do not pass it on. "
        "It shows your invitation and takes your answer, without a password."
    )
    if call.standpoint is Standpoint.SEAT:
        words += " The agenda and the papers are shown after you sign in."
    calendar = (
        "The calendar entry is for your diary: an answer given there does not reach us yet, "
        "so please use the link or call."
    )
    return (Paragraph(words), Paragraph(calendar, Tone.QUIET))


def invitation(call: Call, *, to: Addressed) -> Letter:
    """The invitation (A10, A11): body, place, times and session names the reader is admitted to; the link to answer."""
    if to.is_at_risk:
        opening = "You have an appointment, as follows."
    elif call.has_check_ins:
        opening = (
            f"The {to.body_name} invites you to bilateral check-ins on needs and priorities: "
            "short meetings of a party’s officials with members of the Council. Yours are named below."
        )
    elif call.standpoint is Standpoint.SEAT:
        opening = f"The secretariat has the honour to invite you to a meeting of the {to.body_name}."
    else:
        opening = f"The {to.body_name} invites you to the part of its meeting named below."
    paragraphs = [Paragraph(opening)]
    if call.has_check_ins:
        confidence = "" if to.is_at_risk else "What is said there is noted in confidence. "
        paragraphs.append(Paragraph(f"{confidence}Whom you meet is shown after you sign in."))
    if call.covering_note.strip() and not to.is_at_risk:
        paragraphs.append(Paragraph(call.covering_note.strip()))
    if call.is_provisional:
        paragraphs.append(Paragraph(PROVISIONAL, Tone.NOTICE))
    return Letter(
        kind="invitation",
        subject=_subject("Invitation", call.itinerary, neutral="Your appointment", to=to),
        greeting=to.greeting,
        paragraphs=tuple(paragraphs),
        facts=_facts(call, to),
        sessions_title="When you are awaited",
        sessions=tuple(_line(s, call.itinerary.zone, to.zone) for s in call.itinerary.stretches),
        action=Link("See your invitation and answer", call.link),
        further=_how_to_answer(call),
        signature=to.signature,
    )


def _changed_lines(told: Itinerary, now: Itinerary, own: str) -> tuple[SessionLine, ...]:
    """Each stretch as it is now, what was told struck out beside it; stretches that are gone struck out as a whole."""
    lines = []
    gone = [s for s in told.stretches if s not in now.stretches]
    for stretch in now.stretches:
        was = stretch if stretch in told.stretches else next((s for s in gone if s.title == stretch.title), None)
        gone = [s for s in gone if s is not was]
        line = _line(stretch, now.zone, own)
        old_when = _when(was, told.zone) if was else ""
        lines.append(
            SessionLine(
                line.title,
                line.when,
                yours=line.yours,
                where=line.where,
                when_was=old_when if old_when != line.when else "",
                where_was=was.room if was and was.room != stretch.room else "",
            )
        )
    lines += [SessionLine(s.title, _when(s, told.zone), where=s.room, is_withdrawn=True) for s in gone]
    return tuple(lines)


def update(told: Itinerary, call: Call, *, to: Addressed, has_accepted: bool) -> Letter:
    """Time or place changed for this person: what was told is struck out, what holds now stands beside it."""
    now = call.itinerary
    is_sure_now, is_moved = (
        told.is_provisional and not now.is_provisional,
        told.when_and_where() != now.when_and_where(),
    )
    paragraphs = [Paragraph(_what_changed(is_moved=is_moved, is_sure_now=is_sure_now, is_at_risk=to.is_at_risk))]
    if now.is_provisional:
        paragraphs.append(Paragraph(PROVISIONAL, Tone.NOTICE))
    if has_accepted:
        paragraphs.append(Paragraph("You had accepted. If you cannot come now, please say so with the link below."))
    days_was = _days(told) if _days(told) != _days(now) else ""
    facts = (
        Fact("Days", _days(now), was=days_was),
        Fact("Place", now.place, was=told.place if told.place != now.place else ""),
        Fact("Please answer by", _due(call.answers_due_at, now.zone, to.zone)),
    )
    return Letter(
        kind="update",
        subject=_subject("Changed", now, neutral="Your appointment has changed", to=to)
        if is_moved
        else _subject("The date is confirmed", now, neutral="Your appointment is confirmed", to=to),
        greeting=to.greeting,
        paragraphs=tuple(paragraphs),
        facts=facts,
        sessions_title="When you are awaited now",
        sessions=_changed_lines(told, now, to.zone),
        action=Link("See your invitation", call.link),
        further=(Paragraph("The calendar entry replaces the one you have.", Tone.QUIET),),
        signature=to.signature,
    )


def _what_changed(*, is_moved: bool, is_sure_now: bool, is_at_risk: bool) -> str:
    """Time or place, or only that what was provisional is confirmed; both where both are so."""
    what = "your appointment" if is_at_risk else "your meeting"
    if not is_moved:
        return f"The date of {what} is confirmed. Nothing else has changed."
    moved = "Your appointment has changed." if is_at_risk else "Time or place of your meeting has changed."
    return f"{moved} The date is confirmed now." if is_sure_now else moved


def cancellation(told: Itinerary, *, to: Addressed, is_meeting_cancelled: bool) -> Letter:
    """The meeting is cancelled, or this person is no longer awaited; the calendar entry is taken back."""
    if to.is_at_risk:
        words = "Your appointment does not take place."
    elif is_meeting_cancelled:
        words = f"The meeting of the {to.body_name} named below does not take place."
    else:
        words = f"Your invitation to the meeting of the {to.body_name} named below is withdrawn."
    lines = tuple(SessionLine(s.title, _when(s, told.zone), where=s.room, is_withdrawn=True) for s in told.stretches)
    return Letter(
        kind="cancellation",
        subject=_subject("Cancelled", told, neutral="Your appointment is cancelled", to=to),
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        sessions_title="No longer awaited",
        sessions=lines,
        further=(Paragraph("The calendar entry is taken back.", Tone.QUIET),),
        signature=to.signature,
    )


def reminder(call: Call, *, to: Addressed) -> Letter:
    """Only to those who owe an answer."""
    words = "We have not had your answer yet. A line by the link below is enough."
    return Letter(
        kind="reminder",
        subject=_subject("Your answer, please", call.itinerary, neutral="A reminder", to=to),
        greeting=to.greeting,
        paragraphs=(Paragraph(words),),
        facts=_facts(call, to),
        sessions_title="When you are awaited",
        sessions=tuple(_line(s, call.itinerary.zone, to.zone) for s in call.itinerary.stretches),
        action=Link("Answer", call.link),
        signature=to.signature,
    )


def place_confirmed(call: Call, *, to: Addressed) -> Letter:
    """A guest whose place was to be confirmed has it now (settled 9)."""
    return Letter(
        kind="place",
        subject=_subject("Your place is confirmed", call.itinerary, neutral="Your appointment is confirmed", to=to),
        greeting=to.greeting,
        paragraphs=(Paragraph("Your place is confirmed. We look forward to your coming."),),
        facts=_facts(call, to)[:2],
        sessions_title="When you are awaited",
        sessions=tuple(_line(s, call.itinerary.zone, to.zone) for s in call.itinerary.stretches),
        action=Link("See your invitation", call.link),
        signature=to.signature,
    )


def new_link(link: str, *, to: Addressed) -> Letter:
    """A fresh link to one's invitation, sent to the address on file; earlier ones open nothing any more."""
    return Letter(
        kind="new-link",
        subject="Your link",
        greeting=to.greeting,
        paragraphs=(Paragraph("Here is a new link to your invitation. The earlier one no longer works."),),
        action=Link("See your invitation", link),
        signature=to.signature,
    )


def sign_in_link(link: str) -> Letter:
    """A link that signs one person in, once, within ten minutes."""
    return Letter(
        kind="sign-in",
        subject="Your sign-in link",
        greeting="Good day,",
        paragraphs=(Paragraph("Follow this link to sign in. It works once, within ten minutes."),),
        action=Link("Sign in", link),
        further=(
            Paragraph(
                "If you did not ask for it, nothing needs to be done; nobody can sign in without it.", Tone.QUIET
            ),
        ),
        signature=Signature("convene"),
    )
