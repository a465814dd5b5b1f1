"""What is remembered of a browser's visit."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from convene.web.requests import settings

BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac", "Mac"),
    ("Linux", "Linux"),
)


def lasts() -> timedelta:
    """How long a visit by sign-in lasts."""
    return timedelta(hours=settings().visit_hours)


def browser_words() -> str:
    """“Firefox on Windows”: enough for a person to know their own visit, and no more is kept."""
    agent = request.headers.get("User-Agent", "")
    browser = next((b for b in BROWSERS if f"{b}/" in agent), "A browser")
    machine = next((words for sign, words in MACHINES if sign in agent), "")
    name = {"Edg": "Edge", "OPR": "Opera"}.get(browser, browser)
    return f"{name} on {machine}" if machine else name
