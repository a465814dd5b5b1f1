"""Runs the migrations, on SQLite with foreign keys switched off before the transaction begins (security.md 0.1)."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app

from convene.db import Base, UtcDateTime, Word, db


def plain(kind: str, value: Any, _context: object) -> str | Literal[False]:
    """Write our own types as the columns they are, so that a step never depends on code that may change."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, Word):
        return f"sa.String(length={value.length})"
    return False


def run() -> None:
    """Bring the schema to the wanted revision in one transaction."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # Inside a transaction this pragma does nothing, and a batch migration would then delete child rows.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # It is connected.
        context.configure(
            connection=connection.execution_options(writing=True),
            target_metadata=Base.metadata,
            render_item=plain,
            # True for SQLite too, since our connections begin by themselves: all steps are kept, or none.
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() if is_sqlite else []
                if broken:
                    raise RuntimeError(f"the migration left rows without their parent: {broken[:5]}")
        finally:
            if is_sqlite:
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]  # As above.


run()
