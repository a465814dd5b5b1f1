"""The application as a real server on loopback: web in threads of this process, the clockwork beside it.

It is not `convene serve`, because only within one process does `time_machine` move the one clock of web, scheduler and
sender together; the process tree itself is tried in test_run.py.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from convene import jobs
from tests.conftest import let_go, make_app


@dataclass(frozen=True, slots=True)
class Running:
    """A served application and where it answers."""

    app: Flask
    address: str


class QuietHandler(WSGIRequestHandler):
    """Requests are not worth a line each."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@contextmanager
def served(instance: Path, *, smtp_url: str = "") -> Iterator[Running]:
    """Serve an instance on a free port; with `smtp_url` the clockwork runs too, and mail goes out."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        given = {"base_url": address} | ({"smtp_url": smtp_url} if smtp_url else {})
        app = make_app(instance, **given)
        server = make_server("127.0.0.1", port, app, threaded=True, fd=listening.fileno(), request_handler=QuietHandler)
        thread = threading.Thread(target=server.serve_forever, name="web", daemon=True)
        thread.start()
        scheduler = jobs.start(app) if smtp_url else None
        try:
            yield Running(app, address)
        finally:
            if scheduler is not None:
                scheduler.shutdown(wait=True)
            server.shutdown()
            thread.join(10)
            server.server_close()
            let_go(app)
