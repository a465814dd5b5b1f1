"""The `convene` commands. Bad input ends with one clear line and a status other than zero."""

from __future__ import annotations

import errno
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading

import click
from flask import Flask

from convene import clock
from convene.console import Commands, Whole, application, migrated, new_link, port_given, said_plainly
from convene.list_commands import export_meetings, export_recommendations, import_meetings, import_recommendations
from convene.migrations import steps
from convene.preset_commands import PresetKey, body, check_agendas
from convene.year_commands import anchors, findings, plan


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Meetings and convening for the secretariats of bodies that prevent mass atrocities.

    Settings come from CONVENE_* variables, then from convene.toml in the instance folder.
    """


main.add_command(anchors)
main.add_command(body)
main.add_command(check_agendas)
main.add_command(findings)
main.add_command(plan)
main.add_command(import_recommendations)
main.add_command(export_recommendations)
main.add_command(import_meetings)
main.add_command(export_meetings)
PORT = click.option(
    "--port", type=Whole(1, 65535), default=port_given, show_default="$PORT or 8000", help="Port on 127.0.0.1."
)
WORKERS = click.option("--workers", type=Whole(1, 64), default=2, show_default=True, help="Web processes.")


@main.command()
@PORT
@click.option("--demo", "with_demo", is_flag=True, help="Migrate, seed the demonstration network, print sign-in links.")
@said_plainly
def serve(port: int, with_demo: bool) -> None:
    """Serve web and scheduler in one process tree, on one machine."""
    from convene import jobs  # Only where something is served or sent.

    _refuse_busy(port)
    app = application(port)
    if with_demo:
        _prepare_demo(app, port)
    migrated(app)
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ, "CONVENE_BASE_URL": app.config["CONVENE"].base_url}
    web = subprocess.Popen(_gunicorn(port, 1), env=environment)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    scheduler = jobs.start(app)
    try:
        while not stop.wait(0.5):
            if web.poll() is not None:
                raise click.ClickException(f"the web server ended with status {web.returncode}")
    finally:
        scheduler.shutdown(wait=False)
        web.terminate()
        web.wait(10)


def _gunicorn(port: int, workers: int) -> list[str]:
    given = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--config", "python:convene.web.server"]
    return [sys.executable, "-m", "gunicorn", *given, "convene.wsgi:app"]


def _refuse_busy(port: int) -> None:
    """Raises ClickException where the port cannot be had: the web server would say so at length, five times."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError as taken:
            trouble = "is in use" if taken.errno == errno.EADDRINUSE else "cannot be used"
            raise click.ClickException(f"port {port} {trouble}; choose another with PORT=… or --port") from taken


def _again(port: int, *arguments: str) -> str:
    """A command line for another terminal, on the same instance and with the same addresses."""
    kept = {"PORT": str(port)} if port != 8000 else {}
    kept |= {name: os.environ[name] for name in ("CONVENE_INSTANCE", "CONVENE_BASE_URL") if name in os.environ}
    started = sys.argv[0]
    program = [sys.executable, "-m", "convene.cli"] if started.endswith(".py") else [started]
    settings = [f"{name}={shlex.quote(value)}" for name, value in kept.items()]
    return " ".join([*settings, shlex.join(program), *arguments])


def _prepare_demo(app: Flask, port: int) -> None:
    from convene.demo.cast import CAST  # Only the demonstration needs its cast.
    from convene.demo.history import seed_history
    from convene.demo.seed import is_empty, seed

    settings = app.config["CONVENE"]
    with app.app_context():
        steps.migrate()
        if is_empty():
            seed(settings, at=clock.now())
            seed_history(at=clock.now())
        click.echo(f"convene is at {settings.base_url}")
        click.echo("One sign-in link for each kind of user; each works once, within ten minutes:")
        shown = ("secretary", "primary_nl", "council_member", "ngo_guest", "speaker_on_link", "secretary_s4")
        for character in (c for c in CAST if c.key in shown):
            click.echo(f"  {character.name:<36} {new_link(character.address)}")
        click.echo(f"More links: {_again(port, 'sign-in-link', 'ADDRESS')}")
        click.echo(f"Who is who: {_again(port, 'cast')}")


@main.command()
@PORT
@WORKERS
@said_plainly
def web(port: int, workers: int) -> None:
    """Serve the web pages only; run “convene worker” beside it."""
    _refuse_busy(port)
    app = application(port)
    migrated(app)
    os.environ["CONVENE_BASE_URL"] = app.config["CONVENE"].base_url
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # Threads would otherwise keep heaps of their own.
    command = _gunicorn(port, workers)
    os.execv(command[0], command)  # noqa: S606 - our own interpreter with our own arguments


@main.command()
@said_plainly
def worker() -> None:
    """Send mail and do what falls due; one at a time is enough, more wait."""
    from convene import jobs

    app = application()
    migrated(app)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    scheduler = jobs.start(app)
    stop.wait()
    scheduler.shutdown(wait=False)


@main.command()
@said_plainly
def migrate() -> None:
    """Bring the database up to date."""
    app = application()
    with app.app_context():
        before = steps.reached()
        try:
            steps.migrate()
        except RuntimeError as newer:
            raise click.ClickException(str(newer)) from newer
        after = steps.reached()
    click.echo(
        f"The database is up to date (step {after})."
        if before == after
        else f"Migrated from step {before or 'none'} to {after}."
    )


@main.command()
@click.option("--name", required=True, help="Name of the body, as in its letters.")
@click.option("--short-name", default="", help="Short name; the name where none is given.")
@click.option("--symbol", required=True, help="What its symbols begin with, such as TNAP.")
@click.option("--preset", type=PresetKey(), default="S1", show_default=True, help="What kind of body: S1 to S11.")
@click.option("--zone", required=True, help="Time zone of the secretariat, such as Europe/Zurich.")
@click.option("--with-founders", is_flag=True, help="Take on record the parties that the preset names.")
@click.option("--secretary", required=True, help="Name or title of the first secretary.")
@click.option("--address", required=True, help="E-mail address of the first secretary.")
@said_plainly
def init(preset: str, with_founders: bool, **given: str) -> None:
    """Found a first real body with its secretary, on an empty instance, and print a sign-in link."""
    from convene.founding import Wanted, found_first_body
    from convene.toml_files import FileError

    app = application()
    with app.app_context():
        steps.migrate()
        try:
            found_first_body(Wanted(preset, **given), at=clock.now(), with_founders=with_founders)
        except (ValueError, FileError) as wrong:
            raise click.ClickException(str(wrong)) from wrong
        click.echo(new_link(given["address"]))


@main.command()
@click.option(
    "--size",
    type=click.Choice(["small", "peer"]),
    default="small",
    show_default=True,
    help="“peer” adds the data of the benchmark.",
)
@said_plainly
def demo(size: str) -> None:
    """Seed the demonstration network into an empty instance."""
    from convene.demo.history import seed_history
    from convene.demo.seed import is_empty, seed

    app = application()
    with app.app_context():
        steps.migrate()
        fresh = is_empty()
        if fresh:
            seed(app.config["CONVENE"], at=clock.now())
            seed_history(at=clock.now())
        if size == "peer":
            from convene.demo.peer import grow

            grow(app.config["CONVENE"], at=clock.now())
    click.echo("The demonstration network is in place." if fresh else "The instance is not empty; nothing was seeded.")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON: kind, email, body, what they should see.")
def cast(as_json: bool) -> None:
    """List who is in the demonstration network."""
    from convene.demo.cast import CAST

    rows = [
        {
            "key": c.key,
            "kind": c.kind,
            "name": c.name,
            "email": c.address,
            "body": c.body,
            "party": c.party,
            "sees": c.sees,
        }
        for c in CAST
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['kind']:<16} {row['email']:<36} {row['name']}: {row['sees']}")


@main.command("sign-in-link")
@click.argument("email")
@said_plainly
def sign_in_link(email: str) -> None:
    """Print one address that signs EMAIL in, once, within ten minutes."""
    app = application()
    migrated(app)
    with app.app_context():
        click.echo(new_link(email))


@main.command()
@said_plainly
def doctor() -> None:
    """Say what is configured, reachable and pending; ends with status 1 when something is wrong."""
    from convene.health import report

    app = application()
    with app.app_context():
        lines = report(app.config["CONVENE"], at=clock.now())
    for line in lines:
        click.echo(f"{'ok  ' if line.is_well else 'BAD '} {line.what}: {line.words}")
    if not all(line.is_well for line in lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
