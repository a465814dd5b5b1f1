"""Taking a file off the wire: inspected in a child process and stored, before any transaction (settled 24, 32)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import g, request

from convene.access.scope import set_reader
from convene.accounts.actions import count_try
from convene.agendas.queries import one_item
from convene.db import abandon
from convene.findings import Finding, Level, Refused
from convene.papers import held, store
from convene.papers.actions import Filed
from convene.papers.inspection import Inspection, Limits, inspect, neutral_file_name
from convene.papers.models import Paper
from convene.papers.queries import limits_of, one_paper
from convene.papers.rules import BriefLimits, b5_brief_findings
from convene.papers.terms import PaperKind
from convene.web.forms import Form
from convene.web.requests import reader, settings, who

UPLOADS = 60
# Evidence bears this name, not the one that its file had, and what is said of it speaks of the only copy there is.
EVIDENCE = "evidence"


def take_file(item: str = "", paper: str = "") -> None:
    """Before the transaction: inspect what was uploaded, or take back what an earlier try left.

    Only for an item or paper that the reader may see, and only so often: a file is costly. A brief that breaks what its
    body asks of briefs is not kept (B5). Raises Missing, Refused.
    """
    set_reader(reader())
    if item:
        body_id = one_item(item).body_id
        limits = limits_of(body_id) if request.form.get("kind") == PaperKind.BRIEF else None
    else:
        found = one_paper(paper)
        limits = _limits(found, is_translation=found.translates_id is not None)
    abandon()
    _take(limits)


def take_translation(paper: str) -> None:
    """As `take_file`, for a translation."""
    set_reader(reader())
    limits = _limits(one_paper(paper), is_translation=True)
    abandon()
    _take(limits)


def take_with(sees: Callable[[], object]) -> None:
    """As `take_file`, for what belongs to no item: `sees` raises Missing where the reader may not send it."""
    set_reader(reader())
    sees()
    abandon()
    _take(None)


def take_evidence(sees: Callable[[], object]) -> None:
    """As `take_with`, for evidence: photographs are taken too, under a neutral name, and the original is not kept."""
    set_reader(reader())
    sees()
    abandon()
    _take(None, is_evidence=True)


def _limits(paper: Paper, *, is_translation: bool) -> BriefLimits | None:
    """What a body asks of a brief; its translation is as long as its language makes it, within a page more."""
    if paper.kind is not PaperKind.BRIEF:
        return None
    limits = limits_of(paper.body_id)
    return replace(limits, pages=limits.pages + 1, wants_asks=False) if is_translation else limits


def _take(limits: BriefLimits | None, *, is_evidence: bool = False) -> None:
    visitor = who()
    person_key = visitor.person_key if visitor else ""
    if not count_try(f"upload:{person_key}", at=g.convene_at, limit=UPLOADS):
        raise Refused((Finding("", Level.REFUSE, "That were many files at once; wait a quarter of an hour."),))
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        found = held.take_back(settings().papers, person_key, request.form.get("held", ""), at=g.convene_at)
        g.held = _held_against(found, limits) if found is not None and found.filed is not None else found
        return
    folder = settings().papers
    file_name = neutral_file_name(upload.filename, EVIDENCE) if is_evidence else upload.filename
    may_be = Limits(file_size=settings().upload_limit, photos=is_evidence)
    source, clean = store.new_file(folder), store.new_file(folder)
    clean.unlink()
    try:
        upload.save(source)
        verdict = inspect(source, clean_to=clean, file_name=file_name, limits=may_be)
        is_read = not verdict.refused or verdict.pages is not None or verdict.words is not None
        reasons = _against(verdict, limits) if is_read else ()
        if verdict.refused or verdict.media_type is None or _refused(reasons):
            g.held = _turned_away((*verdict.findings, *reasons))
            return
        filed = Filed(
            file_name=verdict.file_name,
            media_type=str(verdict.media_type),
            size=source.stat().st_size,
            pages=verdict.pages,
            pages_are=str(verdict.pages_are),
            original_digest="" if is_evidence else store.keep(source, folder),
            digest=store.keep(clean, folder),
            words=verdict.words,
            asks=verdict.asks,
        )
        if is_evidence:
            filed = replace(filed, original_digest=filed.digest)
        notes = tuple(Finding(f.rule, f.level, _said(f.text, is_evidence=is_evidence), "") for f in verdict.findings)
        g.held = held.hold(folder, person_key, filed, notes, at=g.convene_at)
    finally:
        source.unlink(missing_ok=True)
        clean.unlink(missing_ok=True)


def _said(text: str, *, is_evidence: bool) -> str:
    return text.replace("the copy that others download", "the copy that is kept") if is_evidence else text


def _against(read: Inspection | Filed, limits: BriefLimits | None) -> tuple[Finding, ...]:
    """What is to be said of a file as a brief, and nothing of other papers."""
    if limits is None:
        return ()
    found = b5_brief_findings(
        pages=read.pages, pages_are=str(read.pages_are), words=read.words, asks=read.asks, limits=limits
    )
    return tuple(f for f in found if f.level is not Level.KEPT)


def _held_against(found: held.Held, limits: BriefLimits | None) -> held.Held:
    """A file that waited, held against the limits of a brief: it may have waited as something else."""
    reasons = _against(found.filed, limits) if found.filed else ()
    return _turned_away(reasons) if _refused(reasons) else found


def _refused(findings: tuple[Finding, ...]) -> bool:
    return any(f.level is Level.REFUSE for f in findings)


def _turned_away(findings: tuple[Finding, ...]) -> held.Held:
    """All the reasons at once, at the field, so that one more upload is enough."""
    reasons = (Finding(f.rule, f.level, f.text, "file") for f in findings if f.level is Level.REFUSE)
    return held.Held("", None, tuple(reasons))


def taken() -> tuple[Filed, tuple[Finding, ...]]:
    """The inspected file of this request, with notes on it. Raises Refused with the reasons, at the field.

    What a brief does not keep stands on the paper's own page, as long as it is so, and is not told twice.
    """
    found = g.get("held")
    if found is None:
        raise Refused((Finding("", Level.REFUSE, "Choose a file.", "file"),))
    if found.filed is None:
        raise Refused(found.findings or (Finding("", Level.REFUSE, "This file is not taken.", "file"),))
    folder = settings().papers
    if not all(store.path_of(folder, digest).is_file() for digest in (found.filed.original_digest, found.filed.digest)):
        # A sweep holds the writer's lock too, so that from here on the file stays.
        raise Refused((Finding("", Level.REFUSE, "The file is no longer held; choose it again.", "file"),))
    return found.filed, found.findings


def taken_if_any() -> tuple[Filed | None, tuple[Finding, ...]]:
    """The inspected file of this request where one was chosen, with notes on it. Raises Refused, at the field."""
    return taken() if g.get("held") is not None else (None, ())


def complain(form: Form) -> None:
    """Make a form ready to be shown: where its file waits; why it is refused, also where something else was wrong."""
    form["held"].data = held_token()
    found = g.get("held")
    if found is not None and found.filed is None and form.errors and not form["file"].errors:
        form["file"].errors = [finding.text for finding in found.findings]


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
