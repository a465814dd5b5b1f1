"""Several people at once: lines of a list, each with its problem at its line, and all of them or none."""

from __future__ import annotations

import pytest
from flask import Flask

from convene.bodies.models import Party
from convene.bodies.terms import PartyKind, Standing
from convene.db import work
from convene.mail.models import OutboxMessage
from convene.people.models import Contact, Person, Term
from convene.people.several import Line, read_lines
from convene.people.terms import TermRole
from tests.browser import TESTS, Browser, words_of
from tests.build import body, count, one
from tests.fields import complaints, said_at, typed

GOOD = "Denmark; Adviser; Desk for the Sahel; adviser@dk.example; alternate"


def path_of(app: Flask, symbol: str = "TNAP") -> str:
    with app.app_context(), work(TESTS):
        return f"/bodies/{body(symbol).key}/people/several"


def sent(app: Flask, browser: Browser, lines: str) -> object:
    return browser.post(path_of(app), {"lines": lines, "starts_on": "2027-06-01"})


@pytest.mark.parametrize(
    "text, lines",
    [
        ("", []),
        ("  \n\n", []),
        ("A; B; C; d@e; F", [Line(1, "A", "B", "C", "d@e", "F")]),
        ("A\tB\tC\td@e\tF", [Line(1, "A", "B", "C", "d@e", "F")]),
        ("A\tB; with a mark\t\td@e", [Line(1, "A", "B; with a mark", "", "d@e", "")]),
        ("\nA;B", [Line(2, "A", "B", "", "", "")]),
        ("A;B;C;d@e;F;;", [Line(1, "A", "B", "C", "d@e", "F")]),
        ("A;B;C;d@e;F;G", [Line(1, "A", "B", "C", "d@e", "F;G")]),
    ],
)
def test_lines_are_read_as_a_spreadsheet_gives_them(text: str, lines: list[Line]) -> None:
    assert read_lines(text) == lines


def test_everybody_is_taken_on_record_and_nobody_is_written_to(app: Flask, secretary: Browser) -> None:
    lines = f"{GOOD}\r\nus;Second adviser;;adviser@us.example;Working-level official\r\nFrance;Envoy;;envoy@fr.example;"
    with app.app_context(), work(TESTS):
        before = count(OutboxMessage)
    done = secretary.post(path_of(app), {"lines": lines, "starts_on": "2027-06-01"})
    assert done.status_code == 303
    assert "3 people are on record." in secretary.text(done.location)
    with app.app_context(), work(TESTS):
        roles = {}
        for address in ("adviser@dk.example", "adviser@us.example", "envoy@fr.example"):
            roles[address] = one(Term, person_id=one(Person, address=address).id).role
        assert roles == {
            "adviser@dk.example": TermRole.ALTERNATE,
            "adviser@us.example": TermRole.WORKING_LEVEL,
            "envoy@fr.example": TermRole.OBSERVER,
        }
        assert one(Contact, address="adviser@dk.example").function == "Desk for the Sahel"
        assert one(Person, address="adviser@us.example").zone == "America/New_York"
        assert count(OutboxMessage) == before


@pytest.mark.parametrize(
    "line, said",
    [
        ("Norway; A; ; a@no.example; alternate", "“Norway” is not on record. Take it on record first"),
        ("Denmark; ; ; a@dk.example; alternate", "The name is missing."),
        ("Denmark; A; ; ; alternate", "The e-mail address is missing."),
        ("Denmark; A; ; nowhere; alternate", "An e-mail address has exactly one @."),
        ("Denmark; A; ; a@dk.example; emperor", "“emperor” is no role here. Write one of “secretariat”"),
        ("Denmark; A; ; a@dk.example; individual member", "“individual member” is no role here."),
        ("-; A; ; a@dk.example; alternate", "A seat belongs to a member"),
        ("France; A; ; a@dk.example; alternate", "A seat belongs to a member"),
        (GOOD, "Adviser has this address and is alternate of Denmark already."),
        ("Denmark; Another; ; adviser@dk.example; alternate", "Adviser has this address already: give the same name"),
        (f"Denmark; {'n' * 161}; ; a@dk.example; alternate", "The name has more than 160 characters."),
    ],
)
def test_one_wrong_line_is_told_and_nobody_is_taken(app: Flask, secretary: Browser, line: str, said: str) -> None:
    with app.app_context(), work(TESTS):
        before = (count(Contact), count(Term), count(Person))
    text = f"{GOOD}\n\n{line}"
    done = secretary.post(path_of(app), {"lines": text, "starts_on": "2027-06-01"})
    assert (done.status_code, complaints(done)) == (422, ["lines"])
    (told,) = said_at(done, "lines")
    assert told.startswith("Line 3")
    assert f": {said}" in told
    assert typed(done, "lines") == text
    with app.app_context(), work(TESTS):
        assert (count(Contact), count(Term), count(Person)) == before


def test_every_wrong_line_is_told_at_once(app: Flask, secretary: Browser) -> None:
    done = secretary.post(path_of(app), {"lines": "Norway;A;;a@b.example;\nDenmark;;;;", "starts_on": "2027-06-01"})
    assert [told.partition(":")[0] for told in said_at(done, "lines")] == ["Line 1 (A)", "Line 2 (Denmark)"]


def test_too_many_lines_and_none_are_refused(app: Flask, secretary: Browser) -> None:
    none = secretary.post(path_of(app), {"lines": " ", "starts_on": "2027-06-01"})
    assert said_at(none, "lines") == ["Write a line for each person."]
    many = "\n".join(f"Denmark;A;;a{n}@dk.example;" for n in range(201))
    assert said_at(secretary.post(path_of(app), {"lines": many, "starts_on": "2027-06-01"}), "lines") == [
        "At most 200 lines at once."
    ]


def test_parties_that_are_missing_are_taken_on_record_with_their_people(app: Flask, secretary: Browser) -> None:
    lines = "Italy;Envoy;;envoy@it.example;\nRuritania;Guide;;guide@ru.example;\nit;Second;;second@it.example;"
    first = secretary.post(path_of(app), {"lines": lines, "starts_on": "2027-06-01"})
    assert "Take these on record as well: Italy, Ruritania" in words_of(first)
    assert typed(first, "lines") == lines
    given = {"lines": lines, "starts_on": "2027-06-01", "take_as": "guest", "country_1": "ke"}
    again = secretary.post(path_of(app), given)
    assert (again.status_code, complaints(again)) == (422, ["kind_1"])
    assert (typed(again, "lines"), typed(again, "country_1")) == (lines, "KE")
    wrong = given | {"kind_1": "State", "lines": f"{lines}\nDenmark;;;;"}
    assert complaints(secretary.post(path_of(app), wrong)) == ["lines"]
    with app.app_context(), work(TESTS):
        assert count(Party, name="Italy") == 0
    assert secretary.post(path_of(app), given | {"kind_1": "State"}).status_code == 303
    with app.app_context(), work(TESTS):
        italy, other = one(Party, name="Italy"), one(Party, name="Ruritania")
        assert (italy.kind, italy.country, italy.standing) == (PartyKind.STATE, "IT", Standing.GUEST)
        assert (other.kind, other.country, other.zone) == (PartyKind.STATE, "KE", "")
        zones = [one(Person, address=a).zone for a in ("envoy@it.example", "second@it.example", "guide@ru.example")]
        assert zones == ["Europe/Rome", "Europe/Rome", "Africa/Nairobi"]
        assert count(Term, party_id=italy.id) == 2
