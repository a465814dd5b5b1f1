"""Pages of papers: uploading to an item, a paper with its versions, downloading, releasing, withdrawing."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.agendas.queries import item_by_id, one_item
from convene.calls.actions import answer_with, let_go
from convene.calls.queries import calls_on, deadline_for, first_open
from convene.calls.rules import lateness_words
from convene.findings import Finding, Level
from convene.meetings.models import Meeting
from convene.meetings.queries import meeting_by_id
from convene.papers import actions, queries, store, taking
from convene.papers.authors import may_replace, sender_for
from convene.papers.forms import TranslationForm, UploadForm, VersionForm
from convene.papers.models import Paper, PaperVersion
from convene.papers.rules import minutes_to_speak
from convene.papers.terms import LANGUAGES, Deadline, PaperKind
from convene.reading.beside import beside, shared_page
from convene.reading.queries import is_by_share_alone
from convene.web.forms import answered
from convene.web.requests import actor, reader, settings
from convene.web.sending import download

views = Blueprint("papers", __name__)
OTHER = "other"  # Two papers may be in languages that are not listed.


def _flash_notes(findings: tuple[Finding, ...], deadline: Deadline) -> None:
    after = lateness_words(deadline.minutes_after(g.convene_at))
    if deadline.is_late(g.convene_at):
        flash(f"The paper is in, {after}; it is marked as late.", "due")
    elif after:
        flash("The paper is in, within the hours of grace after its deadline.", "kept")
    else:
        flash("The paper is in.", "kept")
    for finding in findings:
        flash(finding.text, "due" if finding.level is Level.WARN else "note")


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
    sender = sender_for(found, meeting_by_id(found.meeting_id))
    asked = calls_on(found.id, party_id=sender.party_id, person_id=sender.person_id)
    owed = first_open(asked)
    usual = owed.kind if owed else PaperKind.STATEMENT if is_guest else PaperKind.BRIEF
    form = UploadForm(kind=usual.value)

    def act() -> str:
        filed, notes = taking.taken()
        meeting, kind = meeting_by_id(found.meeting_id), form.kind_chosen()
        deadline = deadline_for(asked, kind, meeting)
        paper = actions.upload(
            found,
            meeting,
            filed,
            title=form.title.data,
            kind=kind,
            language=form.language.data,
            sender=sender,
            deadline=deadline,
            by=actor(),
            at=g.convene_at,
        )
        answer_with(paper)
        taking.done()
        _flash_notes(notes, deadline)
        return url_for("papers.show", paper=paper.key)

    def page() -> str:
        again = one_item(item)
        meeting = meeting_by_id(again.meeting_id)
        calls = calls_on(again.id, party_id=sender.party_id, person_id=sender.person_id)
        taking.complain(form)
        return render_template(
            "papers/new.html",
            form=form,
            item=again,
            meeting=meeting,
            call=first_open(calls),
            deadline=deadline_for(calls, None, meeting),
            limits=queries.limits_of(again.body_id),
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
    if is_by_share_alone(found):
        return shared_page(found, versions, at=g.convene_at)
    return render_template(
        "papers/show.html",
        reading=beside(found, at=g.convene_at),
        paper=found,
        versions=versions,
        family=queries.family_of(found),
        languages=LANGUAGES,
        authors=queries.authors_of(versions),
        remarks=queries.remarks_on(found, versions[0]) if may_replace(found) else [],
        minutes_to_speak=minutes_to_speak,
        lateness_words=lateness_words,
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
        deadline = _deadline_of(found, meeting)
        actions.replace(
            found, item, meeting, filed, person_id=reader().person or 0, by=actor(), at=g.convene_at, deadline=deadline
        )
        taking.done()
        _flash_notes(notes, deadline)
        return url_for("papers.show", paper=paper)

    def page() -> str:
        taking.complain(form)
        again = _replaceable(paper)
        is_brief = again.kind is PaperKind.BRIEF and again.translates_id is None
        return render_template(
            "papers/version.html",
            form=form,
            paper=again,
            limits=queries.limits_of(again.body_id) if is_brief else None,
            held_name=taking.held_name(),
            limit_mb=_limit_mb(),
        )

    return answered(form, act, page)


@views.route("/papers/<paper>/translations/new", endpoint="translate", methods=["GET", "POST"])
@needs(Action.PAPER_UPLOAD, prepare=taking.take_translation)
def translate(paper: str) -> BaseResponse | tuple[str, int]:
    """Add the same paper in another language, by whoever wrote it or the secretariat; they belong together (B5)."""
    family = queries.family_of(_replaceable(paper))
    form = TranslationForm(title=family[0].title)
    form.offer({p.language for p in family} - {OTHER})

    def act() -> str:
        filed, notes = taking.taken()
        first, *known = family
        meeting = meeting_by_id(first.meeting_id)
        deadline = _deadline_of(first, meeting)
        made = actions.translate(
            first,
            item_by_id(first.item_id),
            meeting,
            filed,
            title=form.title.data,
            language=form.language.data,
            known=known,
            person_id=reader().person or 0,
            by=actor(),
            at=g.convene_at,
            deadline=deadline,
        )
        taking.done()
        _flash_notes(notes, deadline)
        return url_for("papers.show", paper=made.key)

    def page() -> str:
        taking.complain(form)
        return render_template(
            "papers/translate.html",
            form=form,
            paper=queries.family_of(_replaceable(paper))[0],
            held_name=taking.held_name(),
            limit_mb=_limit_mb(),
        )

    return answered(form, act, page)


def _deadline_of(paper: Paper, meeting: Meeting) -> Deadline:
    """The deadline that holds for whoever owns a paper, whoever sends the file."""
    asked = calls_on(paper.item_id, party_id=paper.party_id, person_id=paper.by_person_id)
    return deadline_for(asked, paper.kind, meeting)


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
    """Release a paper to those admitted to its item, or keep it from them; its translations with it."""
    family = queries.family_of(_kept(paper))
    wish = request.form.get("to_admitted") == "yes"
    versions = queries.versions_of_all(family)
    for each in family:
        own = [v for v in versions if v.paper_id == each.id]
        actions.release(each, own, to_admitted=wish, by=actor(), at=g.convene_at)
    return redirect(url_for("papers.show", paper=paper), code=303)


@views.post("/papers/<paper>/withdraw", endpoint="withdraw")
@needs(Action.PAPER_UPLOAD)
def withdraw(paper: str) -> BaseResponse:
    """Withdraw a paper, by whoever wrote it or the secretariat; the translations of what was first written with it."""
    found = _replaceable(paper)
    item = item_by_id(found.item_id)
    for each in [found] if found.translates_id else queries.family_of(found):
        actions.withdraw(each, by=actor(), at=g.convene_at)
    let_go(found, others=queries.papers_of_item(item.id))
    flash("The paper is withdrawn.", "kept")
    return redirect(url_for("agendas.item", item=item.key), code=303)
