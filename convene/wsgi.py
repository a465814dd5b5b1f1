"""The application for WSGI servers, also from an installed wheel: `convene.wsgi:app`."""

from __future__ import annotations

from convene import create_app

app = create_app()
