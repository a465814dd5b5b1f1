"""The form that all others are: CSRF, findings put at their fields, and the one way in which a form is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from flask import redirect, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, SelectChoice, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from convene import clock
from convene.findings import Finding, Refused
from convene.web.requests import start_over

Page = Callable[[], str]
# They turn the direction of what follows them, so that a name reads as another; whoever writes Arabic needs none.
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
JOINERS = "\u200c\u200d"  # Persian and Indian scripts are spelt with them.
REGIONS = tuple(f"{name}/" for name in ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia",
                                        "Europe", "Indian", "Pacific"))  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2200


def stripped(value: str | None) -> str:
    """Text without the blanks around it and what turns its direction; a field that a browser left out is empty."""
    return "" if value is None else value.translate(TURNING).strip()


def one_line(value: str | None) -> str:
    """Text of a field of one line: whatever breaks a line, or is no character to be seen, becomes a blank."""
    return " ".join("".join(c if c.isprintable() or c in JOINERS else " " for c in stripped(value)).split())


class Form(FlaskForm):
    """A form whose refusals come back as findings, and which loses nothing that was typed."""

    class Meta(FlaskForm.Meta):
        """Every text is stripped."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Strip texts as they come in."""
            filters = [*unbound_field.kwargs.get("filters", ())]
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
                filters.append(stripped if issubclass(kind, TextAreaField) else one_line)
            return unbound_field.bind(form=form, filters=filters, **options)

    general: tuple[Finding, ...] = ()

    def take(self, findings: Iterable[Finding]) -> None:
        """Put each finding at its field; those without one stand at the top."""
        self.general = ()
        for finding in findings:
            field = self._fields.get(finding.field)
            if field is None:
                self.general = (*self.general, finding)
            else:
                field.errors = [*field.errors, finding.text]


class Boxes(SelectMultipleField):
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Seen(StringField):
    """Hidden: what the page showed, against which it is held whether it is so still. Left out, nothing was seen."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take what came; a field that is missing says nothing, and not what would be shown now."""
        self.data = valuelist[0] if valuelist else ""


class _Wanted(InputRequired):
    """A value must be there; blanks alone are none."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data == "":
            raise StopValidation(self.message)
        super().__call__(form, field)


def wanted(text: str) -> InputRequired:
    """A value must be there; `text` says what to do."""
    return _Wanted(text)


def at_most(length: int) -> Length:
    """At most so many characters."""
    return Length(max=length, message=f"At most {length} characters.")


def options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What a field offers: (value, words) pairs."""
    return [SelectChoice(value, words) for value, words in pairs]


def zone_choices(first: str = "") -> list[SelectChoice]:
    """Every time zone by place; the empty one asks to choose."""
    names = [(name, f"{clock.place_of(name)} ({name})") for name in clock.zone_names()]
    names.sort(key=lambda pair: pair[1])
    return options([("", first or "Choose the time zone"), *names])


class ZoneField(SelectField):
    """A time zone, by its name of today; one that is kept under a name of old is offered too, and stays as it is."""

    def __init__(self, label: str = "", validators: Any = None, *, first: str = "", **more: Any) -> None:
        super().__init__(label, validators, choices=zone_choices(first), **more)

    def process(self, *given: Any, **more: Any) -> None:
        """Read what is kept and what was sent; a name of old that stands for a place is no mistake."""
        super().process(*given, **more)
        offered = {choice.value for choice in self.choices}
        self.choices += [choice for name in {self.object_data, self.data} - offered for choice in _of_old(name)]


def _of_old(name: object) -> list[SelectChoice]:
    """What stands for a zone that is not offered of itself; nothing for what is no place's zone."""
    is_zone = isinstance(name, str) and clock.is_of_a_place(name)
    return options([(str(name), f"{clock.place_of(str(name))} ({name})")]) if is_zone else []


def whole_number(text: object) -> int | None:
    """A number of a form's own making, of at most nine digits; None for anything else that somebody sent."""
    words = str(text)
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 10 else None


def plausible(value: date | None) -> None:
    """A day or moment of our time: others break the reckoning of zones. Raises ValueError with a sentence."""
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}.")


def is_web_address(_form: object, field: Any) -> None:
    """A link must be an https address, since it is put into pages as it stands. Raises ValidationError."""
    if field.data and not field.data.startswith("https://"):
        raise ValidationError("Give the whole address, beginning with https://")


def answered(form: Form, act: Callable[[], str | Response], page: Page) -> Response | tuple[str, int]:
    """The one way a form is answered: acted on and led on to an address or given a file; or shown again as typed.

    It is shown again from a reading of its own: whoever else writes does not wait until a refused page is made.
    """
    if form.validate_on_submit():
        try:
            done = act()
            return redirect(done, code=303) if isinstance(done, str) else done
        except Refused as refused:
            form.take(refused.findings)
    if request.method != "POST":
        return page(), 200
    start_over()
    return page(), 422


def keys_of(rows: Sequence[Any]) -> dict[str, Any]:
    """Rows by their outer key."""
    return {row.key: row for row in rows}
