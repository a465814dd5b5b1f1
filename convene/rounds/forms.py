"""Forms of rounds of check-ins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from convene import clock
from convene.agendas.terms import Theme
from convene.findings import Finding, Level
from convene.meetings.forms import AN_HOUR, Hour, Minutes, Moment
from convene.people.forms import A_DAY, Day
from convene.rounds.answering import Said, Span
from convene.rounds.board import Offer
from convene.rounds.needs import Need
from convene.rounds.terms import PRIORITIES, Hours, Reply, Room, Settings, Slot
from convene.web.forms import Boxes, Form, at_most, options, wanted, whole_number

DAYS_SHOWN = 5
PRIORITY_WORDS = {1: "1, comes first", 2: "2", 3: "3, if there is time"}
SLOT = NumberRange(min=5, max=240, message="From 5 to 240 minutes.")


class HoursForm(Form):
    """How long a check-in lasts, and on which days and hours; the days stand below, named by number."""

    slot_minutes = Minutes("Minutes of each check-in", [SLOT])
    days = HiddenField()  # Where what is wrong with the days as a whole is said.

    @classmethod
    def of(cls, settings: Settings) -> HoursForm:
        """The form filled with the settings of a round."""
        given: dict[str, object] = {}
        for number, day in enumerate(settings.days[:DAYS_SHOWN]):
            given |= {f"on_{number}": day.on, f"opens_{number}": day.opens, f"closes_{number}": day.closes}
        return cls(slot_minutes=settings.slot_minutes, **given)

    def rows(self) -> list[tuple[object, object, object]]:
        """The fields of each day."""
        return [(self[f"on_{n}"], self[f"opens_{n}"], self[f"closes_{n}"]) for n in range(DAYS_SHOWN)]

    def hours(self) -> tuple[Hours, ...]:
        """The days that were entered; a line without a day is none."""
        rows = [(self[f"on_{n}"].data, self[f"opens_{n}"].data, self[f"closes_{n}"].data) for n in range(DAYS_SHOWN)]
        return tuple(Hours(on, opens, closes) for on, opens, closes in rows if on and opens and closes)

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """A day has both its hours."""
        if not super().validate(extra_validators):
            return False
        for number in range(DAYS_SHOWN):
            fields = [self[f"{name}_{number}"] for name in ("opens", "closes")]
            for field in fields:
                if self[f"on_{number}"].data and field.data is None:
                    field.errors = [*field.errors, AN_HOUR]
        return not any(self[f"{name}_{n}"].errors for name in ("opens", "closes") for n in range(DAYS_SHOWN))


for _number in range(DAYS_SHOWN):
    setattr(HoursForm, f"on_{_number}", Day(f"Day {_number + 1}", [Optional()]))
    setattr(HoursForm, f"opens_{_number}", Hour("From", [Optional()]))
    setattr(HoursForm, f"closes_{_number}", Hour("To", [Optional()]))


class RoomForm(Form):
    """A room of the round; without hours it is free for the whole of it."""

    name = StringField("Name of the room", [wanted("Enter the name of the room."), at_most(120)])
    starts = Moment("Free from", [Optional()])
    ends = Moment("Free until", [Optional()])

    def room(self, zone: str) -> Room:
        """What was entered, its hours as instants."""
        return Room(self.name.data, _instant(self.starts.data, zone), _instant(self.ends.data, zone))


def _instant(wall: datetime | None, zone: str) -> datetime | None:
    return clock.at_wall(wall.date(), wall.time(), zone) if wall else None


def field_of(party: str, member: str) -> str:
    """The name of a pair's field, by the keys of party and term: no field may begin with “_”, as a key may."""
    return f"pair-{party}.{member}"


class PairsForm(Form):
    """Who is to meet whom: a field for each party and member of the Council, made by `pairs_form`."""

    def wish(self, party: str, member: str) -> int | None:
        """The priority chosen for a pair; None where they are not to meet."""
        return whole_number(self[field_of(party, member)].data)


def pairs_form(offer: Offer, known: Mapping[tuple[str, str], int]) -> PairsForm:
    """The matrix over who can meet whom; `known` holds the priorities that are set, by keys of party and term."""
    fields: dict[str, object] = {}
    for party in offer.parties:
        for member in offer.members:
            label = f"{party.name} with {member.contact.name}"
            fields[field_of(party.key, member.term.key)] = SelectField(
                label,
                choices=options([("", "–"), *((str(p), words) for p, words in PRIORITY_WORDS.items())]),
                default=str(known.get((party.key, member.term.key), "")),
            )
    made: type[PairsForm] = type("PairsFormOfRound", (PairsForm,), fields)
    return made()


class PlaceForm(Form):
    """Where a check-in is put; days and hours are the host's."""

    on = SelectField("Day", [wanted("Choose the day.")])
    opens = Hour("Begins at", [wanted(AN_HOUR)])
    minutes = Minutes("Minutes", [SLOT])
    room = SelectField("Room", [wanted("Choose the room.")])

    @classmethod
    def of(cls, settings: Settings, slot: Slot | None) -> PlaceForm:
        """The form with the days and rooms of a round, at its present or at a suggested place."""
        form = cls(
            on=slot.on.isoformat() if slot else "",
            opens=slot.opens if slot else None,
            minutes=slot.minutes if slot else settings.slot_minutes,
            room=slot.room if slot else "",
        )
        form.on.choices = options(
            [("", "Choose the day"), *((d.on.isoformat(), clock.day_words(d.on)) for d in settings.days)]
        )
        form.room.choices = options([("", "Choose the room"), *((r.name, r.name) for r in settings.rooms)])
        return form

    def slot(self) -> Slot:
        """What was entered."""
        return Slot(date.fromisoformat(self.on.data), self.opens.data, self.minutes.data, self.room.data)


class PeopleForm(Form):
    """Who is in a check-in, by the keys of their terms."""

    officials = Boxes("For the party")
    council = Boxes("For the Council")


class ReplyForm(Form):
    """What somebody says of one check-in; the answers are buttons."""

    reply = SelectField("Your answer", choices=options((r.value, r.value) for r in Reply if r is not Reply.AWAITED))
    remark = StringField("A word to the secretariat", [at_most(500)])

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """The answers are buttons, of which there are several on a page: what is wrong is said at its top."""
        if super().validate(extra_validators):
            return True
        texts = (["Choose one of the answers."] if self.reply.errors else []) + list(self.remark.errors)
        self.reply.errors, self.remark.errors = [], []
        self.take(Finding("", Level.REFUSE, text) for text in texts)
        return False

    def said(self) -> Said:
        """What was said."""
        return Said(Reply(self.reply.data), self.remark.data or "")


class AbsenceForm(Form):
    """A time of a day at which somebody cannot, on the host's wall clock."""

    on = Day("Day", [wanted(A_DAY)])
    since = Hour("From", [wanted(AN_HOUR)])
    until = Hour("To", [wanted(AN_HOUR)])
    remark = StringField("Why, for the secretariat alone", [at_most(300)])

    def span(self) -> Span:
        """What was entered."""
        return Span(self.on.data, self.since.data, self.until.data, self.remark.data or "")


class NeedForm(Form):
    """A need that was heard."""

    revision = HiddenField(default="0")
    text = TextAreaField("What do they need?", [wanted("Enter what was said."), at_most(4000)])
    priority = SelectField(
        "How much it matters to them",
        choices=options((str(p), f"{w.capitalize()} priority") for p, w in PRIORITIES.items()),
        default="2",
    )
    country = StringField("Country or place", [at_most(120)])
    themes = Boxes("Themes", choices=options((t.value, t.value.capitalize()) for t in Theme))

    def need(self) -> Need:
        """What was entered."""
        themes = tuple(t for t in Theme if t in self.themes.data)
        return Need(self.text.data, themes, self.country.data or "", int(self.priority.data))

    def seen(self) -> int:
        """The revision that the person saw; -1 for what is no number."""
        found = whole_number(self.revision.data)
        return -1 if found is None else found


class TraceForm(Form):
    """The item that takes up a need, by its key."""

    item = SelectField("Taken up by", [wanted("Choose the item.")])

    @classmethod
    def offering(cls, items: Iterable[tuple[str, str]]) -> TraceForm:
        """The form with what may take it up."""
        form = cls()
        form.item.choices = options([("", "Choose the item"), *items])
        return form
