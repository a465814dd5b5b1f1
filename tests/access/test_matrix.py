"""Every endpoint and method, as every member of the standing cast, about objects in every state: see matrix.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from convene.demo.cast import CAST
from tests.access.matrix import as_markdown, expected
from tests.access.rows import ROWS
from tests.access.rows.terms import Gets, Row, Who
from tests.access.standing import BY_LINK
from tests.access.world import LINKED, STRANGER, Ledger, World, database_file, path_of

PLAIN = frozenset({"filename", "library", "name", "text"})  # What these name is no object of a body.
# One of each kind of reader meets every object in every state; the others of a kind meet those of the first state.
OF_EACH_KIND = (
    STRANGER, "secretary", "primary_nl", "alternate_us", "primary_dk", "desk_nl", "speaker_on_link", "observer_fr",
    "ngo_documentation", "ngo_guest", "secretary_council", "steering_oxford", "council_member", "secretary_s4",
    "focal_point_gh", *sorted(BY_LINK),
)  # fmt: skip
FIRST_STATES = ("convened", "board", "closed", "primary_nl")


@pytest.fixture(scope="module")
def ledger(world: World) -> Iterator[Ledger]:
    """Counts what is written, and puts the world back after whatever was allowed to act."""
    found = Ledger(database_file(world.app))
    yield found
    found.close()


def pairs(app: Flask) -> set[tuple[str, str]]:
    """Every endpoint with each of its methods, those that Flask adds by itself left out."""
    return {(rule.endpoint, m) for rule in app.url_map.iter_rules() for m in (rule.methods or ())} - {
        (rule.endpoint, m) for rule in app.url_map.iter_rules() for m in ("HEAD", "OPTIONS")
    }


def names_of(row: Row, world: World) -> list[str]:
    """The objects that a row is about, and one that does not exist."""
    if not row.about:
        return [""]
    found = sorted(name for name in world.keys if name.startswith(f"{row.about} "))
    return found if row.about in PLAIN else [*found, f"{row.about} missing"]


def address(world: World, endpoint: str, row: Row, name: str) -> str:
    """The path of an endpoint for an object."""
    rule = next(r for r in world.app.url_map.iter_rules() if r.endpoint == endpoint)
    return path_of(world, endpoint, rule.arguments, name)


def ask(world: World, reader: str, method: str, path: str) -> TestResponse:
    """One request; whatever changes something is an empty form with its token. Cookies stay as they were."""
    browser = world.browsers[reader]
    cookies = dict(browser.client._cookies or {})
    response = browser.get(path, buffered=True) if method == "GET" else browser.post(path, buffered=True)
    browser.client._cookies = cookies
    return response


def octets(response: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that a browser receives, but the date."""
    return response.status_code, response.data, sorted(h for h in response.headers if h[0] != "Date")


def _acts(response: TestResponse) -> bool:
    if response.status_code == 422:
        return 'class="errors"' in response.text
    return response.status_code == 303 and response.location.startswith("/")


SHOWS: dict[Gets, Callable[[TestResponse], bool]] = {
    Gets.PAGE: lambda r: r.status_code == 200 and r.mimetype == "text/html" and "<h1" in r.text,
    Gets.FORM: lambda r: r.status_code == 200 and '<form class="form' in r.text and 'name="csrf_token"' in r.text,
    Gets.FILE: lambda r: r.status_code == 200 and r.headers["Content-Disposition"].startswith("attachment"),
    Gets.ACTS: _acts,
    Gets.NOTHING: lambda r: r.status_code == 404 and "<form" not in r.text and "Set-Cookie" not in r.headers,
    Gets.SIGN_IN: lambda r: r.status_code == 302 and r.location.split("?")[0] == "/sign-in",
    Gets.PUBLIC: lambda r: r.status_code == 200,
    Gets.VOID: lambda r: r.status_code in (404, 410) and "link" in r.text,
    Gets.ON: lambda r: r.status_code == 302 and r.location == "/",
}


def readers_for(name: str) -> tuple[str, ...]:
    """Who is asked about an object: the whole cast about the first states, one of each kind about the others."""
    everybody = (STRANGER, *(c.key for c in CAST), *sorted(BY_LINK))
    return everybody if not name or name.partition(" ")[2] in FIRST_STATES else OF_EACH_KIND


def wrong(world: World, ledger: Ledger, row: Row, *, endpoint: str, method: str) -> list[str]:
    """Every reader and object for whom one endpoint and method gives something else than its row says."""
    found = []
    is_object = bool(row.about) and row.about not in PLAIN
    nowhere = address(world, endpoint, row, "missing") if is_object else ""
    missing = {r: octets(ask(world, r, method, nowhere)) for r in OF_EACH_KIND if is_object}
    for name in names_of(row, world):
        path = address(world, endpoint, row, name)
        for reader in readers_for(name):
            wanted, before = expected(row, name, reader), ledger.rows()
            response = ask(world, reader, method, path)
            if not SHOWS[wanted](response):
                found.append(f"{reader} {method} {endpoint} {name}: {response.status_code}, not {wanted}")
            if wanted is Gets.NOTHING and octets(response) != missing.get(reader, octets(response)):
                found.append(f"{reader} {method} {endpoint} {name}: not the 404 of what is missing")
            if method != "GET":
                after = ledger.rows()
                if wanted in (Gets.NOTHING, Gets.SIGN_IN) and after != before:
                    found.append(f"{reader} {method} {endpoint} {name}: refused, yet {before} became {after}")
                if after.changed:
                    ledger.put_back()
    return found


def test_every_endpoint_and_method_has_a_row(world: World) -> None:
    assert pairs(world.app) == set(ROWS)


@pytest.mark.parametrize("endpoint, method", sorted(ROWS))
def test_every_reader_gets_what_the_matrix_says(world: World, ledger: Ledger, endpoint: str, method: str) -> None:
    assert wrong(world, ledger, ROWS[endpoint, method], endpoint=endpoint, method=method) == []


@pytest.mark.parametrize("who", [Who.SECRETARIAT, Who.OF_THE_BODY, Who.SOMEBODY])
def test_a_row_that_promises_too_little_or_too_much_is_caught(world: World, ledger: Ledger, who: Who) -> None:
    row = Row(who, Gets.PAGE, "meeting")

    assert len(wrong(world, ledger, row, endpoint="meetings.show", method="GET")) > 5


def test_a_refusal_that_changes_something_is_caught(world: World, ledger: Ledger) -> None:
    row = Row(Who.OWNER, Gets.ACTS, "meeting")

    found = wrong(world, ledger, row, endpoint="invitations.remind", method="POST")

    assert [f for f in found if "refused, yet" in f] != []


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE"])
@pytest.mark.parametrize("reader", OF_EACH_KIND)
def test_other_methods_tell_hidden_and_missing_apart_no_more_than_get(world: World, reader: str, method: str) -> None:
    client = world.browsers[reader].client
    for endpoint, about in (("meetings.show", "meeting"), ("papers.file", "version"), ("agendas.item", "item")):
        row = ROWS[endpoint, "GET"]
        nothing = octets(client.open(address(world, endpoint, row, f"{about} missing"), method=method))
        for name in names_of(row, world):
            if expected(row, name, reader) is Gets.NOTHING:
                assert octets(client.open(address(world, endpoint, row, name), method=method)) == nothing


def test_the_matrix_prints_as_a_document() -> None:
    lines = list(as_markdown())

    assert "| meetings.show | GET | meeting | whoever may see it | page |  |" in lines
    assert sum(line.startswith("| ") and "." in line for line in lines) >= len(ROWS) - 2
    assert {name for name in LINKED if f"{name} by link" not in BY_LINK} == set()
