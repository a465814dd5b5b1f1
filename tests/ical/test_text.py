"""Texts, names and addresses of any kind: each stays in its field and comes back as it was; and a strict reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from convene.ical.event import cancel, publish, request
from convene.ical.terms import Partstat, Role, Status
from tests.ical.board import BOARD, event_in, line_of, property_names, with_text

TEXTS = ("uid", "summary", "description", "location", "url", "organizer_name", "attendee_name")
ADDRESSES = ("organizer_address", "attendee_address")
HOSTILE = (
    "\r\nATTENDEE:mailto:spy@evil.example",
    "\nEND:VEVENT\nBEGIN:VEVENT\nUID:1",
    "\rX-A:1",
    "a\u2028X-A:1\u2029X-A:2\x85X-A:3\x0bX-A:4\x0cX-A:5\x1cX-A:6",
    "\r\n X-A:folded",
    '";X-A=1:mailto:spy@evil.example',
    "a;X-A=1",
    "a:b,c;d\\",
    "^n^'^^",
    "\\n\\N\\;",
    "\x00\x07\x1b[31m\x7f",
    "\ud800",
    "é" * 200,
    " ",
)
# What may be printed must come back as it was: all but control characters, line separators and half surrogates; U+FEFF
# is the mark at the beginning of a file, and readers drop it.
PRINTED_SIGNS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff")
PRINTED = st.text(PRINTED_SIGNS, max_size=120)
NAMED = st.text(PRINTED_SIGNS.filter(lambda sign: sign not in '"\\'), min_size=1, max_size=60)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("field", TEXTS)
def test_no_text_leaves_its_field(field: str, hostile: str) -> None:
    event = with_text(field, f"a{hostile}b")

    for written, plain in (
        (request(event), request(BOARD)),
        (cancel(event), cancel(BOARD)),
        (publish(event, name="Board"), publish(BOARD, name="Board")),
    ):
        assert property_names(written) == property_names(plain)
        assert re.findall(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?<!\r)\n", written) == []
        assert re.findall("[\x85\u2028\u2029]", written.decode()) == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_calendar_name_leaves_its_line(hostile: str) -> None:
    assert property_names(publish(BOARD, name=f"a{hostile}b")) == property_names(publish(BOARD, name="Board"))


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("field", ADDRESSES)
def test_no_address_leaves_its_field(field: str, hostile: str) -> None:
    name = field.removesuffix("_address").upper()

    written = request(with_text(field, f"a{hostile}b@state.example"))

    assert property_names(written) == property_names(request(BOARD))
    parameters, address = line_of(written, name).split(":mailto:")
    assert parameters == line_of(request(BOARD), name).split(":mailto:")[0]
    assert re.fullmatch(r"[!-~]+@state\.example", address)


@pytest.mark.parametrize("field", ["summary", "location", "attendee_name"])
def test_a_line_break_in_a_single_line_field_becomes_a_space(field: str) -> None:
    assert request(with_text(field, "a\r\nb")) == request(with_text(field, "a b"))


def test_the_line_breaks_of_a_description_are_kept_and_its_tabs_become_spaces() -> None:
    written = request(replace(BOARD, description="a\ufeff\r\nb\rc\n\nd\te\x07"))

    assert line_of(written, "DESCRIPTION") == r"DESCRIPTION:a\nb\nc\n\nd e"


def test_a_name_keeps_all_but_the_double_quote_and_the_backslash() -> None:
    event = event_in(request(replace(BOARD, attendee_name='Ana "the chair"; O’Neill: A\\B, C^D')))

    assert event["ATTENDEE"].params["CN"] == "Ana 'the chair'; O’Neill: A/B, C^D"


def test_addresses_are_written_as_uris() -> None:
    link, address = "https://a.example/é x?q=a,b;c#d%20", "o'neil+a_b%c?cc=spy&x@état.example"

    written = request(replace(BOARD, url=link, attendee_address=address))

    assert line_of(written, "ATTENDEE").endswith(":mailto:o'neil+a_b%25c%3Fcc=spy&x@%C3%A9tat.example")
    assert line_of(written, "URL") == "URL:https://a.example/%C3%A9%20x?q=a,b;c#d%20"


@pytest.mark.parametrize("sign", ["x", "é", "語", "😀", ",", "\\"])
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(sign: str) -> None:
    event = replace(BOARD, summary=sign * 300, description=f"a{sign}" * 150, attendee_name=f"n{sign * 80}")

    written = request(event)

    lines = written.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line.decode() for line in lines] == written.decode().split("\r\n")
    read = event_in(written)
    assert (read["SUMMARY"], read["DESCRIPTION"]) == (event.summary, event.description)


@settings(max_examples=150, deadline=None)
@given(summary=PRINTED.filter(str.strip), location=PRINTED, description=st.lists(PRINTED, max_size=4), name=NAMED)
@example(summary="\\N", location="\\n", description=["\\\\N", ""], name="^")
@example(summary=" a ", location="\u200fb", description=[" ", "c"], name="=")
def test_texts_survive_a_round_trip(summary: str, location: str, description: list[str], name: str) -> None:
    lines = "\n".join(description)

    written = request(replace(BOARD, summary=summary, location=location, description=lines, attendee_name=name))

    event = event_in(written)
    assert str(event["SUMMARY"]) == summary
    assert str(event.get("LOCATION", "")) == location
    assert str(event.get("DESCRIPTION", "")) == lines
    assert event["ATTENDEE"].params["CN"] == (name.strip() or BOARD.attendee_address)
    assert max(len(line) for line in written.split(b"\r\n")) <= 75


@settings(max_examples=150, deadline=None)
@given(texts=st.fixed_dictionaries({field: st.text(min_size=1, max_size=80) for field in TEXTS}))
def test_no_texts_together_add_or_remove_a_property(texts: dict[str, str]) -> None:
    kept: dict[str, Any] = {field: f"a{text}" for field, text in texts.items()}

    written = request(replace(BOARD, **kept))

    assert property_names(written) == property_names(request(BOARD))
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert list(event.keys()) == list(event_in(request(BOARD)).keys())


def test_every_message_meets_the_restrictions_of_its_method(complaints_of: Callable[[bytes], list[str]]) -> None:
    unruly = ("UTC", "Europe/Dublin", "Asia/Gaza", "Africa/Abidjan", "America/Vancouver")
    events = [
        replace(BOARD, description="", location="", url="", created=None),
        *(replace(BOARD, zone=zone) for zone in unruly),
        *(replace(BOARD, partstat=partstat, role=role) for partstat in Partstat for role in Role),
        *(replace(BOARD, status=status) for status in (Status.TENTATIVE, Status.CONFIRMED)),
        *(with_text(field, f"a{hostile}b") for field in TEXTS for hostile in HOSTILE),
        *(with_text(field, f"a{hostile}b@a.example") for field in ADDRESSES for hostile in HOSTILE),
    ]

    messages = [request(e) + cancel(e) + publish(e, name=e.summary) for e in events]

    assert complaints_of(b"".join(messages)) == []


def test_the_strict_reader_does_complain(complaints_of: Callable[[bytes], list[str]]) -> None:
    twice = request(BOARD).replace(b"SEQUENCE:2\r\n", b"SEQUENCE:2\r\nSEQUENCE:3\r\n")

    assert len(complaints_of(twice)) > 0
