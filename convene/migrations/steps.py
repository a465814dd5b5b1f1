"""Brings a database up to date, and tells how far it is. Alembic is loaded only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import inspect, text

from convene.db import db

FOLDER = Path(__file__).parent


def known() -> list[str]:
    """The steps that this program has, oldest first: their numbers are the names of their files."""
    return sorted(path.stem.split("_", 1)[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """The newest step that this program has."""
    return known()[-1]


def reached() -> str:
    """The step that the database has reached; empty for an empty database."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""


def attach(app: Flask) -> None:
    """Give the application its migrations, and with them the `flask db` commands."""
    from flask_migrate import Migrate

    Migrate(app, db, directory=str(FOLDER), render_as_batch=True)


def migrate() -> None:
    """Bring the database up to date. Raises RuntimeError for a database of a newer program."""
    now = reached()
    if now and now not in known():
        raise RuntimeError(f"the database is at step {now}, which this version of convene does not know")
    if now == newest():
        return
    from flask_migrate import upgrade

    if "migrate" not in current_app.extensions:
        attach(current_app)
    upgrade(directory=str(FOLDER))


def create() -> Flask:
    """The application with its migrations: `flask --app convene.migrations.steps:create db revision`."""
    from convene import create_app

    app = create_app()
    attach(app)
    return app
