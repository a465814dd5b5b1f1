"""Pages of calls for papers: the board of who owes what, asking, extending; what one owes oneself."""

from __future__ import annotations

from flask import Blueprint

from convene.calls import queries  # noqa: F401 - registers the tables' rules

views = Blueprint("calls", __name__)
