"""Taking a file off the wire: inspected in a child process and stored, before any transaction (settled 24, 32)."""

from __future__ import annotations

from flask import g, request

from convene.access.scope import set_reader
from convene.accounts.actions import count_try
from convene.agendas.queries import one_item
from convene.db import abandon
from convene.findings import Finding, Level, Refused
from convene.papers import held, store
from convene.papers.actions import Filed
from convene.papers.inspection import Limits, inspect
from convene.papers.queries import one_paper
from convene.web.requests import reader, settings, who

UPLOADS = 60


def take_file(item: str = "", paper: str = "") -> None:
    """Before the transaction: inspect what was uploaded, or take back what an earlier try left.

    Only for an item or paper that the reader may see, and only so often: a file is costly. Raises Missing, Refused.
    """
    visitor = who()
    person_key = visitor.person_key if visitor else ""
    set_reader(reader())
    _ = one_item(item) if item else one_paper(paper)
    abandon()
    if not count_try(f"upload:{person_key}", at=g.convene_at, limit=UPLOADS):
        raise Refused((Finding("", Level.REFUSE, "That were many files at once; wait a quarter of an hour."),))
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        g.held = held.take_back(settings().papers, person_key, request.form.get("held", ""), at=g.convene_at)
        return
    folder = settings().papers
    source, clean = store.new_file(folder), store.new_file(folder)
    clean.unlink()
    try:
        upload.save(source)
        verdict = inspect(
            source, clean_to=clean, file_name=upload.filename, limits=Limits(file_size=settings().upload_limit)
        )
        if verdict.refused or verdict.media_type is None:
            g.held = held.Held("", None, tuple(Finding(f.rule, f.level, f.text, "file") for f in verdict.findings))
            return
        filed = Filed(
            file_name=verdict.file_name,
            media_type=str(verdict.media_type),
            size=source.stat().st_size,
            pages=verdict.pages,
            pages_are=str(verdict.pages_are),
            original_digest=store.keep(source, folder),
            digest=store.keep(clean, folder),
        )
        notes = tuple(Finding(f.rule, f.level, f.text, "") for f in verdict.findings)
        g.held = held.hold(folder, person_key, filed, notes, at=g.convene_at)
    finally:
        source.unlink(missing_ok=True)
        clean.unlink(missing_ok=True)


def taken() -> tuple[Filed, tuple[Finding, ...]]:
    """The inspected file of this request, with remarks. Raises Refused with the reasons, at the field."""
    found = g.get("held")
    if found is None:
        raise Refused((Finding("", Level.REFUSE, "Choose a file.", "file"),))
    if found.filed is None:
        raise Refused(
            tuple(f for f in found.findings if f.level is Level.REFUSE)
            or (Finding("", Level.REFUSE, "This file is not taken.", "file"),)
        )
    folder = settings().papers
    if not all(store.path_of(folder, digest).is_file() for digest in (found.filed.original_digest, found.filed.digest)):
        # A sweep holds the writer's lock too, so that from here on the file stays.
        raise Refused((Finding("", Level.REFUSE, "The file is no longer held; choose it again.", "file"),))
    return found.filed, found.findings


def held_token() -> str:
    """The token under which the file waits, for the form that is shown again; empty where there is none."""
    found = g.get("held")
    return found.token if found is not None else ""


def held_name() -> str:
    """The name of the file that waits, to be shown beside the form."""
    found = g.get("held")
    return found.filed.file_name if found is not None and found.filed else ""


def done() -> None:
    """The upload went through: let go of the held file's note."""
    visitor = who()
    if visitor and held_token():
        held.let_go(settings().papers, visitor.person_key, held_token())
