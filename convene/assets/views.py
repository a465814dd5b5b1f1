"""Pages of national preparation and assets: questions, a State's statement, the matrix."""

from __future__ import annotations

from flask import Blueprint

from convene.assets import queries  # noqa: F401 - registers the tables' rules

views = Blueprint("assets", __name__)
