"""Forms between the secretariat and guests: asking them, handing in, judging it, points of theirs, word to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting
from convene.people.forms import A_DAY, Day
from convene.recommendations.feeding import Agreement, Occasion
from convene.recommendations.forms import capital
from convene.recommendations.terms import Reliability, SourceKind
from convene.web.forms import Form, at_most, options, wanted


class AskGuestForm(Form):
    """Which guest is asked for evidence, in what words, and by when."""

    guest = SelectField("Whom you ask", [wanted("Choose the guest.")])
    asks = TextAreaField("What you ask, in full", [wanted("Say what you ask."), at_most(4000)])
    due_on = Day("You ask for it by", [wanted(A_DAY)])


class EvidenceForm(Form):
    """What a guest knows, and where from: never from the addressee, and how far it can be relied on others judge."""

    text = TextAreaField("What you know", [wanted("Say what you know."), at_most(6000)])
    source_kind = SelectField(
        "Where it comes from",
        choices=options((s.value, capital(s.value)) for s in SourceKind if s is not SourceKind.OWN),
    )
    file = FileField("A file that goes with it (optional)")
    held = HiddenField()

    def source(self) -> SourceKind:
        """Where it comes from."""
        return SourceKind(self.source_kind.data)


class JudgeForm(Form):
    """How far what somebody handed in or reported can be relied on."""

    reliability = RadioField(
        "How far it can be relied on", choices=options((r.value, capital(r.value)) for r in Reliability)
    )

    def judged(self) -> Reliability:
        """What was chosen."""
        return Reliability(self.reliability.data)


class NotedForm(JudgeForm):
    """How far what was noted of an addressee can be relied on, and whether it has acted."""

    has_acted = BooleanField()
    reason = StringField("Why, where you change that it has acted, or has not", [at_most(500)])

    def offer(self, addressee: str) -> None:
        """Name the addressee in the tick."""
        self.has_acted.label.text = f"{addressee} has acted: it counts as followed up"


class PointForm(Form):
    """A guest's point that fed a recommendation, and the open item on which they made it."""

    guest = SelectField("Whose point it was", [wanted("Choose the guest.")])
    place = SelectField("On which open item", validate_choice=False)
    point = TextAreaField("The point", [wanted("Say what the point was."), at_most(2000)])

    def offer(self, guests: Iterable[tuple[str, str]], places: Iterable[Occasion]) -> None:
        """Set what can be chosen."""
        self.guest.choices = options(guests)
        self.place.choices = _items(places)

    def placed(self, places: Iterable[Occasion]) -> Occasion | None:
        """The item that was chosen, if any. Raises Refused."""
        return _chosen(self.place.data, places)


class PlaceForm(Form):
    """On which open item a guest made a point, and what the open record says of it."""

    place = SelectField("On which open item", validate_choice=False)
    paragraph = RadioField("What the open record says of it", [Optional()], validate_choice=False)

    def offer(self, places: Iterable[Occasion], paragraphs: Iterable[tuple[str, str]]) -> None:
        """Set what can be chosen; the paragraphs are those on the item that is chosen, by key with their words."""
        self.place.choices = _items(places)
        self.paragraph.choices = options([("", "None of these, or it is not said"), *paragraphs])
        self.is_elsewhere = self.paragraph.data not in {choice.value for choice in self.paragraph.choices}
        if self.is_elsewhere:
            self.paragraph.data = ""

    def placed(self, places: Iterable[Occasion]) -> Occasion | None:
        """What was chosen, if any. Raises Refused."""
        found = _chosen(self.place.data, places)
        if self.is_elsewhere:
            text = "The paragraph that you chose is not one of this item that names who spoke. Choose again."
            raise Refused((Finding("", Level.REFUSE, text, "paragraph"),))
        return replace(found, paragraph=self.paragraph.data or "") if found else None


def _items(places: Iterable[Occasion]) -> list[SelectChoice]:
    named = ((each.item.key, f"{each.meeting.title}: {each.item.title}") for each in places)
    return options([("", "None: they made it elsewhere"), *named])


def _chosen(key: str | None, places: Iterable[Occasion]) -> Occasion | None:
    if not key:
        return None
    found = next((each for each in places if each.item.key == key), None)
    if found is None:
        text = "Choose an open item of a meeting that has begun, or none."
        raise Refused((Finding("", Level.REFUSE, text, "place"),))
    return found


class AgreeForm(Form):
    """That the board agrees that a guest is told of their point: on which day, and where."""

    agrees = BooleanField()
    on = Day("On which day it agreed", [wanted(A_DAY)])
    meeting = SelectField("At which meeting", validate_choice=False)
    words = StringField("On which item, or how else", [at_most(300)])

    def offer(self, guest: str, body: str, meetings: Iterable[Meeting]) -> None:
        """Name the guest and the body, in its own word, in the tick, and set the meetings that can be chosen."""
        self.agrees.label.text = f"The {body} agrees that {guest} is told"
        self.meeting.choices = options(
            [("", "At none: in writing, or otherwise"), *((m.key, m.title) for m in meetings)]
        )

    def agreement(self, meetings: Iterable[Meeting]) -> Agreement:
        """What was entered. Raises Refused where the tick is not set."""
        if not self.agrees.data:
            raise Refused((Finding("", Level.REFUSE, "Tick that they agree.", "agrees"),))
        of = next((meeting for meeting in meetings if meeting.key == self.meeting.data), None)
        if self.meeting.data and of is None:
            raise Refused((Finding("", Level.REFUSE, "Choose a meeting that has begun, or none.", "meeting"),))
        return Agreement(self.on.data, of, self.words.data or "")


class TellForm(Form):
    """What a guest is told of a point of theirs that was taken up."""

    told = TextAreaField("What they are told", [wanted("Say what they are told."), at_most(2000)])
