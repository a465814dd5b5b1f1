"""Forms of open registration: the secretariat's, and the one that anybody may fill in."""

from __future__ import annotations

from datetime import date, datetime, time

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from convene import clock
from convene.bodies.forms import capital
from convene.bodies.terms import PartyKind
from convene.meetings.forms import A_MOMENT, Minutes, Moment
from convene.registration.models import OpenRegistration
from convene.registration.terms import KEPT_DAYS, PLACES_MOST, Given, Terms
from convene.web.forms import Boxes, Form, at_most, options, wanted

NONE = "none"
NOON = time(12, 0)


def _wall(moment: datetime, zone: str) -> datetime:
    return clock.local(moment, zone).replace(tzinfo=None)


class OpenForm(Form):
    """From when until when whoever wants may register, on the host's wall clock."""

    opens = Moment("Registration opens, host's time", [wanted(A_MOMENT)])
    closes = Moment("Registration closes, host's time", [wanted(A_MOMENT)])
    sessions = Boxes("To which open sessions registrants are admitted")
    places = Minutes("Places", [Optional(), NumberRange(min=1, max=PLACES_MOST, message=f"From 1 to {PLACES_MOST:,}.")])
    words = TextAreaField("What registrants are told", [at_most(4000)])
    kept_days = Minutes(
        "Days until registrations are erased",
        [wanted("Enter a number of days."), NumberRange(min=1, max=730, message="From 1 to 730 days.")],
        default=KEPT_DAYS,
    )

    @classmethod
    def usual(cls, days: tuple[date, date], sessions: list[str]) -> OpenForm:
        """The form with what is usual: the preset's days at noon, and every open session."""
        opens, closes = (datetime.combine(day, NOON) for day in days)
        return cls(opens=opens, closes=closes, sessions=sessions)

    @classmethod
    def of(cls, found: OpenRegistration, zone: str, sessions: list[str]) -> OpenForm:
        """The form filled with what is set."""
        opens, closes = _wall(found.opens_at, zone), _wall(found.closes_at, zone)
        return cls(obj=found, opens=opens, closes=closes, sessions=sessions)

    def terms(self, zone: str) -> Terms:
        """What is set, its hours as instants."""
        opens, closes = self.opens.data, self.closes.data
        return Terms(
            clock.at_wall(opens.date(), opens.time(), zone),
            clock.at_wall(closes.date(), closes.time(), zone),
            self.places.data,
            self.words.data or "",
            self.kept_days.data,
        )


class RegisterForm(Form):
    """What somebody says of themselves; as little as the secretariat can decide on."""

    name = StringField("Your name", [wanted("Enter your name."), at_most(160)])
    function = StringField("Your function", [at_most(200)])
    organisation = StringField("For which State or organisation you come", [at_most(160)])
    kind = SelectField("What kind of organisation it is", [wanted("Choose what kind of organisation it is.")])
    country = StringField("Country", [at_most(80)])
    address = StringField("Your e-mail address", [wanted("Enter your e-mail address."), at_most(254)])
    why = TextAreaField("Why you would like to take part", [at_most(1500)])
    access_needs = TextAreaField("What you need to take part: access, interpretation, a visa", [at_most(1000)])
    is_at_risk = BooleanField("I may be at risk: please use neutral letters, and keep my name from lists")

    def offer(self, kinds: tuple[PartyKind, ...], *, has_individuals: bool) -> None:
        """Offer the kinds of party that the body takes as its guests."""
        found = [("", "Choose"), *((k.value, capital(k.value)) for k in kinds)]
        self.kind.choices = options([*found, *([(NONE, "None: I come for myself")] if has_individuals else [])])

    def given(self) -> Given:
        """What was given."""
        return Given(
            name=self.name.data,
            function=self.function.data or "",
            organisation=self.organisation.data or "",
            kind=None if self.kind.data == NONE else PartyKind(self.kind.data),
            country=self.country.data or "",
            address=self.address.data,
            why=self.why.data or "",
            access_needs=self.access_needs.data or "",
            is_at_risk=bool(self.is_at_risk.data),
        )


class DecideForm(Form):
    """The decision on one registration."""

    decision = RadioField(
        "What you decide",
        [wanted("Choose what you decide.")],
        choices=options([("list", "Put on the waiting list"), ("decline", "Decline, with thanks")]),
    )
    reason = StringField("A reason, told to them alone", [at_most(300)])

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Offer the ways in which this one can be decided."""
        self.decision.choices = options(choices)
