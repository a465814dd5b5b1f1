"""Forms of joint letters: the secretariat's, and the one in which an organisation signs."""

from __future__ import annotations

from datetime import date, datetime

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from convene import clock
from convene.joint_letters.actions import Came
from convene.joint_letters.models import JointLetter
from convene.joint_letters.signing import Signing
from convene.joint_letters.terms import TEXT_MOST, Progress, Recipient, Signatory, Wording
from convene.meetings.forms import A_MOMENT, Moment
from convene.people.forms import A_DAY, Day
from convene.web.forms import Boxes, Form, at_most, options, wanted, whole_number


class WordingForm(Form):
    """What a letter says."""

    title = StringField("Title", [wanted("Enter a title."), at_most(200)])
    dated_on = Day("Date of the letter", [wanted(A_DAY)])
    timed_to = StringField("What it is timed to", [at_most(200)])
    text = TextAreaField("Text", [wanted("Enter the text."), at_most(TEXT_MOST)])

    def wording(self) -> Wording:
        """What it says."""
        # Browsers send two characters for the end of a line; one is kept, so that the same text has the same digest.
        text = "\n".join((self.text.data or "").splitlines())
        return Wording(self.title.data, text, self.dated_on.data, self.timed_to.data or "")


class AddresseeForm(Form):
    """Somebody to whom a copy of their own goes."""

    name = StringField("Name", [wanted("Enter the name."), at_most(160)])
    office = StringField("Office", [at_most(200)])
    salutation = StringField("How the letter begins", [at_most(200)])
    address = StringField("E-mail address", [at_most(254)])
    post_address = TextAreaField("Postal address", [at_most(300)])

    def recipient(self) -> Recipient:
        """Whom the copy is to; without other words it begins with their name."""
        salutation = self.salutation.data or f"Dear {self.name.data},"
        return Recipient(self.name.data, self.office.data or "", salutation, self.post_address.data or "")


class SignOnForm(Form):
    """Until when which organisations may sign."""

    until = Moment("Sign-on until", [wanted(A_MOMENT)])
    parties = Boxes("Which organisations are asked")
    shows_signers = BooleanField("The organisations asked see who has signed, before the letter is sent")

    @classmethod
    def usual(cls, until: datetime, zone: str, *, shows_signers: bool) -> SignOnForm:
        """The form with the deadline on the body's clocks."""
        return cls(until=clock.local(until, zone).replace(tzinfo=None), shows_signers=shows_signers)

    def until_at(self, zone: str) -> datetime:
        """The deadline as an instant."""
        return clock.at_wall(self.until.data.date(), self.until.data.time(), zone)


class LateForm(Form):
    """A later deadline for one organisation, and why."""

    until = Moment("New deadline", [wanted(A_MOMENT)])
    reason = StringField("Why an exception is made", [wanted("Say why an exception is made."), at_most(300)])

    def until_at(self, zone: str) -> datetime:
        """The new deadline as an instant."""
        return clock.at_wall(self.until.data.date(), self.until.data.time(), zone)


class PostedForm(Form):
    """On which day a copy went out by post."""

    posted_on = Day("Posted on", [wanted(A_DAY)])


class StepForm(Form):
    """What came from an addressee."""

    on = Day("On which day", [wanted(A_DAY)])
    progress = SelectField(
        "What it is",
        [wanted("Choose what it is.")],
        choices=options(
            [
                ("", "Choose"),
                (Progress.ANSWERED.value, "An answer without a commitment"),
                (Progress.COMMITMENT.value, "A commitment"),
                (Progress.DECLINED.value, "A refusal"),
            ]
        ),
    )
    text = TextAreaField("In their words", [wanted("Enter what was said."), at_most(4000)])
    source = StringField("Where that is to be read", [at_most(500)])
    next_on = Day("Look again on", [Optional()])

    def came(self) -> Came:
        """What came."""
        next_on: date | None = self.next_on.data
        return Came(self.on.data, Progress(self.progress.data), self.text.data, self.source.data or "", next_on)


class SigningForm(Form):
    """Who signs for an organisation; the number of the text that was read goes with it."""

    version = HiddenField()
    name_1 = StringField("Name", [at_most(160)])
    function_1 = StringField("Function", [at_most(200)])
    name_2 = StringField("Name of a second signatory", [at_most(160)])
    function_2 = StringField("Function of the second", [at_most(200)])
    is_withheld = BooleanField(
        "Withhold the name of my organisation: it is counted, and neither it nor anybody is named"
    )

    @classmethod
    def of(cls, people: tuple[Signatory, ...], letter: int, *, is_withheld: bool) -> SigningForm:
        """The form with those who signed before; `letter` is the number of the text."""
        given: dict[str, str] = {}
        for number, person in enumerate(people[:2], start=1):
            given |= {f"name_{number}": person.name, f"function_{number}": person.function}
        return cls(version=str(letter), is_withheld=is_withheld, **given)

    def signing(self, *, is_at_risk: bool) -> Signing:
        """Who signs which text."""
        pairs = ((self.name_1.data, self.function_1.data), (self.name_2.data, self.function_2.data))
        people = tuple(Signatory(name or "", function or "") for name, function in pairs if name or function)
        version = whole_number(self.version.data)
        return Signing(people, -1 if version is None else version, bool(self.is_withheld.data), is_at_risk)


def wording_form(letter: JointLetter | None) -> WordingForm:
    """The form of a letter as it is, or an empty one."""
    return WordingForm(obj=letter) if letter else WordingForm()
