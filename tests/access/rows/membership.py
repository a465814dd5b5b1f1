"""Rows of the access matrix: founding, people, applications and standing."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Row, Rows, Who, form, keeps
from tests.access.standing import BOARD, COUNCIL, SEATED, SEATS

ROWS: Rows = {
    # Whoever founds a body serves the secretariat of another.
    ("bodies.presets", "GET"): Row(Who.SECRETARIES, Gets.PAGE),
    **form("bodies.found", "preset", Who.SECRETARIES),
    **form("people.several", "body"),
    # Applications: seats read what was put before them.
    ("membership.index", "GET"): Row(Who.OF_THE_BODY, Gets.PAGE, "body"),
    ("membership.show", "GET"): Row(Who.READERS, Gets.PAGE, "application"),
    ("membership.pdf", "GET"): Row(Who.READERS, Gets.FILE, "application"),
    **form("membership.new", "body"),
    **form("membership.evidence", "application"),
    **form("membership.assess", "application"),
    **form("membership.put", "application"),
    **form("membership.decide", "application"),
    ("membership.drop_evidence", "POST"): keeps("evidence"),
    **form("membership.standing", "party"),
}

SEEN_BY: dict[str, frozenset[str]] = {
    "application draft": BOARD,
    "application put": BOARD | SEATS,
    "application decided": BOARD | SEATS,
    "application other": COUNCIL | SEATED["council"],
}
