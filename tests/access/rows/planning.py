"""Rows of anchor dates, offices, milestones, the order of hosts, and of what follows from a change."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Rows, form, keeps
from tests.access.standing import BOARD, COUNCIL

ROWS: Rows = {
    ("anchors.show", "GET"): keeps("body", gets=Gets.PAGE),
    **form("anchors.enter", "body"),
    **form("anchors.new_office", "body"),
    **form("anchors.office", "office"),
    ("anchors.remove_office", "POST"): keeps("office"),
    **form("planning.move", "meeting"),
    **form("planning.hosts", "body"),
    ("planning.milestones", "GET"): keeps("meeting", gets=Gets.PAGE),
    **form("planning.milestone", "milestone"),
    ("planning.tick", "POST"): keeps("milestone"),
    **form("planning.days", "body"),
    **form("past.take_over", "body"),
    ("past.sample", "GET"): keeps("body", gets=Gets.FILE),
    ("past.csv", "GET"): keeps("body", gets=Gets.FILE),
    ("past.xlsx", "GET"): keeps("body", gets=Gets.FILE),
}

SEEN_BY: dict[str, frozenset[str]] = {
    "office board": BOARD,
    "office other": COUNCIL,
    "milestone draft": BOARD,
    "milestone other": COUNCIL,
}
