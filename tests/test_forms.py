"""Texts as every form takes them in: nothing that turns the direction of words, and the joiners that scripts need."""

from __future__ import annotations

import pytest
from flask import Flask, before_render_template
from wtforms import StringField, TextAreaField

from convene import clock
from convene.accounts.models import Attempts
from convene.db import apart, work
from convene.web.forms import Form, one_line, stripped
from tests.browser import TESTS, browser_of
from tests.build import body

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


def test_nobody_who_writes_waits_while_a_refused_form_is_shown_again(app: Flask) -> None:
    """Another connection becomes the writer while the page is made, which SQLite lets only one be at a time."""
    written: list[str] = []

    def write(_app: Flask, template: object, **_: object) -> None:
        if not written:
            with apart(TESTS) as session:
                session.add(Attempts(subject="another writer", window_starts_at=clock.now(), count=1))
            written.append(str(getattr(template, "name", "")))

    with app.app_context(), work(TESTS):
        path = f"/bodies/{body().key}/meetings/new"
    secretary = browser_of(app, "secretary")
    with before_render_template.connected_to(write, app):
        answer = secretary.post(path)

    assert answer.status_code == 422
    assert written == ["meetings/new.html"]
