"""The application for any WSGI server: `gunicorn wsgi:app`. Nothing else lives here."""

from __future__ import annotations

from convene import create_app

application = app = create_app()
