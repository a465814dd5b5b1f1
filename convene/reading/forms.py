"""Forms of reading: sharing a paper, and private notes."""

from __future__ import annotations

from wtforms import StringField, TextAreaField

from convene.reading.actions import Officer
from convene.web.forms import Boxes, Form, at_most


class ShareForm(Form):
    """With which desk officers; one whom the body does not know yet is named here."""

    officers = Boxes("Your desk officers")
    name = StringField("Name or title of office", [at_most(160)])
    function = StringField("Function", [at_most(200)])
    address = StringField("E-mail address", [at_most(254)])

    def named(self) -> Officer | None:
        """Whoever is named anew, where anything of them is given."""
        texts = (self.name.data or "", self.function.data or "", self.address.data or "")
        return Officer(*texts) if any(texts) else None


class NoteForm(Form):
    """What somebody writes to a paper for themselves."""

    text = TextAreaField("Your private notes", [at_most(10_000)])
