"""Pages of signing in, one's settings, one's visits and one's calendar feed."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import feeds
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.accounts import actions, queries, rules
from convene.accounts.forms import PasswordForm, SignInForm, ZoneForm
from convene.accounts.mailed import page_of
from convene.accounts.proofs import Purpose, token
from convene.findings import Finding, Level, Refused
from convene.people.queries import me, my_risks
from convene.readers import Visitor
from convene.web.forms import answered
from convene.web.paths import safe_path
from convene.web.requests import drop_cookie, new_cookie, reader, settings, who
from convene.web.visits import browser_words, lasts

views = Blueprint("accounts", __name__)
FOLLOWING = "following"


def _verify() -> None:
    """Count the try and check the password before the transaction begins: both take their time (settled 24)."""
    address = request.form.get("address", "").strip()[:254]
    password = request.form.get("password", "")
    limit = rules.TRIES if password else rules.LINKS
    g.may_try = actions.count_try(f"{'password' if password else 'link'}:{address}", at=g.convene_at, limit=limit)
    g.may_try &= actions.count_try(f"from:{request.remote_addr}", at=g.convene_at, limit=rules.TRIES * 20)
    g.found = queries.credentials(address)
    g.is_right = bool(password) and actions.is_password_right(g.found, password)


@views.get("/sign-in", endpoint="sign_in")
@needs(Action.PUBLIC)
def sign_in() -> str | BaseResponse:
    """The sign-in page; whoever is signed in goes on."""
    following = safe_path(request.args.get("next"))
    if who() and not reader().invitation:
        return redirect(following)
    return render_template("accounts/sign_in.html", form=SignInForm(), following=following)


@views.post("/sign-in", endpoint="sign_in_post")
@needs(Action.PUBLIC, prepare=_verify)
def sign_in_post() -> BaseResponse | tuple[str, int]:
    """Sign in by password, or ask for a link; the answer never tells whether an address is known."""
    form = SignInForm()
    following = safe_path(request.args.get("next"))
    if not form.validate():
        return render_template("accounts/sign_in.html", form=form, following=following), 422
    if not g.may_try:
        return render_template("accounts/wait.html"), 429
    if not form.password.data:
        actions.ask_for_link(g.found, at=g.convene_at)
        session[FOLLOWING] = following  # The mail with the link must not tell where it leads.
        return redirect(url_for("accounts.link_sent"), code=303)
    if not g.is_right:
        form.password.errors = ["Address and password do not belong together. Leave the password empty for a link."]
        return render_template("accounts/sign_in.html", form=form, following=following), 422
    return _signed_in(g.found.person_id, following)


def _signed_in(person_id: int, following: str) -> BaseResponse:
    session.pop(FOLLOWING, None)
    response = redirect(following, code=303)
    text = actions.start_visit(person_id, at=g.convene_at, lasts=lasts(), browser=browser_words())
    new_cookie(response, text, lasts=lasts())
    return response


@views.get("/sign-in/sent", endpoint="link_sent")
@needs(Action.PUBLIC)
def link_sent() -> str:
    """What happens next; the same for known and unknown addresses."""
    return render_template("accounts/link_sent.html")


@views.get("/sign-in/link/<text>", endpoint="by_link")
@needs(Action.PUBLIC)
def by_link(text: str) -> str:
    """A button: programs that open links in mails must not use the link up."""
    return render_template("accounts/by_link.html", text=text)


@views.post("/sign-in/link/<text>", endpoint="by_link_post")
@needs(Action.PUBLIC)
def by_link_post(text: str) -> BaseResponse | tuple[str, int]:
    """Use the link, once."""
    found = queries.person_of_link(text, g.convene_at)
    if found is None:
        return render_template("accounts/link_void.html"), 410
    actions.use_link(found[1], at=g.convene_at)
    return _signed_in(found[0], safe_path(session.pop(FOLLOWING, "/")))


@views.get("/m/<text>", endpoint="mailed")
@needs(Action.PUBLIC)
def mailed(text: str) -> BaseResponse:
    """An address that tells nothing, out of a letter to somebody at risk: it leads on only once they are signed in.

    Whoever came by a link signs in as well, since the link opens its own invitation alone.
    """
    person = reader().person
    if person is None or reader().invitation:
        return redirect(url_for("accounts.sign_in", next=url_for("accounts.mailed", text=text)))
    page = page_of(text, person)
    if page is None:
        raise Missing
    return redirect(page)


@views.post("/sign-out", endpoint="sign_out")
@needs(Action.ACCOUNT_USE)
def sign_out() -> BaseResponse:
    """End this visit."""
    actions.end_visit(queries.my_visit(_visitor().visit_id), at=g.convene_at)
    response = redirect(url_for("accounts.sign_in"), code=303)
    drop_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@views.post("/visit/close", endpoint="close_visit")
@needs(Action.INVITATION_ANSWER)
def close_visit() -> BaseResponse:
    """End this visit, for whoever came by a link on a phone that others use; the link in the mail opens it again."""
    actions.end_visit(queries.my_visit(_visitor().visit_id), at=g.convene_at)
    response = make_response(render_template("accounts/closed.html"))
    drop_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _visitor() -> Visitor:
    found = who()
    if found is None:
        raise Missing
    return found


@views.get("/settings", endpoint="settings")
@needs(Action.ACCOUNT_USE)
def settings_page() -> str:
    """Time zone, password, visits."""
    return _settings(ZoneForm(zone=_visitor().zone), PasswordForm())


def _settings(zone_form: ZoneForm, password_form: PasswordForm) -> str:
    found = _visitor()
    return render_template(
        "accounts/settings.html",
        zone_form=zone_form,
        password_form=password_form,
        visits=queries.my_visits(g.convene_at),
        this_visit=found.visit_key,
        has_password=found.has_password,
    )


@views.post("/settings/zone", endpoint="zone")
@needs(Action.ACCOUNT_USE)
def zone() -> BaseResponse | tuple[str, int]:
    """Keep one's time zone."""
    form = ZoneForm()

    def act() -> str:
        actions.set_zone(me(_visitor().reader.person or 0), zone=form.zone.data or "")
        flash("Your time zone is kept.", "kept")
        return url_for("accounts.settings")

    return answered(form, act, lambda: _settings(form, PasswordForm()))


def _hash() -> None:
    """Hash, and check the present password, before the transaction begins (settled 24)."""
    known = queries.my_credentials(_visitor().reader.person or 0)
    g.is_right = not known.password_hash or actions.is_password_right(known, request.form.get("present", ""))
    g.password_hash = actions.hash_password(request.form.get("password", "")[:1024])


@views.post("/settings/password", endpoint="password")
@needs(Action.ACCOUNT_USE, prepare=_hash)
def password() -> BaseResponse | tuple[str, int]:
    """Set a password; other visits end."""
    form = PasswordForm()

    def act() -> str:
        person = me(_visitor().reader.person or 0)
        if not g.is_right:
            raise Refused((Finding("", Level.REFUSE, "That is not your present password.", "present"),))
        if found := rules.password_findings(form.password.data, address=person.address):
            raise Refused(tuple(found))
        actions.set_password(person, password_hash=g.password_hash, visit_id=_visitor().visit_id, at=g.convene_at)
        flash("Your password is set. Other visits were ended.", "kept")
        return url_for("accounts.settings")

    return answered(form, act, lambda: _settings(ZoneForm(zone=_visitor().zone), form))


@views.post("/settings/visits/<visit>/end", endpoint="end_visit")
@needs(Action.ACCOUNT_USE)
def end_visit(visit: str) -> BaseResponse:
    """End one of one's visits."""
    found = [v for v in queries.my_visits(g.convene_at) if v.key == visit]
    if not found:
        raise Missing
    actions.end_visit(found[0], at=g.convene_at)
    return redirect(url_for("accounts.settings"), code=303)


@views.get("/calendar", endpoint="calendar")
@needs(Action.ACCOUNT_USE)
def calendar() -> str:
    """The address of one's feed, to be given to a calendar program."""
    person = me(_visitor().reader.person or 0)
    feed = f"{settings().base_url}/feed/{token(Purpose.FEED, person.key, person.feed_generation)}.ics"
    return render_template("accounts/calendar.html", feed=feed, risks=my_risks())


@views.post("/calendar/renew", endpoint="renew_feed")
@needs(Action.ACCOUNT_USE)
def renew_feed() -> BaseResponse:
    """A new address; the old one opens nothing any more."""
    actions.renew_feed(me(_visitor().reader.person or 0))
    flash("Your calendar has a new address; the old one opens nothing any more.", "kept")
    return redirect(url_for("accounts.calendar"), code=303)


@views.get("/feed/<text>.ics", endpoint="feed")
@needs(Action.PUBLIC)
def feed(text: str) -> Response:
    """The feed: body, place, times and session names; private, checked at each request, with an ETag (settled 26)."""
    found = feeds.feed_of(text, g.convene_at)
    if found is None:
        raise Missing
    if request.if_none_match.contains(found.etag):
        response = Response(status=304)
    else:
        response = Response(feeds.calendar_of(found), mimetype="text/calendar")
    response.set_etag(found.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
