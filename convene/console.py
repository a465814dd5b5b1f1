"""What every command is made of: its errors in one line, the application it runs in, and the link it may print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click
from flask import Flask

from convene import clock
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
        param, kind = wrong.param, wrong.param.type
        name = param.opts[0] if isinstance(param, click.Option) else param.human_readable_name
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


def port_given() -> int:
    """The port that $PORT names, or 8000. Raises NoPort for what is no port."""
    try:
        return Whole(1, 65535).convert(os.environ.get("PORT") or "8000", None, None)
    except click.BadParameter as wrong:
        raise NoPort(f"PORT: {wrong.message}") from wrong


def record() -> Flask:
    """The application without its pages, for a command that only reads; else as `application`."""
    from convene import create_record

    try:
        return create_record(load(port=port_given()))
    except SettingsError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def application(port: int | None = None) -> Flask:
    """The application, or one clear line on what keeps it from starting."""
    from convene import create_app  # `convene --help` must not wait for the whole program.

    try:
        return create_app(load(port=port_given() if port is None else port))
    except SettingsError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def migrated(app: Flask) -> None:
    """Raises ClickException where the database is not up to date."""
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


def new_link(address: str) -> str:
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
