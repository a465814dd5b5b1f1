"""What every template may use: words for times, who reads, and the way round. Booleans and texts, never roles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask, request, url_for

from convene import clock
from convene.access.terms import ReaderKind
from convene.presets.words import capital, words_of
from convene.web.requests import reader, settings, who


@dataclass(frozen=True, slots=True)
class Me:
    """Who reads, as the header says it."""

    is_signed_in: bool
    is_by_link: bool
    role_words: str
    zone: str
    zone_place: str


def me() -> Me:
    """The present reader for the header."""
    found, present = who(), reader()
    zone = found.zone if found else ""
    words = "Secretariat" if present.staff else "Representative" if present.seats else "Your invitation"
    if words == "Your invitation" and present.papers and not present.meetings:
        words = "Desk officer"
    return Me(
        is_signed_in=present.kind is ReaderKind.PERSON,
        is_by_link=present.kind is ReaderKind.LINK,
        role_words=words,
        zone=zone,
        zone_place=clock.place_of(zone) if zone else "",
    )


def way_round() -> list[tuple[str, str, bool]]:
    """The few places in the header, for this reader."""
    present = reader()
    if present.kind is not ReaderKind.PERSON:
        return []
    places = [("Home", url_for("web.home"))]
    if present.staff or present.seats:
        places.append(("Bodies", url_for("bodies.index")))
    places.append(("Calendar", url_for("accounts.calendar")))
    return [(label, url, request.path == url) for label, url in places]


def to_dial(telephone: str) -> str:
    """The address that a telephone dials; empty where there are too few digits or words beside them."""
    number = re.sub(r"[ ()./-]", "", telephone)
    return f"tel:{number}" if re.fullmatch(r"\+?[0-9]{5,15}", number) else ""


def attach(app: Flask) -> None:
    """Give the words to the templates."""
    app.jinja_env.globals.update(
        hour_words=clock.hour_words,
        span_words=clock.span_words,
        moment_words=clock.moment_words,
        day_words=clock.day_words,
        days_words=clock.days_words,
        place_of=clock.place_of,
        minutes_words=clock.minutes_words,
        to_dial=to_dial,
        body_words=words_of,
    )

    app.jinja_env.filters["capital"] = capital

    @app.context_processor
    def _every_page() -> dict[str, object]:
        note = (
            ""
            if settings().smtp
            else "No mail server is set: mail is written to files in the instance's outbox folder."
        )
        return {
            "me": me(),
            "nav": way_round(),
            "mail_note": note if reader().staff else "",
            "acts_for_state": lambda body: body.id in reader().acting,
        }
