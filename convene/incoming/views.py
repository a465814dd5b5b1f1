"""Pages of what comes in: the list for the secretariat, countries under watch, members' proposals."""

from __future__ import annotations

from flask import Blueprint

from convene.incoming import queries  # noqa: F401 - registers the tables' rules

views = Blueprint("incoming", __name__)
