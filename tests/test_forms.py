"""Texts as every form takes them in: nothing that turns the direction of words, and the joiners that scripts need."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import StringField, TextAreaField

from convene.web.forms import Form, one_line, stripped

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class AForm(Form):
    """A text of one line and one of several."""

    line = StringField("Line")
    lines = TextAreaField("Lines")


@pytest.mark.parametrize("mark", TURNING)
def test_what_turns_the_direction_of_words_is_taken_out(mark: str) -> None:
    assert one_line(f"Ama{mark}Owusu{mark}") == "AmaOwusu"
    assert stripped(f"{mark} Ama\n{mark}Owusu ") == "Ama\nOwusu"


@pytest.mark.parametrize(
    "text, kept",
    [
        ("گزارش\u200cها", "گزارش\u200cها"),
        ("क\u200dष", "क\u200dष"),
        ("a\u0000b\u2028c", "a b c"),
        (" two  words ", "two words"),
        (None, ""),
    ],
)
def test_joiners_stay_and_what_breaks_a_line_is_a_blank(text: str | None, kept: str) -> None:
    assert one_line(text) == kept


def test_every_text_of_a_form_is_taken_in_so(app: Flask) -> None:
    given = {"line": "Ama\u202eusuwO", "lines": "We\u2066\ntrain\u202e"}
    with app.test_request_context(method="POST", data=given):
        form = AForm(meta={"csrf": False})

        assert (form.line.data, form.lines.data) == ("AmausuwO", "We\ntrain")
