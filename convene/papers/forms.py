"""Forms of papers."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField

from convene.papers.terms import PaperKind
from convene.web.forms import Form, at_most, options, wanted


class UploadForm(Form):
    """A paper; the file itself is checked before the form is."""

    title = StringField("Title", [wanted("Enter a title."), at_most(300)])
    kind = SelectField("What it is", choices=options((k.value, k.value.capitalize()) for k in PaperKind))
    file = FileField("File: PDF, DOCX or ODT")
    held = HiddenField()

    def kind_chosen(self) -> PaperKind:
        """The kind chosen."""
        return PaperKind(self.kind.data)


class VersionForm(Form):
    """A further version of a paper."""

    file = FileField("File: PDF, DOCX or ODT")
    held = HiddenField()
