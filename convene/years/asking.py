"""The two steps in which a change is made that moves other things: see what follows, then apply what is ticked."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from flask import g, redirect, request
from werkzeug.wrappers import Response

from convene import clock
from convene.anchors.known import FIRST_YEAR, LAST_YEAR
from convene.bodies.models import Body
from convene.findings import Finding, Level, Refused
from convene.web.requests import start_over
from convene.years.forms import TwoSteps
from convene.years.knockon import fingerprint
from convene.years.knockon_applying import Applied
from convene.years.knockon_reading import KnockOn

CHANGED = "What would follow has changed since you opened the page. Look at the lines again, then apply them."
OF_THE_STEPS = frozenset({"csrf_token", "lines", "shown", "then"})


def year_asked(body: Body) -> int:
    """The year asked for by `of`; the next one where none is, or none that can be planned."""
    asked = request.args.get("of", "")
    if asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:5]) <= LAST_YEAR:
        return int(asked)
    return clock.local(g.convene_at, body.zone).year + 1


def answered_in_two(
    form: TwoSteps,
    *,
    look: Callable[[], KnockOn],
    act: Callable[[KnockOn, Collection[str]], str],
    page: Callable[[], str],
    shown: Callable[[KnockOn], str],
) -> Response | tuple[str, int]:
    """Show what follows and change nothing; or, once that was shown and is still so, apply what is ticked.

    Where nothing follows the change is made at once. `look` and `act` may refuse, and are asked anew after that.
    """
    if request.method != "POST":
        return page(), 200
    if not form.validate():
        start_over()
        return page(), 422
    try:
        found = look()
        mark = fingerprint(found.lines)
        is_known = form.is_applying and form.shown.data == mark
        if is_known or not (found.lines or found.stuck):
            return redirect(act(found, frozenset(form.lines.data or ())), code=303)
        if form.is_applying:
            form.take([Finding("", Level.REFUSE, CHANGED)])
        else:
            form.lines.data = [line.key for line in found.lines if line.is_ticked]
        form.shown.data = mark
        return shown(found), 422 if form.is_applying else 200
    except Refused as refused:
        start_over()
        if not form.is_applying:
            form.take(refused.findings)
            return page(), 422
        form.take(replace(finding, field="") for finding in refused.findings)
    return shown(look()), 422


def typed() -> list[tuple[str, str]]:
    """What was typed in the first step, to be sent again with the second."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in OF_THE_STEPS]


def applied_words(applied: Applied) -> str:
    """What applying came to, in words; nothing where there was nothing to apply."""
    if not applied.applied and not applied.left:
        return ""
    lines = {0: "Nothing was applied", 1: "One line was applied"}.get(
        applied.applied, f"{applied.applied} lines were applied"
    )
    left = {0: "", 1: "; one was left as it is"}.get(applied.left, f"; {applied.left} were left as they are")
    letters = {0: "Nobody is told by mail.", 1: "One letter is on its way."}.get(
        applied.letters, f"{applied.letters} letters are on their way."
    )
    return f"{lines}{left}. {letters}"
