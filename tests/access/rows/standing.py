"""Rows of the pages on which a body's years are looked at: its rules held against one, and seven side by side."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Rows, keeps

ROWS: Rows = {
    ("standing.show", "GET"): keeps("body", gets=Gets.PAGE),
    ("standing.years", "GET"): keeps("body", gets=Gets.PAGE),
}
