"""Forms of invitations and answers."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from convene.ical.terms import Partstat
from convene.invitations.answers import Answer, Nominee
from convene.invitations.models import Invitation
from convene.invitations.terms import Attendance
from convene.meetings.models import Meeting
from convene.meetings.terms import is_by_video
from convene.people.terms import AssetClass
from convene.web.forms import Boxes, Form, at_most, options, wanted

YES_IN_PERSON, YES_BY_VIDEO, MAYBE_IN_PERSON, MAYBE_BY_VIDEO, NO = (
    "in-person",
    "by-video",
    "maybe",
    "maybe-by-video",
    "no",
)
REPLIES: dict[str, tuple[str, Partstat, Attendance | None]] = {
    YES_IN_PERSON: ("Yes, in person", Partstat.ACCEPTED, Attendance.IN_PERSON),
    YES_BY_VIDEO: ("Yes, by video", Partstat.ACCEPTED, Attendance.BY_VIDEO),
    MAYBE_IN_PERSON: ("Perhaps, in person", Partstat.TENTATIVE, Attendance.IN_PERSON),
    MAYBE_BY_VIDEO: ("Perhaps, by video", Partstat.TENTATIVE, Attendance.BY_VIDEO),
    NO: ("No", Partstat.DECLINED, None),
}


class AnswerForm(Form):
    """The answer to an invitation."""

    reply = RadioField(
        "Will you come?",
        [wanted("Choose one of the answers.")],
        choices=options((key, words) for key, (words, _, _) in REPLIES.items()),
    )
    remark = TextAreaField("A word to the secretariat", [at_most(1000)])

    @classmethod
    def to(cls, meeting: Meeting) -> AnswerForm:
        """The form for a meeting, without an answer."""
        return cls().offering(meeting)

    def offering(self, meeting: Meeting) -> AnswerForm:
        """Offer what can be answered: nobody comes in person to a meeting by video."""
        if is_by_video(meeting.city):
            offered = [key for key in REPLIES if key not in (YES_IN_PERSON, MAYBE_IN_PERSON)]
            self.reply.choices = options((key, REPLIES[key][0]) for key in offered)
            # What else was sent is refused by the answer itself, in words.
            self.reply.validate_choice = self.reply.data not in REPLIES
        return self

    @classmethod
    def of(cls, invitation: Invitation, meeting: Meeting) -> AnswerForm:
        """The form with the answer given so far."""
        given = next(
            (k for k, (_, p, a) in REPLIES.items() if p is invitation.partstat and a is invitation.attendance), None
        )
        return cls(reply=given, remark=invitation.remark).offering(meeting)

    def answer(self) -> Answer:
        """What was answered."""
        _, partstat, attendance = REPLIES[self.reply.data]
        return Answer(partstat, attendance, self.remark.data or "")


class DelegateForm(Form):
    """To whom somebody delegates."""

    delegate = SelectField("Alternate", [wanted("Choose an alternate.")])
    remark = TextAreaField("A word to the secretariat", [at_most(1000)])


class NomineeForm(Form):
    """Somebody who is to come with, or in place of, the representative."""

    name = StringField("Name or title of office", [wanted("Enter the name."), at_most(160)])
    function = StringField("Function", [at_most(200)])
    address = StringField("E-mail address", [wanted("Enter the e-mail address."), at_most(254)])
    asset_class = SelectField(
        "Answers for assets of class",
        [Optional()],
        choices=options([("", "None in particular"), *((a.value, a.value.capitalize()) for a in AssetClass)]),
    )
    in_place = RadioField("Comes", choices=options([("with", "With me"), ("instead", "In my place")]), default="with")

    def nominee(self) -> Nominee:
        """Who is named."""
        chosen = AssetClass(self.asset_class.data) if self.asset_class.data else None
        return Nominee(self.name.data, self.function.data or "", self.address.data, chosen)


class InviteForm(Form):
    """Whom to invite, to which portions, and why: the second of three forms."""

    seats = Boxes("Members")
    others = Boxes("Invited to relevant portions")
    portions = Boxes("Admitted to")
    reason = StringField("Why they are invited", [at_most(300)])


class SendForm(Form):
    """The covering paragraph, and whom to call: the third of three forms."""

    covering_note = TextAreaField("Covering paragraph", [at_most(3000)])
    telephone_name = StringField("Whom to call", [at_most(120)])
    telephone = StringField("Telephone", [at_most(60)])
    despite_date = BooleanField("Invite all the same")


class AdmitForm(Form):
    """Admit somebody to one item."""

    person = SelectField("Who", [wanted("Choose somebody.")])
    reason = StringField("Why they are admitted", [wanted("Say why they are admitted."), at_most(300)])


class RightAddressForm(Form):
    """A corrected address, to which the invitation is sent again."""

    address = StringField("E-mail address", [wanted("Enter the e-mail address."), at_most(254)])
