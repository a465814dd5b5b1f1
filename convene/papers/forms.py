"""Forms of papers."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField

from convene.papers.terms import LANGUAGES, PaperKind
from convene.web.forms import Form, at_most, options, wanted


class UploadForm(Form):
    """A paper; the file itself is checked before the form is."""

    title = StringField("Title", [wanted("Enter a title."), at_most(300)])
    kind = SelectField("What it is", choices=options((k.value, k.value.capitalize()) for k in PaperKind))
    language = SelectField("Language", choices=options(LANGUAGES.items()), default="en")
    file = FileField("File")
    held = HiddenField()

    def kind_chosen(self) -> PaperKind:
        """The kind chosen."""
        return PaperKind(self.kind.data)


class VersionForm(Form):
    """A further version of a paper."""

    file = FileField("File")
    held = HiddenField()


class TranslationForm(Form):
    """The same paper in another language."""

    language = SelectField("Language of the translation", [wanted("Choose the language.")])
    title = StringField("Title", [wanted("Enter a title."), at_most(300)])
    file = FileField("File")
    held = HiddenField()

    def offer(self, taken: set[str]) -> None:
        """Offer the languages in which the paper is not there yet."""
        free = ((tag, name) for tag, name in LANGUAGES.items() if tag not in taken)
        self.language.choices = options([("", "Choose the language"), *free])
