"""Pages of the stages of an agenda: circulating, reading as circulated, the mark-up, adoption."""

from __future__ import annotations

from flask import Blueprint

from convene.stages import queries  # noqa: F401 - registers the tables' rules

views = Blueprint("stages", __name__)
