"""The home page, the health probe, and the list of all blueprints."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, url_for

from convene import clock
from convene.access.gate import needs
from convene.access.terms import Action, ReaderKind
from convene.accounts.views import views as account_views
from convene.agendas.views import views as agenda_views
from convene.anchors.views import views as anchor_views
from convene.assets.views import views as asset_views
from convene.bodies.views import views as body_views
from convene.calls.views import views as call_views
from convene.db import is_reachable
from convene.incoming.views import views as incoming_views
from convene.invitations.views import views as invitation_views
from convene.joint_letters.views import views as joint_letter_views
from convene.meetings.views import views as meeting_views
from convene.membership.views import views as membership_views
from convene.owing import owed_by_me
from convene.papers.views import views as paper_views
from convene.people.views import views as people_views
from convene.polls.views import views as poll_views
from convene.reading.queries import shared_with_me
from convene.reading.views import views as reading_views
from convene.recommendations.views import BLUEPRINTS as RECOMMENDATIONS
from convene.records.views import views as record_views
from convene.registration.views import views as registration_views
from convene.rounds.views import views as round_views
from convene.stages.views import views as stage_views
from convene.starting import starts
from convene.web.requests import reader, who
from convene.years.knockon_views import views as planning_views
from convene.years.past_views import views as past_views
from convene.years.standing.views import views as standing_views
from convene.years.views import views as year_views

views = Blueprint("web", __name__)


def blueprints() -> list[Blueprint]:
    """Every blueprint of the program; a feature whose tables are to be known has one."""
    found = [views, account_views, body_views, people_views, meeting_views, agenda_views, invitation_views]
    found += [paper_views, call_views, reading_views, record_views, *RECOMMENDATIONS, membership_views, incoming_views]
    found += [stage_views, asset_views, poll_views, registration_views, joint_letter_views]
    return [*found, round_views, year_views, anchor_views, planning_views, standing_views, past_views]


@views.get("/", endpoint="home")
@needs(Action.MEETING_READ)
def home() -> str | Response:
    """What is next, what do I owe."""
    found = who()
    zone = found.zone if found else ""
    duties = owed_by_me(at=g.convene_at)
    has_password = bool(found and found.has_password) or reader().kind is ReaderKind.LINK
    return render_template(
        "home.html",
        duties=duties,
        received=shared_with_me(),
        starts=starts(),
        zone=zone,
        has_password=has_password,
        today=clock.local(g.convene_at, zone or "UTC").date(),
        settings_url=url_for("accounts.settings"),
    )


@views.get("/healthz", endpoint="health")
@needs(Action.PUBLIC, own_transaction=True)
def health() -> Response:
    """“ok” while the database answers; says nothing else."""
    return Response("ok\n" if is_reachable() else "down\n", mimetype="text/plain")


@views.get("/robots.txt", endpoint="robots")
@needs(Action.PUBLIC, own_transaction=True)
def robots() -> Response:
    """Nothing here is for search engines."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
