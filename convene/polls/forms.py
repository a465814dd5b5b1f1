"""Forms of finding a time: a special meeting, a date poll, one person's answer, choosing a date, fair hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from convene import clock
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import Place
from convene.meetings.forms import A_MOMENT, AN_HOUR, Hour, Minutes, Moment
from convene.people.forms import A_DAY, Day
from convene.polls.drafting import Calling
from convene.polls.hours import BY_VIDEO
from convene.polls.terms import DAYS_MOST, Asked, Choice, Option, Question, When, Whom
from convene.web.forms import Boxes, Form, ZoneField, at_most, options, plausible, wanted

USUAL_REASON = "Leading role in identifying, documenting or mobilising responses (A4)"
ROWS = 6  # Dates that one form takes; more are added afterwards.
SET, OPEN = "set", "open"
NOBODY_ASKED = "With a date that is set nobody is asked when they can: leave this empty, or say that the date is open."
HOW_LONG = "A meeting lasts from five minutes to twelve hours."
WHOM = {
    Whom.SEATS: "All members' seats",
    Whom.PARTIES: "The States and organisations ticked below",
    Whom.PEOPLE: "The people ticked below",
}
SAID = {Choice.YES: "Yes", Choice.IF_NEED_BE: "If need be", Choice.NO: "No"}


def _refused(text: str, field: str) -> Refused:
    return Refused((Finding("", Level.REFUSE, text, field),))


class GatheringForm(Form):
    """What both forms ask: the kind of meeting, where, how long, whom."""

    template = SelectField("Kind of meeting", [wanted("Choose the kind of meeting.")])
    by_video = BooleanField("By video: nobody travels")
    city = StringField("Host city", [at_most(120)])
    zone = ZoneField("Time zone by which the hour is agreed", [wanted("Choose the time zone.")])
    venue = StringField("Venue", [at_most(200)])
    minutes = Minutes(
        "Minutes", [wanted("Enter how many minutes it lasts."), NumberRange(min=5, max=720, message=HOW_LONG)]
    )
    whom = RadioField("Whom", choices=options((w.value, words) for w, words in WHOM.items()), default=Whom.SEATS.value)
    parties = Boxes("States and organisations")
    people = Boxes("People")
    reason = StringField("Why those without a seat come", [at_most(300)], default=USUAL_REASON)

    def offer(self, templates: Iterable[tuple[str, str]], offered: Any) -> None:
        """Offer what the body has: kinds of meeting, parties, people."""
        self.template.choices = options(templates)
        self.parties.choices, self.people.choices = options(offered.parties()), options(offered.persons())

    def place(self) -> Place:
        """Where it is held. Raises Refused where there is neither a city nor video."""
        if self.by_video.data:
            return Place(BY_VIDEO, self.zone.data)
        if not self.city.data:
            raise _refused("Enter the host city, or tick that it is by video.", "city")
        return Place(self.city.data, self.zone.data, self.venue.data or "")

    def wish(self) -> tuple[Whom, list[str], list[str]]:
        """Whom, and what was ticked."""
        return Whom(self.whom.data), self.parties.data or [], self.people.data or []

    def instant(self, field: Any) -> datetime:
        """A moment of this form on the wall clock of the zone chosen in it."""
        return clock.at_wall(field.data.date(), field.data.time(), self.zone.data)


class SpecialForm(GatheringForm):
    """A special meeting in one form; where its date is open, the same form leads to a poll (A10)."""

    subject = StringField("What it is about", [at_most(300)])
    is_sensitive = BooleanField("Only the secretariat reads what it is about", default=True)
    date_is = RadioField(
        "The date",
        choices=options([(SET, "is set: draft the meeting"), (OPEN, "is open: ask those concerned when they can")]),
        default=SET,
    )
    on = Day("Day", [Optional()])
    opens = Hour("Hour", [Optional()])
    respond_by = Moment("Where the date is open, they answer by", [Optional()])

    @property
    def is_date_open(self) -> bool:
        """Whether a poll is to be made of it."""
        return bool(self.date_is.data == OPEN)

    def when(self) -> When:
        """The day and hour. Raises Refused where one is missing."""
        if self.on.data is None:
            raise _refused(A_DAY, "on")
        if self.opens.data is None:
            raise _refused(AN_HOUR, "opens")
        return When(self.on.data, self.opens.data)

    def take_date(self, text: str) -> None:
        """Fill in the date that an address proposes, as “2027-03-01T15:00”; what is none is left out."""
        if (when := _when(text)) is not None:
            self.on.data, self.opens.data = when.on, when.opens

    def calling(self) -> Calling:
        """The meeting to be drafted. Raises Refused, also where a moment to answer by would be lost with it."""
        if self.respond_by.data is not None:
            raise _refused(NOBODY_ASKED, "respond_by")
        return Calling(
            template=self.template.data,
            place=self.place(),
            when=self.when(),
            minutes=self.minutes.data,
            subject=self.subject.data or "",
            is_told=not self.is_sensitive.data,
            reason=self.reason.data or "",
        )

    def question(self, title: str) -> tuple[Question, list[When]]:
        """The poll to be prepared, with the date that was entered, if any. Raises Refused."""
        if self.respond_by.data is None:
            raise _refused(A_MOMENT, "respond_by")
        place = self.place()
        asked = Question(
            title, self.template.data, self.minutes.data, 1, place.city, place.zone, self.instant(self.respond_by),
            venue=place.venue,
        )  # fmt: skip
        return asked, [self.when()] if self.on.data is not None else []


class DatesForm(Form):
    """Up to six dates; where whole days are asked about, the hours stay empty."""

    on_1, opens_1 = Day("Date 1", [Optional()]), Hour("Hour 1", [Optional()])
    on_2, opens_2 = Day("Date 2", [Optional()]), Hour("Hour 2", [Optional()])
    on_3, opens_3 = Day("Date 3", [Optional()]), Hour("Hour 3", [Optional()])
    on_4, opens_4 = Day("Date 4", [Optional()]), Hour("Hour 4", [Optional()])
    on_5, opens_5 = Day("Date 5", [Optional()]), Hour("Hour 5", [Optional()])
    on_6, opens_6 = Day("Date 6", [Optional()]), Hour("Hour 6", [Optional()])

    def rows(self) -> list[tuple[Any, Any]]:
        """The fields, two for each date, as a page shows them."""
        return [(self[f"on_{n}"], self[f"opens_{n}"]) for n in range(1, ROWS + 1)]

    def whens(self, *, is_whole_days: bool) -> tuple[list[When], list[str]]:
        """The dates entered, and the field of each. Raises Refused for an hour without its day."""
        found, fields = [], []
        for on, opens in self.rows():
            if on.data is None and opens.data is not None:
                raise _refused("Enter the day of this hour.", on.name)
            if on.data is not None:
                found.append(When(on.data, None if is_whole_days else opens.data))
                fields.append(on.name)
        return found, fields

    def take_dates(self, texts: Sequence[str]) -> None:
        """Fill in dates that an address proposes, as “2027-03-01T15:00”; what is none is left out."""
        given = [when for text in texts if (when := _when(text)) is not None]
        for (on, opens), when in zip(self.rows(), given, strict=False):
            on.data, opens.data = when.on, when.opens


def _when(text: str) -> When | None:
    try:
        moment = datetime.fromisoformat(text)
        plausible(moment.date())
    except ValueError:
        return None
    return When(moment.date(), moment.time().replace(second=0, microsecond=0, tzinfo=None))


class PollForm(GatheringForm, DatesForm):
    """A date poll: what is asked, until when, of whom, about which dates."""

    title = StringField("What is asked", [wanted("Enter what is asked, as in “When can you meet?”"), at_most(200)])
    days = Minutes(
        "Days", [wanted("Enter a number."), NumberRange(min=1, max=DAYS_MOST, message=f"From 1 to {DAYS_MOST}.")]
    )
    respond_by = Moment("They answer by", [wanted(A_MOMENT)])

    def question(self) -> Question:
        """What is asked. Raises Refused."""
        place = self.place()
        return Question(
            title=self.title.data,
            template=self.template.data,
            minutes=self.minutes.data,
            days=self.days.data,
            city=place.city,
            zone=place.zone,
            venue=place.venue,
            respond_by=self.instant(self.respond_by),
        )


class UntilForm(Form):
    """Another respond-by moment, on the clocks of the poll's zone."""

    respond_by = Moment("They answer by", [wanted(A_MOMENT)])

    def at(self, zone: str) -> datetime:
        """The moment as an instant."""
        return clock.at_wall(self.respond_by.data.date(), self.respond_by.data.time(), zone)


class BallotForm(Form):
    """One person's answer; a field for each date is added by `ballot_form`."""

    remark = TextAreaField("A word to the secretariat", [at_most(2000)])

    def choices(self, asked: Asked) -> dict[str, Choice]:
        """What was said to each date, by its key."""
        return {o.key: Choice(self[f"on-{o.key}"].data) for o in asked.options}


def option_words(option: Option, zone: str) -> str:
    """A date in words: day, hours and place; whole days carry no hour and no zone."""
    if option.starts_at is None or option.ends_at is None:
        return clock.days_words(option.days)
    hours = clock.span_words(option.starts_at, option.ends_at, zone)
    return f"{clock.day_words(option.on)}, {hours} {clock.place_of(zone)}"


def ballot_form(asked: Asked, **given: Any) -> BallotForm:
    """The form of one person for the dates that they are asked about, filled with what they said before."""
    fields = {
        f"on-{o.key}": RadioField(
            option_words(o, asked.zone),
            [wanted("Say whether you can.")],
            choices=options((c.value, words) for c, words in SAID.items()),
        )
        for o in asked.options
    }
    made = type("OneBallotForm", (BallotForm,), fields)
    said = {f"on-{key}": choice.value for key, choice in asked.choices.items()}
    return cast(BallotForm, made(data={"remark": asked.remark, **said}, **given))


class ChooseForm(Form):
    """A date is chosen: who is invited, and whether the others are told that it is over."""

    people = Boxes("Whose invitations are prepared")
    tell_others = BooleanField("Tell the others by one mail that nothing more is asked of them")


class HoursForm(Form):
    """For which day, and how long, an hour is sought."""

    class Meta(Form.Meta):
        """It changes nothing, and its address can be passed on."""

        csrf = False

    on = Day("Day of the next meeting", [wanted(A_DAY)])
    minutes = Minutes("Minutes", [wanted("Enter a number."), NumberRange(min=5, max=720, message=HOW_LONG)])


def in_some_days(at: datetime, zone: str, days: int, hour: time = time(18, 0)) -> datetime:
    """A moment so many days ahead on the wall clock of a zone, as a field holds it."""
    return datetime.combine(clock.local(at, zone).date() + timedelta(days=days), hour)


def the_day(moment: datetime) -> date:
    """The day of a moment of a field."""
    return moment.date()
