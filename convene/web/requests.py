"""The life of a request: who asks, may they, one transaction, security headers, sightings, and the same 404 for all."""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response as BaseResponse

from convene import clock
from convene.access import gate, rules, sightings
from convene.access.scope import set_reader
from convene.access.terms import NOBODY, Action, Reader, ReaderKind
from convene.accounts.proofs import fingerprint
from convene.config import Settings
from convene.db import abandon, begin_writing, commit
from convene.findings import Refused
from convene.readers import Visitor, visitor
from convene.web.paths import safe_path

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSP = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ERRORS = (400, 403, 404, 405, 413, 422, 429, 500, 503)
log = logging.getLogger("convene.web")


def attach(app: Flask) -> None:
    """Hang the steps into the application."""
    app.before_request(_open)
    app.after_request(_close)
    app.teardown_request(_forget)
    app.register_error_handler(gate.Missing, lambda _: _page(404))
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, lambda _: _page(400))
    app.register_error_handler(SecurityError, _other_host)
    app.register_error_handler(HTTPException, _http_error)


def settings() -> Settings:
    """The installation's settings."""
    found = current_app.config["CONVENE"]
    assert isinstance(found, Settings)  # noqa: S101 - told to the type checker; create_app puts nothing else there
    return found


def cookie_name() -> str:
    """The visit's cookie; bound to the host where the connection allows it."""
    return "__Host-visit" if settings().is_https else "visit"


def who() -> Visitor | None:
    """The visit that makes this request, or None."""
    found = g.get("convene_visitor")
    return found if isinstance(found, Visitor) else None


def actor() -> str:
    """The opaque key that the journal names."""
    found = who()
    return found.person_key if found else "nobody"


def _open() -> BaseResponse | None:
    """Decide whether this endpoint may be asked, and open the transaction that serves it."""
    if request.endpoint is None:
        return None
    need = gate.need_of(current_app, request.endpoint)
    if need is None:
        abort(403)
    g.convene_need = need
    g.convene_at = clock.now()
    if need.own_transaction:
        return None
    writes = request.method not in SAFE
    if writes and request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400)
    if writes and need.prepare is not None:
        # Costly work is done before the transaction, but never for somebody who may not ask for it (settled 24).
        _load_reader()
        refusal = _refusal(need.action)
        abandon()
        if refusal is not None:
            return refusal
        need.prepare(**(request.view_args or {}))
        abandon()
    if writes and not g.get("convene_only_looks", False):
        begin_writing()
        g.convene_writing = True
    _load_reader()
    return _refusal(need.action)


def _load_reader() -> None:
    token = request.cookies.get(cookie_name(), "")
    found = visitor(fingerprint(token), g.convene_at) if token else None
    g.convene_visitor = found
    set_reader(found.reader if found else NOBODY)


def reader() -> Reader:
    """The reader of this request."""
    found = who()
    return found.reader if found else NOBODY


def _refusal(action: Action) -> BaseResponse | None:
    """The same 404 for whoever is signed in and may not; nobody is asked to sign in first, whatever they asked for."""
    if rules.may_ask(reader(), action):
        return None
    if reader().kind is ReaderKind.NOBODY:
        following = request.full_path.rstrip("?") if request.method in SAFE else "/"
        return redirect(url_for("accounts.sign_in", next=following if following != "/" else None))
    return _page(404)


def _close(response: Response) -> Response:
    """Keep or give up the transaction, then note what is closed and is about to be shown."""
    if g.pop("convene_writing", False):
        if response.status_code < 400:
            commit()
        abandon()
    elif "convene_need" in g:
        abandon()
    if response.status_code == 200 and sightings.noted() and (found := who()):
        sightings.write(sightings.noted(), visit_key=found.visit_key, person_key=found.person_key, at=g.convene_at)
    return _with_headers(response)


def _with_headers(response: Response) -> Response:
    headers = response.headers
    # Always, since whether a form was made on the way to a 404 would tell it from another.
    response.vary.add("Cookie")
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("Cache-Control", "no-store")
    headers["X-Content-Type-Options"] = "nosniff"
    # Other sites learn nothing; our own must, so that a refused button leads back to the page that it stands on.
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["X-Frame-Options"] = "DENY"
    if settings().is_https:
        headers["Strict-Transport-Security"] = f"max-age={int(timedelta(days=730).total_seconds())}; includeSubDomains"
    return response


def _forget(_error: BaseException | None) -> None:
    if "convene_need" in g:
        abandon()


def _http_error(error: HTTPException) -> BaseResponse | HTTPException:
    code = error.code or 500
    if 300 <= code < 400:
        return error
    response = _page(code if code in ERRORS else 400)
    response.status_code = code
    return response


def _other_host(_error: SecurityError) -> Response:
    """Plain words: neither the style sheet nor the first page would be answered under a name that is not ours."""
    return Response("This address is not the one this service answers to.\n", status=400, mimetype="text/plain")


def _page(code: int) -> Response:
    """A static page without form or token: the same octets for everybody (settled 25)."""
    pages: dict[int, str] = current_app.extensions.setdefault("convene_pages", {})
    if code not in pages:
        pages[code] = render_template(f"errors/{code}.html")
    return Response(pages[code], status=code, mimetype="text/html")


def only_looks() -> None:
    """Said while a request is prepared: its view changes nothing, and need not wait to be the only writer."""
    g.convene_only_looks = True


def start_over() -> None:
    """Give up what was changed and go on reading as the same reader: a form is to be shown again."""
    abandon()
    g.convene_writing = False
    set_reader(reader())


def _refused(refused: Refused) -> BaseResponse:
    """A button's act was refused: say why where the person came from; nothing is kept."""
    start_over()
    for finding in refused.findings:
        flash(finding.text, "broken")
    came_from = urlsplit(request.referrer or "")
    back = safe_path(came_from.path) if came_from.netloc == settings().host else "/"
    return redirect(back or "/", code=303)


def new_cookie(response: BaseResponse, token: str, *, lasts: timedelta) -> None:
    """Give the browser the visit's token."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(lasts.total_seconds()),
        secure=settings().is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(response: BaseResponse) -> None:
    """Take the visit's token back."""
    response.delete_cookie(cookie_name(), path="/", secure=settings().is_https, httponly=True, samesite="Lax")
