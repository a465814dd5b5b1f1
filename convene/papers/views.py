"""Pages of papers: uploading to an item, a paper with its versions, downloading, releasing, withdrawing."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas.queries import item_by_id, one_item
from convene.findings import Finding
from convene.meetings.queries import meeting_by_id
from convene.papers import actions, queries, store, taking
from convene.papers.authors import may_replace, sender_for
from convene.papers.forms import UploadForm, VersionForm
from convene.papers.models import Paper, PaperVersion
from convene.papers.terms import PaperKind
from convene.web.forms import answered
from convene.web.requests import actor, reader, settings
from convene.web.sending import download

views = Blueprint("papers", __name__)


def _flash_notes(findings: tuple[Finding, ...], *, is_late: bool) -> None:
    for finding in findings:
        flash(finding.text, "due")
    if is_late:
        flash("The paper is in; it came after the deadline and is marked as late.", "due")
    else:
        flash("The paper is in.", "kept")


def _limit_mb() -> int:
    """How large a file may be, in MB as the setting counts them."""
    return settings().upload_limit // (1024 * 1024)


@views.route("/items/<item>/papers/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.PAPER_UPLOAD, prepare=taking.take_file)
def new(item: str) -> BaseResponse | tuple[str, int]:
    """Upload a paper to an item that the reader may see."""
    found = one_item(item)
    # Whoever is admitted without a seat mostly sends what they are going to say.
    is_guest = found.body_id not in reader().seats and not may_keep(reader(), found.body_id)
    form = UploadForm(kind=PaperKind.STATEMENT.value) if is_guest else UploadForm()
    sender = sender_for(found, meeting_by_id(found.meeting_id))

    def act() -> str:
        filed, notes = taking.taken()
        paper = actions.upload(
            found,
            meeting_by_id(found.meeting_id),
            filed,
            title=form.title.data,
            kind=form.kind_chosen(),
            sender=sender,
            by=actor(),
            at=g.convene_at,
        )
        taking.done()
        _flash_notes(notes, is_late=paper.is_late)
        return url_for("papers.show", paper=paper.key)

    def page() -> str:
        again = one_item(item)
        form.held.data = taking.held_token()
        return render_template(
            "papers/new.html",
            form=form,
            item=again,
            meeting=meeting_by_id(again.meeting_id),
            held_name=taking.held_name(),
            limit_mb=_limit_mb(),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


@views.get("/papers/<paper>", endpoint="show")
@needs(Action.PAPER_READ)
def show(paper: str) -> str:
    """A paper and its versions."""
    found = queries.one_paper(paper)
    keeps = may_keep(reader(), found.body_id)
    versions = queries.versions_of(found)
    return render_template(
        "papers/show.html",
        paper=found,
        versions=versions,
        with_original={v.key for v in versions if keeps or v.by_person_id == reader().person},
        item=item_by_id(found.item_id),
        meeting=meeting_by_id(found.meeting_id),
        may_keep=keeps,
        may_replace=may_replace(found),
        zone=pages.own_zone(),
    )


@views.route("/papers/<paper>/versions/new", endpoint="new_version", methods=["GET", "POST"])
@needs(Action.PAPER_UPLOAD, prepare=taking.take_file)
def new_version(paper: str) -> BaseResponse | tuple[str, int]:
    """A further version, by whoever wrote the paper or the secretariat."""
    found = _replaceable(paper)
    form = VersionForm()
    item = item_by_id(found.item_id)

    def act() -> str:
        filed, notes = taking.taken()
        meeting = meeting_by_id(found.meeting_id)
        actions.replace(found, item, meeting, filed, person_id=reader().person or 0, by=actor(), at=g.convene_at)
        taking.done()
        _flash_notes(notes, is_late=g.convene_at > meeting.papers_due_at)
        return url_for("papers.show", paper=paper)

    def page() -> str:
        form.held.data = taking.held_token()
        return render_template(
            "papers/version.html",
            form=form,
            paper=_replaceable(paper),
            held_name=taking.held_name(),
            limit_mb=_limit_mb(),
        )

    return answered(form, act, page)


def _replaceable(key: str) -> Paper:
    found = queries.one_paper(key)
    if not may_replace(found):
        raise Missing
    return found


@views.get("/versions/<version>/file", endpoint="file")
@needs(Action.PAPER_READ)
def file(version: str) -> Response:
    """The file without its author's traces."""
    found = queries.one_version(version)
    pages.note_version(found)
    return _sent(found, found.digest)


@views.get("/versions/<version>/original", endpoint="original")
@needs(Action.PAPER_READ)
def original(version: str) -> Response:
    """The file as it was given: for its author and the secretariat alone (settled 32)."""
    found = queries.one_version(version)
    if not may_keep(reader(), found.body_id) and found.by_person_id != reader().person:
        raise Missing
    pages.note_version(found)
    return _sent(found, found.original_digest)


def _sent(version: PaperVersion, digest: str) -> Response:
    content = store.path_of(settings().papers, digest).read_bytes()
    return download(content, version.file_name, version.media_type)


def _kept(key: str) -> Paper:
    found = queries.one_paper(key)
    if not may_keep(reader(), found.body_id):
        raise Missing
    return found


@views.post("/papers/<paper>/release", endpoint="release")
@needs(Action.MEETING_KEEP)
def release(paper: str) -> BaseResponse:
    """Release a paper to those admitted to its item, or keep it from them."""
    found = _kept(paper)
    wish = request.form.get("to_admitted") == "yes"
    actions.release(found, queries.versions_of(found), to_admitted=wish, by=actor(), at=g.convene_at)
    return redirect(url_for("papers.show", paper=paper), code=303)


@views.post("/papers/<paper>/withdraw", endpoint="withdraw")
@needs(Action.PAPER_UPLOAD)
def withdraw(paper: str) -> BaseResponse:
    """Withdraw a paper, by whoever wrote it or the secretariat."""
    found = _replaceable(paper)
    item = item_by_id(found.item_id)
    actions.withdraw(found, by=actor(), at=g.convene_at)
    flash("The paper is withdrawn.", "kept")
    return redirect(url_for("agendas.item", item=item.key), code=303)
