"""Files that the browser needs: the stylesheet, the faces from their packages, Bootstrap from its package."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, abort, send_file

from convene.access.gate import needs
from convene.access.terms import Action

STATIC = Path(__file__).parent / "static"
FACE_PACKAGES = ("font_source_sans_pro", "font_source_serif_pro")


@needs(Action.PUBLIC, own_transaction=True)
def static(filename: str) -> Response:
    """A file of our own; kept by browsers for an hour."""
    path = (STATIC / filename).resolve()
    if not path.is_relative_to(STATIC) or not path.is_file():
        abort(404)
    return _sent(path)


@needs(Action.PUBLIC, own_transaction=True)
def font(name: str) -> Response:
    """A face of the two packages, which page and PDF share; no other file of theirs."""
    for package in FACE_PACKAGES:
        path = Path(str(files(package))) / "files" / name
        if name.endswith(".ttf") and path.parent.name == "files" and path.is_file() and "/" not in name:
            return _sent(path, "font/ttf")
    return abort(404)


def _sent(path: Path, mimetype: str | None = None) -> Response:
    """The file from memory: a browser that goes on before it has all of it leaves no file open."""
    state = path.stat()
    return _kept(
        send_file(
            BytesIO(path.read_bytes()),
            mimetype=mimetype,
            download_name=path.name,
            etag=f"{state.st_mtime_ns}-{state.st_size}",
            last_modified=state.st_mtime,
        )
    )


def _kept(response: Response) -> Response:
    if response.status_code == 304 and (close := getattr(response.response, "close", None)):
        close()  # The library opens the file before it finds that the browser has it, and nobody else would close it.
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def attach(app: Flask) -> None:
    """Serve the files."""
    app.add_url_rule("/static/<path:filename>", "static", static)
    app.add_url_rule("/fonts/<name>", "font", font)


def declare_library_files(app: Flask) -> None:
    """Bootstrap's own files are public; its view was written elsewhere and declares nothing."""
    serve = app.view_functions["bootstrap.static"]
    app.view_functions["bootstrap.static"] = needs(Action.PUBLIC, own_transaction=True)(
        lambda **given: _kept(app.ensure_sync(serve)(**given))
    )
