"""Brings a database up to date, and tells how far it is."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import upgrade

from convene.db import db

FOLDER = Path(__file__).parent


def newest() -> str:
    """The newest step that this program has."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def reached() -> str:
    """The step that the database has reached; empty for an empty database."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def migrate() -> None:
    """Bring the database up to date. Raises RuntimeError for a database of a newer program."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if (now := reached()) and now not in known:
        raise RuntimeError(f"the database is at step {now}, which this version of convene does not know")
    if now != newest():
        upgrade(directory=str(FOLDER))
