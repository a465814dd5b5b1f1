"""Pages of membership: applications and their dossiers, what the board decides, a change of standing."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access import sightings
from convene.access.gate import Missing, needs
from convene.access.rules import may_keep
from convene.access.terms import Action
from convene.bodies.models import Body
from convene.bodies.queries import body_by_id, kept_body, shared_body
from convene.meetings.queries import meetings_of
from convene.membership import actions, queries
from convene.membership.dossiers import dossier_of, findings_of, unshown_of
from convene.membership.forms import ApplicationForm, AssessmentForm, DecisionForm, EvidenceForm, PutForm, StandingForm
from convene.membership.models import Application
from convene.membership.offers import applicants, applied, becoming, decided_by, to_be_put
from convene.membership.standing import change_standing
from convene.membership.terms import BECOMES, Dossier
from convene.packs.dossier import dossier_pdf
from convene.presets.reading import presets
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("membership", __name__)


@views.get("/bodies/<body>/applications", endpoint="index")
@needs(Action.BODY_READ)
def index(body: str) -> str:
    """Who applied for what, and what became of it; seats see what was put before them."""
    found = shared_body(body)
    return render_template(
        "membership/index.html",
        body=found,
        applications=queries.applications_of(found),
        criteria=presets()[found.preset].criteria if found.preset in presets() else (),
        may_keep=may_keep(reader(), found.id),
    )


@views.route("/bodies/<body>/applications/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def new(body: str) -> BaseResponse | tuple[str, int]:
    """Open the dossier of an application."""
    found = kept_body(body)
    parties = keys_of(applicants(found))
    form = ApplicationForm(opened_on=clock.local(g.convene_at, found.zone).date())
    form.party.choices = options([("", "No, it is new"), *((k, p.name) for k, p in parties.items())])

    def act() -> str:
        party = parties.get(form.party.data or "")
        application = actions.open_application(
            found,
            applied(form, party),
            party=party,
            opened_on=form.opened_on.data,
            words=form.words.data or "",
            by=actor(),
            at=g.convene_at,
        )
        flash("The dossier is open. Nobody but the secretariat sees it yet.", "kept")
        return url_for("membership.show", application=application.key)

    return answered(form, act, lambda: render_template("membership/new.html", form=form, body=kept_body(body)))


def _seen(key: str) -> tuple[Application, Body, Dossier]:
    """The dossier, noted as opened (settled 7). Raises Missing."""
    found = queries.one_application(key)
    body = body_by_id(found.body_id)
    if not (may_keep(reader(), body.id) or body.id in reader().seats):
        raise Missing
    sightings.note(body.id, "application", found.key)
    return found, body, dossier_of(found)


@views.get("/applications/<application>", endpoint="show")
@needs(Action.BODY_READ)
def show(application: str) -> str:
    """The dossier: criterion by criterion the evidence, what it shows, what the rules say, what was decided."""
    found, body, dossier = _seen(application)
    return render_template(
        "membership/show.html",
        application=found,
        body=body,
        dossier=dossier,
        findings=findings_of(body, dossier),
        may_keep=may_keep(reader(), body.id),
    )


@views.get("/applications/<application>.pdf", endpoint="pdf")
@needs(Action.BODY_READ)
def pdf(application: str) -> Response:
    """The dossier on paper, for the board."""
    _, body, dossier = _seen(application)
    content = dossier_pdf(dossier, findings_of(body, dossier), zone=body.zone, printed_at=g.convene_at)
    return download(content, f"dossier-{dossier.applicant.name}.pdf", "application/pdf")


@views.route("/applications/<application>/evidence", endpoint="evidence", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def evidence(application: str) -> BaseResponse | tuple[str, int]:
    """Enter a piece of evidence; the form comes back for the next."""
    found = queries.kept_application(application)
    criteria = keys_of(queries.criteria_of(found))
    form = EvidenceForm()
    form.criterion.choices = options([("", "Choose the criterion"), *((k, c.words) for k, c in criteria.items())])

    def act() -> str:
        actions.enter_evidence(found, criteria[form.criterion.data], form.piece(), by=actor(), at=g.convene_at)
        flash("The evidence is in the dossier.", "kept")
        return url_for("membership.show", application=application)

    return answered(form, act, lambda: _page("membership/evidence.html", form, application))


def _page(template: str, form: object, application: str) -> str:
    again = queries.kept_application(application)
    body = body_by_id(again.body_id)
    dossier = dossier_of(again)
    return render_template(
        template, form=form, application=again, body=body, dossier=dossier, findings=findings_of(body, dossier)
    )


@views.post("/evidence/<evidence>/drop", endpoint="drop_evidence")
@needs(Action.BODY_KEEP)
def drop_evidence(evidence: str) -> BaseResponse:
    """Take a piece of evidence out of the dossier."""
    found = queries.kept_evidence(evidence)
    application = queries.application_by_id(found.application_id)
    actions.drop_evidence(found, application, by=actor(), at=g.convene_at)
    flash("It is out of the dossier.", "kept")
    return redirect(url_for("membership.show", application=application.key), code=303)


@views.route("/applications/<application>/assessment", endpoint="assess", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def assess(application: str) -> BaseResponse | tuple[str, int]:
    """Say what the evidence shows, criterion by criterion."""
    found = queries.kept_application(application)
    criteria = queries.criteria_of(found)
    form = AssessmentForm.for_criteria(dossier_of(found).criteria)

    def act() -> str:
        said = [(criterion, *form.said(place)) for place, criterion in enumerate(criteria)]
        actions.assess(found, said, by=actor(), at=g.convene_at)
        flash("The assessment is kept.", "kept")
        return url_for("membership.show", application=application)

    return answered(form, act, lambda: _page("membership/assess.html", form, application))


@views.route("/applications/<application>/board", endpoint="put", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def put(application: str) -> BaseResponse | tuple[str, int]:
    """Put the dossier before the board; its seats read it from then on."""
    found = queries.kept_application(application)
    meetings = keys_of(to_be_put(body_by_id(found.body_id), at=g.convene_at))
    form = PutForm(meeting=next((k for k, m in meetings.items() if m.id == found.meeting_id), ""))
    form.meeting.choices = options([("", "No meeting yet"), *((k, m.title) for k, m in meetings.items())])
    form.naming(unshown_of(found))

    def act() -> str:
        despite = form.despite is not None and form.despite.data
        meeting = meetings.get(form.meeting.data or "")
        actions.put_before_board(found, meeting, by=actor(), at=g.convene_at, despite=despite)
        flash("The dossier is before the board.", "kept")
        return url_for("membership.show", application=application)

    return answered(form, act, lambda: _page("membership/put.html", form, application))


@views.route("/applications/<application>/decision", endpoint="decide", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def decide(application: str) -> BaseResponse | tuple[str, int]:
    """Record what was decided; who is let in is on record from the day that is given."""
    found = queries.kept_application(application)
    meetings = keys_of(decided_by(meetings_of(body_by_id(found.body_id))))
    usual = next((k for k, m in meetings.items() if m.id == found.meeting_id), "")
    form = DecisionForm(meeting=usual)
    form.meeting.choices = options(
        [("", "In writing, without a meeting"), *((k, m.title) for k, m in meetings.items())]
    )

    def act() -> str:
        party = actions.decide(
            found,
            form.decision_taken(),
            decided_on=form.decided_on.data,
            from_on=form.from_on.data,
            meeting=meetings.get(form.meeting.data or ""),
            words=form.words.data,
            zone=form.zone.data or "",
            by=actor(),
            at=g.convene_at,
        )
        flash(becoming(BECOMES.get(form.decision_taken()), party), "kept")
        return url_for("membership.show", application=application)

    return answered(form, act, lambda: _page("membership/decide.html", form, application))


@views.route("/parties/<party>/standing", endpoint="standing", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def standing(party: str) -> BaseResponse | tuple[str, int]:
    """Change what a party is to the body, or that it leaves; its seats end with that."""
    found = queries.kept_party(party)
    body = body_by_id(found.body_id)
    form = StandingForm(on=clock.local(g.convene_at, body.zone).date())

    def act() -> str:
        ended = change_standing(
            body, found, form.standing_of(), on=form.on.data, reason=form.reason.data, by=actor(), at=g.convene_at
        )
        count = {0: "no term ends", 1: "one term ends"}.get(ended, f"{ended} terms end")
        flash(f"The standing of {found.name} is changed; {count} with it.", "kept")
        return url_for("bodies.show", body=body.key)

    def page() -> str:
        again = queries.kept_party(party)
        return render_template(
            "membership/standing.html",
            form=form,
            party=again,
            body=body_by_id(again.body_id),
            changes=queries.changes_of([again]).get(again.id, []),
        )

    return answered(form, act, page)
