"""Pages of reading: sharing a paper with desk officers, private notes, who has opened it."""

from __future__ import annotations

from flask import Blueprint

from convene.reading import queries  # noqa: F401 - registers the tables' rules

views = Blueprint("reading", __name__)
