"""The commands that take lists over and give them out: recommendations and meetings of a body, by symbol or preset."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from convene import clock
from convene.console import application, migrated, said_plainly

if TYPE_CHECKING:
    from convene.bodies.models import Body
    from convene.recommendations.gathered import Reading

NAME = "command line"
PAUSE = 0.2  # Seconds between two parts of a list: whoever waits to write comes to it then.


class Read(Protocol):
    """A file held against a body, or a part of it."""

    @property
    def coming(self) -> Sequence[object]:
        """What would be taken over."""

    @property
    def size(self) -> int:
        """How much that is; of a part that is appended, how many lines."""

    def parts(self) -> Iterator[Any]:
        """The same in parts."""


R = TypeVar("R", bound=Read)


def _all_parts(reading: Read) -> Iterator[Any]:
    return reading.parts()


def body_named(name: str) -> Body:
    """The body of that symbol, or the only one of that preset. Raises ClickException for none or several."""
    from sqlalchemy import or_, select

    from convene.bodies.models import Body
    from convene.db import db

    wanted = select(Body).where(or_(Body.symbol == name, Body.preset == name.upper())).order_by(Body.symbol != name)
    found = list(db.session.scalars(wanted))
    if not found:
        raise click.ClickException(f"no body has the symbol or the preset “{name}”")
    if found[0].symbol != name and len(found) > 1:
        raise click.ClickException(f"several bodies are {name}; say which: {', '.join(b.symbol for b in found)}")
    return found[0]


def in_parts(
    name: str,
    read: Callable[[Body, date], R],
    take_over: Callable[..., int],
    *,
    is_dry: bool,
    parts_of: Callable[[R], Iterator[Any]] = _all_parts,
) -> tuple[R, int]:
    """Read against a body, and take over part by part, so that others may write meanwhile; how far it is is told.

    Gives what was read, and how many lines were appended. What is read only holds nobody up. A stop in the middle
    loses nothing: the next run finds what is on record already.
    """
    from convene.access.terms import system
    from convene.db import looking, work

    reader = system(NAME)
    with looking(reader):
        body = body_named(name)
        reading = read(body, clock.local(clock.now(), body.zone).date())
    parts = [] if is_dry else list(parts_of(reading))
    of_lines = sum(part.size for part in parts if not part.coming)
    done, appended, passed = 0, 0, 0
    for place, part in enumerate(parts, start=1):
        with work(reader):
            kept = take_over(body_named(name), part, by=NAME, at=clock.now())
        passed += part.size - kept
        done, appended = (done + kept, appended) if part.coming else (done, appended + kept)
        if len(parts) > 1:
            how_far = f"{done} of {len(reading.coming)} are taken over"
            click.echo(how_far if part.coming else f"{appended} of {of_lines} lines are appended", err=True)
        if place < len(parts):
            time.sleep(PAUSE)
    if passed:
        click.echo(f"{passed} came on record meanwhile and were passed over; run it again to see which", err=True)
    return reading, appended


def as_rows(reading: Reading, *, is_kept: bool, appended: int) -> dict[str, object]:
    """What becomes of a file, as plain values."""
    from convene.recommendations.gathered import Fate

    return {
        "kept": is_kept,
        "recommendations": reading.recommendations,
        "refused": reading.count(Fate.REFUSED),
        "appended": appended,
        "lines": {str(fate): reading.count(fate) for fate in Fate},
        "silent": reading.silent,
        "overdue reports": reading.late,
        "may give away": sum(t.is_doubtful for t in reading.told),
        "new addressees": list(reading.newcomers),
        "told": [
            {
                "line": t.number,
                "fate": str(t.fate),
                "symbol": t.symbol,
                "addressee": t.addressee,
                "why": t.why,
                "notes": list(t.notes),
                "may give away": t.is_doubtful,
            }
            for t in reading.told
        ],
    }


@click.command("import-recommendations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--body", "name", required=True, help="The symbol of the body, or its preset where there is but one.")
@click.option("--dry-run", is_flag=True, help="Say what becomes of each line, and keep nothing.")
@click.option("--append", is_flag=True, help="Append further addressees and later answers to what is on record too.")
@click.option(
    "--all-the-same", is_flag=True, help="You have read what may give away who recommended, and take it over."
)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@said_plainly
def import_recommendations(
    file: Path, name: str, dry_run: bool, append: bool, all_the_same: bool, as_json: bool
) -> None:
    """Take over past recommendations from FILE (CSV or XLSX); what is wrong is refused, never mended."""
    from convene.findings import Refused
    from convene.recommendations.appending import take_part
    from convene.recommendations.columns import read
    from convene.recommendations.importing import held_against

    app = application()
    migrated(app)
    try:
        lines = read(file.read_bytes())
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused

    def parts_of(found: Reading) -> Iterator[Any]:
        is_refused = not all_the_same and found.doubtful(is_appending=append)
        return iter(()) if is_refused else chain(found.parts(), found.appending() if append else ())

    with app.app_context():
        reading, appended = in_parts(
            name,
            lambda body, today: held_against(body, lines, today=today),
            take_part,
            is_dry=dry_run,
            parts_of=parts_of,
        )
    unread = 0 if all_the_same else reading.doubtful(is_appending=append)
    is_kept = not dry_run and not unread
    if as_json:
        rows = as_rows(reading, is_kept=is_kept, appended=appended)
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        _end(bool(rows["refused"] or unread))
        return
    _say_of_lines(reading, appended, is_kept=is_kept, is_appending=append)
    if unread:
        lines_say = "one line says" if unread == 1 else f"{unread} lines say"
        click.echo(
            f"nothing is attributed in this body, and {lines_say} what may give away who recommended: read it, then "
            "mend the file, or add --all-the-same; nothing is taken over without it"
        )
    _say_what_came(reading.recommendations, "recommendation", reading.count("refused"), len(lines), dry_run=not is_kept)
    _end(bool(unread))


def _say_of_lines(reading: Reading, appended: int, *, is_kept: bool, is_appending: bool) -> None:
    """What becomes of each line, who is addressed newly, and where addressees stand by the days in the file."""
    for told in reading.told:
        said = "; ".join(part for part in (told.why, *told.notes) if part)
        if said or not is_kept:
            click.echo(f"line {told.number}: {told.fate}{f' ({said})' if said else ''}")
    if reading.newcomers:
        click.echo(f"{len(reading.newcomers)} new addressees: {', '.join(reading.newcomers)}")
    if reading.silent or reading.late:
        click.echo(
            f"by the days in the file {reading.silent} addressees {'do' if is_kept else 'would'} stand as silent, "
            f"{reading.late} with an overdue report; nobody is reminded of these unless asked for on the page of each "
            "recommendation"
        )
    if reading.further and is_appending:
        lines_said = f"{appended} lines are" if is_kept else f"{len(reading.further)} lines would be"
        click.echo(f"{lines_said} appended to what is on record")
    elif reading.further:
        click.echo(f"{len(reading.further)} lines can be appended to what is on record: add --append")


@click.command("export-recommendations")
@click.option("--body", "name", required=True, help="The symbol of the body, or its preset where there is but one.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file ending in .csv or .xlsx.")
@click.option(
    "--as-published",
    is_flag=True,
    help="In the columns of human-rights lists: country, cycle, recommending State, recommendation, response, theme.",
)
@said_plainly
def export_recommendations(name: str, out: Path | None, as_published: bool) -> None:
    """Give out the recommendations of a body, in the columns in which they can be taken over; CSV, or XLSX by name.

    Beside them stand columns for readers alone: where each addressee stands, lineage, sources, days.
    """
    from convene.access.terms import system
    from convene.db import looking
    from convene.recommendations import published
    from convene.recommendations.columns import GIVEN_OUT
    from convene.recommendations.exporting import lines_of
    from convene.recommendations.queries import all_listed
    from convene.recommendations.terms import DRAFTED, Listing, State

    is_workbook = _is_workbook(out)
    app = application()
    migrated(app)
    with app.app_context(), looking(system(NAME)):
        body = body_named(name)
        on = clock.local(clock.now(), body.zone).date()
        found = all_listed(body, Listing(states=frozenset(State) - DRAFTED), on=on)
        rows = list(published.lines_of(found, body) if as_published else lines_of(found, body, on=on))
        heads = published.columns_for(body) if as_published else GIVEN_OUT
    _give_out(heads, rows, out, is_workbook=is_workbook, what=f"{len(found)} recommendations")


@click.command("import-meetings")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--body", "name", required=True, help="The symbol of the body, or its preset where there is but one.")
@click.option("--dry-run", is_flag=True, help="Say what becomes of each line, and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@said_plainly
def import_meetings(file: Path, name: str, dry_run: bool, as_json: bool) -> None:
    """Take over past meetings with their items from FILE (CSV or XLSX); what is wrong is refused, never mended."""
    from convene.findings import Refused
    from convene.recommendations.columns import read
    from convene.years import past, past_keeping

    app = application()
    migrated(app)
    try:
        lines = read(file.read_bytes(), past.TABLE)
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    with app.app_context():
        reading, _ = in_parts(
            name,
            lambda body, today: past.held_against(body, lines, today=today),
            past_keeping.take_over,
            is_dry=dry_run,
        )
    if as_json:
        told = [
            {"line": t.number, "fate": str(t.fate), "meeting": t.meeting, "item": t.item, "why": t.why,
             "notes": list(t.notes)}
            for t in reading.told
        ]  # fmt: skip
        counts = {str(fate): reading.count(fate) for fate in past.Fate}
        rows = {"kept": not dry_run, "meetings": len(reading.coming), "refused": reading.count("refused"),
                "lines": counts, "told": told}  # fmt: skip
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        _end(bool(rows["refused"]))
        return
    for each in reading.told:
        said = "; ".join(part for part in (each.why, *each.notes) if part)
        if said or dry_run:
            click.echo(f"line {each.number}: {each.fate}{f' ({said})' if said else ''}")
    _say_what_came(len(reading.coming), "meeting", reading.count("refused"), len(lines), dry_run=dry_run)


@click.command("export-meetings")
@click.option("--body", "name", required=True, help="The symbol of the body, or its preset where there is but one.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file ending in .csv or .xlsx.")
@said_plainly
def export_meetings(name: str, out: Path | None) -> None:
    """Give out the meetings of a body that are over, in the columns in which they can be taken over."""
    from convene.access.terms import system
    from convene.db import looking
    from convene.years import past, past_keeping

    is_workbook = _is_workbook(out)
    app = application()
    migrated(app)
    with app.app_context(), looking(system(NAME)):
        rows = list(past_keeping.lines_of(body_named(name)))
    _give_out(past.GIVEN_OUT, rows, out, is_workbook=is_workbook, what=f"{len(rows)} lines")


def _say_what_came(count: int, noun: str, refused: int, lines: int, *, dry_run: bool) -> None:
    """The last line of taking a list over: what came of it, and what did not. Ends in 1 where a line was refused."""
    verb = "would be" if dry_run else "is" if count == 1 else "are"
    lost = f"{refused} of {lines} lines {'is' if refused == 1 else 'are'} refused" if refused else "no line is refused"
    click.echo(f"{count} {noun}{'' if count == 1 else 's'} {verb} taken over; {lost}")
    _end(bool(refused))


def _end(is_refused: bool) -> None:
    """End the program so that whoever called it from a script knows that something was refused."""
    if is_refused:
        sys.exit(1)


def _is_workbook(out: Path | None) -> bool:
    """Whether a workbook is asked for. Raises ClickException for a name of another kind."""
    if out is not None and out.suffix.lower() not in (".csv", ".xlsx"):
        raise click.ClickException(f"{out.name}: end the name in .csv or .xlsx")
    return out is not None and out.suffix.lower() == ".xlsx"


def _give_out(
    columns: Sequence[str], rows: Iterable[tuple[str, ...]], out: Path | None, *, is_workbook: bool, what: str
) -> None:
    from convene.packs.tabular import as_csv, as_workbook

    content = (as_workbook if is_workbook else as_csv)(columns, rows)
    if out is None:
        click.echo(content.decode("utf-8-sig"), nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as wrong:
        raise click.ClickException(f"{out} cannot be written: {wrong.strerror}") from wrong
    click.echo(f"{what} are written to {out.name}")
