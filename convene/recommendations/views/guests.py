"""Pages between the secretariat and guests: whom it asks, what they hand in, what is released to them."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene.access import sightings
from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.models import Body, Party
from convene.bodies.queries import body_by_id, one_body
from convene.findings import Finding, Level, Refused
from convene.papers import store, taking
from convene.people.models import Contact
from convene.recommendations import queries, shadow
from convene.recommendations.guest_forms import AskGuestForm, EvidenceForm, JudgeForm
from convene.recommendations.history import adopts, disclaimer_of
from convene.stages.markup import runs_of
from convene.web.forms import answered, options
from convene.web.requests import actor, reader, settings
from convene.web.sending import download

views = Blueprint("shadow", __name__)

Guest = tuple[Contact, Party | None, int]


def guests_by_key(body: Body) -> dict[str, Guest]:
    """Those who may be asked, by their contact's key."""
    return {contact.key: (contact, party, person) for contact, party, person in queries.guests_of(body)}


def guest_choices(guests: dict[str, Guest]) -> list[tuple[str, str]]:
    """The same as a field offers them."""
    words = (
        (key, f"{party.name}: {contact.name}" if party else contact.name) for key, (contact, party, _) in guests.items()
    )
    return [("", "Choose the guest"), *words]


def chosen_guest(guests: dict[str, Guest], key: str | None) -> Guest:
    """The one who was chosen. Raises Refused."""
    if (found := guests.get(key or "")) is None:
        raise Refused((Finding("", Level.REFUSE, "Choose the guest.", "guest"),))
    return found


@views.route("/recommendations/<recommendation>/guests", endpoint="ask", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def ask(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Ask a guest for evidence of their own on one recommendation."""
    found = queries.kept_recommendation(recommendation)
    body = body_by_id(found.body_id)
    guests = guests_by_key(body)
    form = AskGuestForm()
    form.guest.choices = options(guest_choices(guests))

    def act() -> str:
        guest = chosen_guest(guests, form.guest.data)
        shadow.ask(found, body, guest, form.asks.data, form.due_on.data, by=actor(), at=g.convene_at)
        flash("The guest is asked, and told by mail that something awaits them.", "kept")
        return url_for("recommendations.show", recommendation=recommendation)

    def page() -> str:
        row = queries.kept_recommendation(recommendation)
        form.guest.choices = options(guest_choices(guests_by_key(body_by_id(row.body_id))))
        return render_template("recommendations/ask.html", form=form, row=row, body=body_by_id(row.body_id))

    return answered(form, act, page)


@views.post("/askings/<asking>/end", endpoint="end")
@needs(Action.MEETING_KEEP)
def end(asking: str) -> BaseResponse:
    """Take an asking back."""
    row = shadow.kept_asking(asking)
    shadow.end(row, by=actor(), at=g.convene_at)
    flash("They are not asked any more; what they handed in stays with the secretariat.", "kept")
    return redirect(url_for("recommendations.show", recommendation=queries.recommendation_of(row).key), code=303)


def _take_evidence(asking: str) -> None:
    taking.take_evidence(lambda: shadow.own_asking(asking))


@views.route("/evidence/<asking>", endpoint="hand_in", methods=["GET", "POST"])
@needs(Action.EVIDENCE_GIVE, prepare=_take_evidence)
def hand_in(asking: str) -> BaseResponse | tuple[str, int]:
    """A guest reads what is asked of them, and hands in what they know."""
    row = shadow.own_asking(asking)
    form = EvidenceForm()

    def act() -> str:
        person, (file, notes) = reader().person or 0, taking.taken_if_any()
        kept = shadow.hand_in(row, form.text.data, form.source(), file=file, person=person, by=actor(), at=g.convene_at)
        taking.done()
        named = f" The file is kept as “{kept.file_name}”, not under its own name." if kept.file_name else ""
        flash(f"Thank you. The secretariat has it.{named}", "kept")
        taking.tell(notes)
        return url_for("shadow.hand_in", asking=asking)

    def page() -> str:
        again = shadow.own_asking(asking)
        taking.complain(form)
        return render_template(
            "recommendations/evidence.html",
            form=form,
            asking=again,
            is_late=shadow.is_late(again, shadow.asker_of(again), at=g.convene_at),
            rows=shadow.handed_in(again),
            held_name=taking.held_name(),
            limit_mb=settings().upload_limit // (1024 * 1024),
        )

    return answered(form, act, page)


@views.post("/evidence/<evidence>/hide", endpoint="hide")
@needs(Action.EVIDENCE_GIVE)
def hide(evidence: str) -> BaseResponse:
    """Take something off one's own page; the secretariat keeps it."""
    row = shadow.own_evidence(evidence)
    asking = shadow.asking_of(row).key
    shadow.hide(row, by=actor(), at=g.convene_at)
    flash("It is not shown on your pages any more.", "kept")
    return redirect(url_for("shadow.hand_in", asking=asking), code=303)


@views.route("/evidence/<evidence>/reliability", endpoint="judge", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def judge(evidence: str) -> BaseResponse | tuple[str, int]:
    """Say how far what a guest handed in can be relied on; no guest is asked for that, and none is told."""
    row = shadow.kept_evidence(evidence)
    found = queries.recommendation_of(row)
    form = JudgeForm(reliability=str(row.reliability))

    def act() -> str:
        shadow.judge(row, form.judged(), by=actor(), at=g.convene_at)
        flash("It is noted how far it can be relied on.", "kept")
        return url_for("recommendations.show", recommendation=found.key)

    def page() -> str:
        again = shadow.kept_evidence(evidence)
        of = queries.recommendation_of(again)
        sightings.note(of.body_id, "recommendation", of.key)
        body = body_by_id(of.body_id)
        return render_template("recommendations/judge.html", form=form, said=again, row=of, body=body, addressee=None)

    return answered(form, act, page)


@views.get("/evidence/<evidence>/file", endpoint="file")
@needs(Action.EVIDENCE_GIVE)
def evidence_file(evidence: str) -> Response:
    """The file of a guest's evidence without its author's traces: for the secretariat and whoever handed it in."""
    found = shadow.one_evidence(evidence)
    sightings.note(found.body_id, "asking", found.key)
    content = store.path_of(settings().papers, found.digest).read_bytes()
    return download(content, found.file_name, found.media_type)


@views.get("/bodies/<body>/released", endpoint="released")
@needs(Action.RELEASED_READ)
def released(body: str) -> str:
    """What a body has released to its guests, and the words of any two of it against each other."""
    found = one_body(body)
    rows = queries.releases_of(found)
    by_symbol = {row.symbol: row for row in rows}
    first, second = (by_symbol.get(request.args.get(name, "")) for name in ("first", "second"))
    return render_template(
        "recommendations/released.html",
        body=found,
        rows=rows,
        compared=(first, second, runs_of(first.text, second.text)) if first and second else None,
        adopts=adopts(found),
        disclaimer=disclaimer_of(found),
    )
