"""Forms of meetings and sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import NumberRange, Optional

from convene import clock
from convene.access.terms import Audience
from convene.agendas.templates import MeetingTemplate
from convene.meetings.actions import Place, Plan
from convene.meetings.models import Meeting, MeetingSession
from convene.meetings.terms import GuestKind
from convene.people.forms import A_DAY, Day
from convene.web.forms import Form, ZoneField, at_most, is_web_address, options, plausible, wanted

AN_HOUR = "Enter an hour, as in 09:30."
A_MOMENT = "Enter a day and an hour."


class Hour(TimeField):
    """An hour of the host's wall clock."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the hour. Raises ValueError with a sentence for the person."""
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(AN_HOUR) from wrong


class Moment(DateTimeLocalField):
    """A day and an hour of the host's wall clock."""

    def __init__(self, label: str, validators: Sequence[object], **named: Any) -> None:
        # The first is how the hour is written: not every browser reads the blank that the library puts for the T.
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **named)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read both. Raises ValueError with a sentence for the person."""
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(A_MOMENT) from wrong
        plausible(self.data)


class Minutes(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number. Raises ValueError with a sentence for the person."""
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError("Enter a whole number.") from wrong


class DraftForm(Form):
    """A meeting from a template: the first of three forms to “invitations queued”."""

    template = SelectField("Kind of meeting")
    city = StringField("Host city", [wanted("Enter the host city."), at_most(120)])
    zone = ZoneField("Time zone of the host city", [wanted("Choose the time zone of the host city.")])
    starts_on = Day("First day", [wanted(A_DAY)])
    venue = StringField("Venue", [at_most(200)])
    is_provisional = BooleanField("The date is provisional")

    def offer(self, templates: Mapping[str, MeetingTemplate]) -> None:
        """Offer the kinds of meeting that suit the body."""
        self.template.choices = options((key, t.name) for key, t in templates.items())


class MeetingForm(Form):
    """What a meeting says of itself; deadlines are in the host's zone."""

    city = StringField("Host city", [wanted("Enter the host city."), at_most(120)])
    zone = ZoneField("Time zone of the host city", [wanted("Choose the time zone of the host city.")])
    venue = StringField("Venue", [at_most(200)])
    address = StringField("Address", [at_most(300)])
    getting_in = TextAreaField("How to get in", [at_most(2000)])
    notice = StringField("Ceiling notice, such as “unclassified only”", [at_most(200)])
    is_provisional = BooleanField("The date is provisional")
    answers_due = Moment("Answers are due", [wanted(A_MOMENT)])
    papers_due = Moment("Papers are due", [wanted(A_MOMENT)])
    proposals_due = Moment("Members propose items until", [wanted(A_MOMENT)])
    chair = SelectField("Chair")
    telephone_name = StringField("Whom to call", [at_most(120)])
    telephone = StringField("Telephone", [at_most(60)])

    @classmethod
    def of(cls, meeting: Meeting) -> MeetingForm:
        """The form filled with the meeting as it stands."""
        due = {
            name: clock.local(moment, meeting.zone).replace(tzinfo=None)
            for name, moment in (
                ("answers_due", meeting.answers_due_at),
                ("papers_due", meeting.papers_due_at),
                ("proposals_due", meeting.proposals_due_at),
            )
        }
        return cls(obj=meeting, **due)

    def place(self) -> Place:
        """Where the meeting is held."""
        return Place(
            city=self.city.data,
            zone=self.zone.data,
            venue=self.venue.data,
            address=self.address.data,
            getting_in=self.getting_in.data,
        )

    def due_at(self, which: str) -> datetime:
        """The deadline as an instant, by the zone chosen in this form."""
        wall: datetime = self[which].data
        return clock.at_wall(wall.date(), wall.time(), self.zone.data)


class SessionForm(Form):
    """One sitting."""

    title = StringField("Title", [wanted("Enter a title."), at_most(200)])
    audience = RadioField(
        "Who takes part",
        choices=options(
            [(Audience.CLOSED.value, "Closed: members only"), (Audience.OPEN.value, "Open: members and the invited")]
        ),
        default=Audience.CLOSED.value,
    )
    guest_title = StringField("Title for those without a seat", [at_most(200)])
    on = Day("Day", [wanted(A_DAY)])
    opens = Hour("Opens, host's time", [wanted(AN_HOUR)], default=time(9, 30))
    minutes = Minutes("Minutes", [wanted("Enter how many minutes it lasts.")], default=180)
    room = StringField("Room", [at_most(120)])
    getting_in = StringField("How to get in", [at_most(500)])
    video_link = StringField("Video link", [at_most(500), is_web_address])
    places_civil_society = Minutes(
        "Places for civil society", [Optional(), NumberRange(min=0, max=10000, message="From 0 to 10,000.")]
    )
    places_intergovernmental = Minutes(
        "Places for intergovernmental organisations",
        [Optional(), NumberRange(min=0, max=10000, message="From 0 to 10,000.")],
    )
    places_other = Minutes(
        "Places for others", [Optional(), NumberRange(min=0, max=10000, message="From 0 to 10,000.")]
    )

    @classmethod
    def of(cls, session: MeetingSession, places: dict[GuestKind, int]) -> SessionForm:
        """The form filled with the session as it stands."""
        kept = {f"places_{kind.name.lower()}": count for kind, count in places.items()}
        return cls(obj=session, **kept)

    def plan(self) -> Plan:
        """What the session is set to."""
        return Plan(
            title=self.title.data,
            guest_title=self.guest_title.data,
            on=self.on.data,
            opens=self.opens.data,
            minutes=self.minutes.data,
            audience=Audience(self.audience.data),
            room=self.room.data,
            getting_in=self.getting_in.data,
            video_link=self.video_link.data,
        )

    def places(self) -> dict[GuestKind, int | None]:
        """How many places are kept; None where there is no limit."""
        return {kind: self[f"places_{kind.name.lower()}"].data for kind in GuestKind}
