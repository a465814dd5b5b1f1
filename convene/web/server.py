"""How gunicorn serves the pages: settings that its command line takes as `python:convene.web.server`."""

from __future__ import annotations

import gc

preload_app = True
worker_class = "gthread"
threads = 8
loglevel = "warning"
control_socket_disable = True


def when_ready(_server: object) -> None:
    """Before the workers fork: what is loaded stays shared between them, since the collector no longer touches it."""
    gc.collect()
    gc.freeze()
