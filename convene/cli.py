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
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click
from flask import Flask

from convene import clock, jobs
from convene.config import SettingsError, load
from convene.findings import Refused
from convene.migrations import steps

F = TypeVar("F", bound=Callable[..., Any])


class Whole(click.ParamType[int]):
    """A whole number within bounds, refused in our own words."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises BadParameter for anything else."""
        text = str(value)
        # More digits than these are out of bounds, and Python would refuse to read thousands of them.
        if text.isascii() and text.isdigit() and len(text) < 10 and self.least <= int(text) <= self.most:
            return int(text)
        return self.fail(f"expected a whole number from {self.least} to {self.most}", param, ctx)


def _in_one_line(wrong: click.ClickException) -> str:
    """What was wrong, naming every option that is missing at once."""
    if isinstance(wrong, click.MissingParameter) and wrong.ctx is not None:
        lacking = [p for p in wrong.ctx.command.params if p.required and wrong.ctx.params.get(p.name or "") is None]
        named = lacking or ([wrong.param] if wrong.param else [])
        return "missing: " + ", ".join(
            p.opts[0] if isinstance(p, click.Option) else p.make_metavar(wrong.ctx) for p in named
        )
    if isinstance(wrong, click.BadParameter) and wrong.param is not None:
        name, kind = wrong.param.opts[0], wrong.param.type
        return f"{name}: " + (
            f"expected {' or '.join(kind.choices)}" if isinstance(kind, click.Choice) else wrong.message
        )
    text = " ".join(wrong.format_message().split())
    if not isinstance(wrong, click.UsageError):
        return text
    return f"{text[:1].lower()}{text[1:].rstrip('.')}; “convene --help” says what there is"


class Commands(click.Group):
    """The commands; whatever goes wrong is said in one line on the error output."""

    def main(self, *args: Any, **named: Any) -> Any:
        """Run a command and end the process: status 2 for wrong usage, 1 for anything else that went wrong."""
        named["standalone_mode"] = False
        try:
            ended = super().main(*args, **named)
        except click.exceptions.NoArgsIsHelpError as bare:
            bare.show()
            sys.exit(bare.exit_code)
        except click.ClickException as wrong:
            click.echo(f"convene: {_in_one_line(wrong)}", err=True)
            sys.exit(wrong.exit_code)
        except click.Abort:
            click.echo("convene: stopped", err=True)
            sys.exit(1)
        sys.exit(ended if isinstance(ended, int) else 0)


class NoPort(click.ClickException):
    """$PORT holds no port: wrong usage, of which no option is to blame."""

    exit_code = 2


def _port() -> int:
    """The port that $PORT names, or 8000. Raises NoPort for what is no port."""
    try:
        return Whole(1, 65535).convert(os.environ.get("PORT") or "8000", None, None)
    except click.BadParameter as wrong:
        raise NoPort(f"PORT: {wrong.message}") from wrong


def _app(port: int | None = None) -> Flask:
    """The application, or one clear line on what keeps it from starting."""
    from convene import create_app  # `convene --help` must not wait for the whole program.

    try:
        return create_app(load(port=_port() if port is None else port))
    except SettingsError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _migrated(app: Flask) -> None:
    with app.app_context():
        if steps.reached() != steps.newest():
            raise click.ClickException("the database is not up to date; run “convene migrate” first")


def said_plainly(command: F) -> F:
    """Turn refusals and database trouble into one line."""

    @wraps(command)
    def run(*args: Any, **named: Any) -> Any:
        from sqlalchemy.exc import OperationalError  # As above: only when a command runs.

        try:
            return command(*args, **named)
        except Refused as refused:
            raise click.ClickException("; ".join(f.text for f in refused.findings)) from refused
        except OperationalError as trouble:
            reason = str(trouble.orig).splitlines()[0] if trouble.orig else "no answer"
            raise click.ClickException(f"the database cannot be used: {reason}") from trouble

    return run  # type: ignore[return-value]  # wraps keeps the signature.


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Meetings and convening for the secretariats of bodies that prevent mass atrocities.

    Settings come from CONVENE_* variables, then from convene.toml in the instance folder.
    """


PORT = click.option(
    "--port", type=Whole(1, 65535), default=_port, show_default="$PORT or 8000", help="Port on 127.0.0.1."
)
WORKERS = click.option("--workers", type=Whole(1, 64), default=2, show_default=True, help="Web processes.")


@main.command()
@PORT
@click.option("--demo", "with_demo", is_flag=True, help="Migrate, seed the demonstration network, print sign-in links.")
@said_plainly
def serve(port: int, with_demo: bool) -> None:
    """Serve web and scheduler in one process tree, on one machine."""
    _refuse_busy(port)
    app = _app(port)
    if with_demo:
        _prepare_demo(app, port)
    _migrated(app)
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
    from convene.demo.seed import seed

    settings = app.config["CONVENE"]
    with app.app_context():
        steps.migrate()
        seed(settings, at=clock.now())
        click.echo(f"convene is at {settings.base_url}")
        click.echo("One sign-in link for each kind of user; each works once, within ten minutes:")
        shown = ("secretary", "primary_nl", "council_member", "ngo_guest", "speaker_on_link", "secretary_s4")
        for character in (c for c in CAST if c.key in shown):
            click.echo(f"  {character.name:<36} {_new_link(character.address)}")
        click.echo(f"More links: {_again(port, 'sign-in-link', 'ADDRESS')}")
        click.echo(f"Who is who: {_again(port, 'cast')}")


def _new_link(address: str) -> str:
    """A sign-in link to an address on record. Raises ClickException where it is not."""
    from flask import current_app

    from convene.access.terms import system
    from convene.accounts.actions import new_sign_in_link
    from convene.accounts.queries import credentials
    from convene.db import work

    with work(system("command line")):
        found = credentials(address)
        if found is None:
            raise click.ClickException(f"nobody signs in with the address {address}")
        _, token = new_sign_in_link(found.person_id, at=clock.now())
    return f"{current_app.config['CONVENE'].base_url}/sign-in/link/{token}"


@main.command()
@PORT
@WORKERS
@said_plainly
def web(port: int, workers: int) -> None:
    """Serve the web pages only; run “convene worker” beside it."""
    _refuse_busy(port)
    app = _app(port)
    _migrated(app)
    os.environ["CONVENE_BASE_URL"] = app.config["CONVENE"].base_url
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")  # Threads would otherwise keep heaps of their own.
    command = _gunicorn(port, workers)
    os.execv(command[0], command)  # noqa: S606 - our own interpreter with our own arguments


@main.command()
@said_plainly
def worker() -> None:
    """Send mail and do what falls due; one at a time is enough, more wait."""
    app = _app()
    _migrated(app)
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
    app = _app()
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
@click.option(
    "--preset", type=click.Choice(["S1", "S2", "S4"]), default="S1", show_default=True, help="What kind of body it is."
)
@click.option("--zone", required=True, help="Time zone of the secretariat, such as Europe/Zurich.")
@click.option("--secretary", required=True, help="Name or title of the first secretary.")
@click.option("--address", required=True, help="E-mail address of the first secretary.")
@said_plainly
def init(name: str, short_name: str, symbol: str, preset: str, zone: str, secretary: str, address: str) -> None:
    """Found a first real body with its secretary, on an empty instance, and print a sign-in link."""
    from convene.founding import found_first_body

    app = _app()
    with app.app_context():
        steps.migrate()
        try:
            clock.zone(zone)
            found_first_body(
                name=name,
                short_name=short_name or name,
                symbol=symbol,
                preset=preset,
                zone=zone,
                secretary=secretary,
                address=address,
                at=clock.now(),
            )
        except ValueError as wrong:
            raise click.ClickException(str(wrong)) from wrong
        click.echo(_new_link(address))


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
    from convene.demo.seed import is_empty, seed

    app = _app()
    with app.app_context():
        steps.migrate()
        fresh = is_empty()
        seed(app.config["CONVENE"], at=clock.now())
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
    app = _app()
    _migrated(app)
    with app.app_context():
        click.echo(_new_link(email))


@main.command()
@click.argument("year", type=Whole(2004, 2100))
@click.option("--json", "as_json", is_flag=True, help="As JSON: name, start, end, place, zone, confidence, source.")
def anchors(year: int, as_json: bool) -> None:
    """Print the anchor events of YEAR; computed dates are provisional."""
    from convene.anchors.known import KnownError, anchors_in

    try:
        found = anchors_in(year)
    except KnownError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if as_json:
        names = {"name": "name", "start": "starts_on", "end": "ends_on"}
        names |= {name: name for name in ("place", "zone", "confidence", "source")}
        rows = [{name: str(getattr(anchor, field)) for name, field in names.items()} for anchor in found]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for anchor in found:
        mark = "provisional" if anchor.confidence == "computed" else anchor.confidence
        click.echo(
            f"{anchor.starts_on} to {anchor.ends_on}  {anchor.name:<32} {anchor.place:<9} {mark:<12} {anchor.source}"
        )


@main.command()
@said_plainly
def doctor() -> None:
    """Say what is configured, reachable and pending; ends with status 1 when something is wrong."""
    from convene.health import report

    app = _app()
    with app.app_context():
        lines = report(app.config["CONVENE"], at=clock.now())
    for line in lines:
        click.echo(f"{'ok  ' if line.is_well else 'BAD '} {line.what}: {line.words}")
    if not all(line.is_well for line in lines):
        sys.exit(1)


if __name__ == "__main__":
    main()
