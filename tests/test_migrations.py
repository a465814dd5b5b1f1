"""The schema's steps: equal to the models on both engines, up and down, and safe for the record (security.md 0.1)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, inspect, select, text

from convene.db import Base, db
from convene.migrations import steps
from tests.conftest import let_go
from tests.racing import down, migrate_from, up
from tests.running import ENGINES, World, application, command, start, wait_until

pytest_plugins = ("tests.worlds",)

BOTH = pytest.mark.parametrize(
    "empty", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
NEXT = "9999"
STEP = f'''"""A step of the test."""

from __future__ import annotations

import time
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEXT}", "LAST", None, None


def upgrade() -> None:
    with op.batch_alter_table("bodies", recreate="RECREATE") as batch:
        batch.add_column(sa.Column("motto", sa.String(60), nullable=False, server_default=""))
        batch.alter_column("short_name", existing_type=sa.String(60), type_=sa.String(80), existing_nullable=False)
    MORE


def downgrade() -> None:
    with op.batch_alter_table("bodies", recreate="RECREATE") as batch:
        batch.drop_column("motto")
        batch.alter_column("short_name", existing_type=sa.String(80), type_=sa.String(60), existing_nullable=False)
'''


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database, with its context."""
    url = request.getfixturevalue("empty_database") if request.param == "postgresql" else ""
    with application(World(tmp_path / "instance", url)) as app:
        yield app


def with_step(folder: Path, more: str = "pass") -> Path:
    """The migrations of the program and a further step that rebuilds the table of bodies, to which others point."""
    found = Path(shutil.copytree(steps.FOLDER, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__")))
    # SQLite alters a table by copying it; PostgreSQL does so only when told, and then refuses for the rows below it.
    recreate = "always" if db.engine.dialect.name == "sqlite" else "auto"
    words = STEP.replace("LAST", steps.newest()).replace("RECREATE", recreate).replace("MORE", more)
    (found / "versions" / f"{NEXT}.py").write_text(words, encoding="utf-8")
    return found


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the program."""
    with db.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in db.metadata.sorted_tables
        }


def foreign_keys_hold() -> bool:
    """Whether SQLite refuses rows without their parent on the connection that is used next."""
    with db.engine.connect() as connection:
        return bool(connection.execute(text("PRAGMA foreign_keys")).scalar())


def constraints(connection: Connection) -> dict[str, list[str]]:
    """The names of every table's keys, constraints and indexes."""
    found, names = inspect(connection), {}
    for table in found.get_table_names():
        several = (
            found.get_unique_constraints(table),
            found.get_check_constraints(table),
            found.get_foreign_keys(table),
            [index for index in found.get_indexes(table) if not index.get("duplicates_constraint")],
        )
        names[table] = sorted([str(one["name"]) for kind in several for one in kind])
        names[table].append(str(found.get_pk_constraint(table)["name"]))
    names.pop("alembic_version", None)
    return names


@BOTH
def test_the_migrated_schema_is_that_of_the_models(empty: Flask) -> None:
    steps.migrate()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "render_as_batch": True}
        )
        assert compare_metadata(context, Base.metadata) == []


@BOTH
def test_every_constraint_bears_the_name_that_the_models_give_it(empty: Flask) -> None:
    steps.migrate()
    with db.engine.connect() as connection:
        migrated = constraints(connection)

    down(steps.FOLDER, "base")
    with db.engine.connect().execution_options(writing=True) as connection, connection.begin():
        Base.metadata.create_all(connection)
    with db.engine.connect() as connection:
        assert migrated == constraints(connection)
    assert not [name for names in migrated.values() for name in names if name in ("None", "")]


@BOTH
def test_down_to_nothing_and_up_again(empty: Flask) -> None:
    steps.migrate()
    down(steps.FOLDER, "base")
    with db.engine.connect() as connection:
        left = inspect(connection).get_table_names()
    steps.migrate()

    assert left == ["alembic_version"]
    assert steps.reached() == steps.newest()


@ENGINES
def test_rebuilding_a_parent_table_keeps_the_rows_below_it(world: World, tmp_path: Path) -> None:
    with application(world):
        before, folder = rows(), with_step(tmp_path)

        up(folder)
        there, after = steps.reached(), rows()
        down(folder, steps.newest())

        assert there == NEXT
        assert sum(len(found) for found in before.values()) > 100
        assert after == before
        assert rows() == before


def test_foreign_keys_hold_again_after_a_migration(on_sqlite: World, tmp_path: Path) -> None:
    with application(on_sqlite):
        up(with_step(tmp_path))

        assert foreign_keys_hold()


def test_a_step_that_leaves_rows_without_their_parent_is_taken_back(
    on_sqlite: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with application(on_sqlite):
        before, folder = rows(), with_step(tmp_path, more='op.execute("DELETE FROM parties")')

        with pytest.raises(SystemExit) as ended:
            up(folder)

        assert ended.value.code == 1
        assert "the migration left rows without their parent: [('" in caplog.text
        assert steps.reached() == steps.newest()
        assert rows() == before
        assert foreign_keys_hold()


@ENGINES
def test_a_database_of_a_newer_program_is_refused(world: World, tmp_path: Path) -> None:
    with application(world):
        up(with_step(tmp_path))
        with pytest.raises(RuntimeError) as refused:
            steps.migrate()
    migrated, served = command(world, "migrate"), command(world, "web")

    assert str(refused.value) == f"the database is at step {NEXT}, which this version of convene does not know"
    assert (migrated.returncode, migrated.stdout, migrated.stderr) == (1, "", f"convene: {refused.value}\n")
    assert (served.returncode, served.stdout, served.stderr.count("\n")) == (1, "", 1)


@ENGINES
def test_a_migration_killed_in_the_middle_is_completed_by_the_next(world: World, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    more = f"Path({str(begun)!r}).exists() or (Path({str(begun)!r}).touch(), time.sleep(600))"
    with application(world) as app:
        before, folder = rows(), with_step(tmp_path, more)
        let_go(app)

        process = start(migrate_from, world, folder)
        wait_until(begun.exists)
        process.kill()
        process.join(10)
        between = (steps.reached(), rows())
        up(folder)

        assert between == (steps.newest(), before)
        assert (steps.reached(), rows()) == (NEXT, before)


@BOTH
def test_two_that_migrate_at_the_same_time_do_it_once(empty: Flask, tmp_path: Path) -> None:
    settings = empty.config["CONVENE"]
    world = World(settings.instance, settings.database_url)
    racers = [start(migrate_from, world, steps.FOLDER) for _ in range(3)]
    for racer in racers:
        racer.join(60)

    assert [racer.exitcode for racer in racers] == [0, 0, 0]
    assert steps.reached() == steps.newest()
