"""Writes of anchor dates and offices; what a changed date moves is another feature's, and asked before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from convene import journal
from convene.anchors import rules
from convene.anchors.models import AnchorDate, Office
from convene.anchors.queries import as_entry, own_entry
from convene.anchors.terms import Entry, Held
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.packs.fonts import missing_letters


def _refuse(found: list[Finding], texts: Mapping[str, str]) -> None:
    """Raise Refused for these findings, and for letters that the printed face lacks, each at its field."""
    for field, text in texts.items():
        if missing := missing_letters(text):
            letters = " ".join(dict.fromkeys(missing))
            found.append(Finding("", Level.REFUSE, f"These letters cannot be printed: {letters}", field))
    if found:
        raise Refused(tuple(found))


def check_entry(entry: Entry, *, takes_place: bool) -> None:
    """Raises Refused where an occurrence cannot be entered as it is given."""
    _refuse(
        rules.entry_findings(entry, takes_place=takes_place),
        {"event": entry.event, "city": entry.city, "source": entry.source},
    )


def check_own(body: Body, event: str, year: int) -> None:
    """Raises Refused where the body has no entry of its own that could be taken back."""
    if own_entry(body, event, year) is None:
        text = (
            f"There is no entry of your own of {event} {year} to take back: choose another answer, or leave the page."
        )
        raise Refused((Finding("", Level.REFUSE, text, "holds"),))


def enter(body: Body, entry: Entry, *, by: str, at: datetime) -> AnchorDate:
    """Enter or correct an occurrence for this body. Raises Refused as `check_entry`."""
    check_entry(entry, takes_place=entry.starts_on is not None or entry.ends_on is not None)
    found = own_entry(body, entry.event, entry.year)
    before = as_entry(found) if found else None
    if found is None:
        found = AnchorDate(body_id=body.id, event=entry.event, year=entry.year)
        db.session.add(found)
    for name, value in asdict(entry).items():
        setattr(found, name, value)
    db.session.flush()  # The journal names the entry by its key.
    if before != entry:
        change = {"before": _words(before) if before else {}, "after": _words(entry)}
        journal.record("anchor.enter", by=by, at=at, body=body.id, kind="anchor date", key=found.key, change=change)
    return found


def _words(entry: Entry) -> dict[str, object]:
    return {name: value for name, value in asdict(entry).items() if value not in (None, "")}


def leave_to_all(body: Body, event: str, year: int, *, by: str, at: datetime) -> None:
    """Take a body's own entry back: what all bodies share holds again. Nothing happens where there is none."""
    found = own_entry(body, event, year)
    if found is None:
        return
    change = {"before": _words(as_entry(found))}
    journal.record("anchor.leave", by=by, at=at, body=body.id, kind="anchor date", key=found.key, change=change)
    db.session.delete(found)
    db.session.flush()  # What is read next goes without it.


def keep_office(body: Body, held: Held, *, by: str, at: datetime, office: Office | None = None) -> Office:
    """Enter an office, or change one. Raises Refused for days out of order or letters that cannot be printed."""
    texts = {"name": held.name, "holder": held.holder, "source": held.source}
    _refuse(rules.office_findings(held), texts)
    found = office or Office(body_id=body.id)
    for name, value in asdict(held).items():
        setattr(found, name, value)
    db.session.add(found)
    db.session.flush()  # The journal names the office by its key.
    change = {"office": held.name, "holder": held.holder, "from": held.starts_on, "until": held.ends_on}
    journal.record("office.keep", by=by, at=at, body=body.id, kind="office", key=found.key, change=change)
    return found


def remove_office(office: Office, *, by: str, at: datetime) -> None:
    """Take an office off the record."""
    change = {"office": office.name, "holder": office.holder}
    journal.record("office.remove", by=by, at=at, body=office.body_id, kind="office", key=office.key, change=change)
    db.session.delete(office)
