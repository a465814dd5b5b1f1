"""Forms of calls for papers."""

from __future__ import annotations

from datetime import datetime

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from convene import clock
from convene.calls.terms import GRACE_MOST, Asking
from convene.meetings.forms import A_MOMENT, Minutes, Moment
from convene.papers.terms import PaperKind
from convene.web.forms import Boxes, Form, at_most, options, wanted

KINDS = {
    PaperKind.BRIEF: "A brief, checked against the limits above",
    PaperKind.STATEMENT: "A statement",
    PaperKind.PAPER: "A paper of any kind",
}


def _wall(moment: datetime, zone: str) -> datetime:
    return clock.local(moment, zone).replace(tzinfo=None)


class CallForm(Form):
    """What is asked for one item, of whom and by when; the deadline is on the host's wall clock."""

    item = SelectField("For which item", [wanted("Choose the item.")])
    kind = RadioField("What is asked", choices=options((k.value, words) for k, words in KINDS.items()))
    parties = Boxes("Of which States and organisations")
    people = Boxes("Of which people without a seat")
    wish = TextAreaField("What you would like to read", [at_most(2000)])
    due = Moment("Due, host's time", [wanted(A_MOMENT)])
    grace_hours = Minutes(
        "Hours of grace", [NumberRange(min=0, max=GRACE_MOST, message=f"From 0 to {GRACE_MOST} hours.")]
    )

    @classmethod
    def usual(cls, *, item: str, due_at: datetime, zone: str, grace_hours: int) -> CallForm:
        """The form with what is usual: a brief, by the meeting's deadline, with the body's hours of grace."""
        return cls(item=item, kind=PaperKind.BRIEF.value, due=_wall(due_at, zone), grace_hours=grace_hours)

    def asking(self, zone: str) -> Asking:
        """What is asked, its deadline as an instant."""
        due_at = clock.at_wall(self.due.data.date(), self.due.data.time(), zone)
        return Asking(PaperKind(self.kind.data), self.wish.data or "", due_at, self.grace_hours.data)


class ExtendForm(Form):
    """A later deadline for one who owes, and why."""

    until = Moment("New deadline, host's time", [wanted(A_MOMENT)])
    reason = StringField("Why it is extended", [wanted("Say why it is extended."), at_most(300)])

    def until_at(self, zone: str) -> datetime:
        """The new deadline as an instant."""
        return clock.at_wall(self.until.data.date(), self.until.data.time(), zone)
