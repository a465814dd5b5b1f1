"""The commands that check the files of `agendas/` and make bodies of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from convene import clock
from convene.config import data_folder
from convene.console import application, migrated, new_link, said_plainly
from convene.migrations import steps


class PresetKey(click.ParamType[str]):
    """The key of a preset: the name of a file in agendas/bodies, looked up when it is asked for."""

    name = "preset"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The key. Raises BadParameter that names what there is."""
        from convene.presets.reading import preset_keys  # `convene --help` must not wait for the whole program.

        known = preset_keys()
        for key in known:
            if key.casefold() == str(value).casefold():
                return key
        return self.fail(f"expected one of {', '.join(known)}", param, ctx)


def checked(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of `agendas/` by its path there, with what is wrong with it; empty where it is well."""
    from convene.agendas.templates import read as read_template
    from convene.anchors.known import KnownError
    from convene.anchors.known import read as read_known
    from convene.presets.parties import read as read_parties
    from convene.presets.reading import read as read_preset
    from convene.toml_files import FileError

    def trouble(path: Path, read: Callable[[Path], object]) -> str:
        try:
            read(path)
        except (FileError, KnownError) as wrong:
            return str(wrong)
        return ""

    for path in sorted(folder.glob("*.toml")):
        yield path.name, trouble(path, read_template)
    for path in sorted((folder / "bodies").glob("*.toml"), key=lambda one: (len(one.stem), one.stem)):
        yield f"bodies/{path.name}", trouble(path, read_preset)
    for path in sorted((folder / "anchors").glob("known.toml")):
        yield f"anchors/{path.name}", trouble(path, read_known)
    for path in sorted((folder / "parties").glob("known.toml")):
        yield f"parties/{path.name}", trouble(path, read_parties)


@click.command("check-agendas")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=lambda: data_folder("agendas"),
    show_default="agendas/ of this installation",
    help="Another folder of the same make, such as a copy that you edit.",
)
def check_agendas(folder: Path) -> None:
    """Check every file in agendas/; ends with status 1 when one is wrong.

    Meeting templates, presets of bodies, and known dates of anchor events: each is “ok”, or file, line and what was
    expected are said.
    """
    found = list(checked(folder))
    for path, wrong in found:
        before = path[: path.rfind("/") + 1]
        click.echo(f"BAD  {before}{wrong}" if wrong else f"ok   {path}")
    if any(wrong for _, wrong in found):
        sys.exit(1)


@click.group()
def body() -> None:
    """Bodies: found one from a preset."""


@body.command("add")
@click.argument("preset", type=PresetKey())
@click.option("--name", default="", help="Name of the body, as in its letters.")
@click.option("--short-name", default="", help="Short name.")
@click.option("--symbol", default="", help="What its symbols begin with, such as TNAP.")
@click.option("--zone", default="", help="Time zone of the secretariat, such as Europe/Zurich.")
@click.option("--parent", default="", help="Symbol of the body of which it is a part.")
@click.option("--succeeds", default="", help="Symbol of the body that it succeeds.")
@click.option("--with-founders", is_flag=True, help="Take on record the parties that the preset names.")
@click.option("--secretary", required=True, help="Name or title of its first secretary.")
@click.option("--address", required=True, help="E-mail address of its first secretary.")
@said_plainly
def add(preset: str, with_founders: bool, **given: str) -> None:
    """Found a body from PRESET (S1 to S11) with its secretary, and print a sign-in link.

    What you leave out, the preset says: name, symbol, zone, and which body on record it succeeds.
    """
    from convene.founding import Wanted, found_another
    from convene.toml_files import FileError

    app = application()
    with app.app_context():
        if not steps.reached():
            steps.migrate()
        migrated(app)
        try:
            founded = found_another(Wanted(preset, **given), at=clock.now(), with_founders=with_founders)
        except (ValueError, FileError) as wrong:
            raise click.ClickException(str(wrong)) from wrong
        click.echo(f"{founded.name} ({founded.symbol}) is on record, after preset {preset}.")
        for word, name in (("Part of", founded.parent), ("Succeeds", founded.succeeds)):
            if name:
                click.echo(f"{word}: {name}")
        if with_founders:
            click.echo(f"On record: {founded.parties} parties that the preset names.")
        click.echo(new_link(given["address"]))
