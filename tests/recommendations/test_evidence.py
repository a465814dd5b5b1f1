"""Files that guests hand in: a neutral name, photographs without a camera's notes, and nothing left on their page."""

from __future__ import annotations

import io
import re
import struct
import zlib

import pytest
from flask import Flask
from PIL import Image

from convene.agendas.terms import Subject
from convene.db import db, work
from convene.papers import store
from convene.recommendations.models import Recommendation, ShadowEvidence
from tests.browser import TESTS, browser_of, words_of
from tests.build import a_pdf, board_meeting, count, item_of, one
from tests.papers.made_pdfs import AUTHOR, photograph
from tests.recommendations import made
from tests.recommendations.test_views import sent

SAID = {"source_kind": "witness"}


@pytest.fixture
def asking(app: Flask) -> str:
    """The key of what a guest was asked."""
    sent(app)
    with app.app_context(), work(TESTS):
        key: str = made.asked(one(Recommendation)).key
    return key


def a_png(width: int, height: int) -> bytes:
    """A picture that says it is so large, with its author in it, and holds next to nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(bytes((width + 1) * min(height, 3)))
    more = chunk(b"tEXt", b"Author\0" + AUTHOR.encode()) + chunk(b"iCCP", b"Her screen\0\0" + zlib.compress(b"x"))
    return b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def given(content: bytes, name: str, text: str = "Seen.") -> dict[str, object]:
    return {"text": text, "file": (io.BytesIO(content), name), **SAID}


@pytest.mark.parametrize(
    "content, name, kept, media",
    [
        (a_pdf("At the port"), "ev by Jane Secret.pdf", "evidence-1.pdf", "application/pdf"),
        (a_pdf("At the port"), "Jane Secret", "evidence-1.pdf", "application/pdf"),
        (photograph(), "IMG Jane Secret.JPEG", "evidence-1.jpg", "image/jpeg"),
        (photograph(), "Jane.Secret", "evidence-1.jpg", "image/jpeg"),
        (a_png(3, 3), "Jane Secret.png", "evidence-1.png", "image/png"),
    ],
)
def test_a_file_bears_a_neutral_name_and_no_trace(
    app: Flask, asking: str, content: bytes, name: str, *, kept: str, media: str
) -> None:
    guest, secretary = browser_of(app, "ngo_guest"), browser_of(app, "secretary")

    done = guest.post(f"/evidence/{asking}", given(content, name), follow_redirects=True)

    assert f"The file is kept as “{kept}”, not under its own name." in words_of(done)
    [link] = re.findall(r"/evidence/[\w-]+/file", done.text)
    for reader in (guest, secretary):
        answer = reader.get(link)
        assert (answer.status_code, answer.mimetype) == (200, media)
        assert kept in answer.headers["Content-Disposition"]
        assert "Secret" not in str(answer.headers) + done.text
        assert [t for t in (AUTHOR.encode(), b"screen", b"GPS", b"tEXt") if t in answer.data] == []
    folder = app.config["CONVENE"].papers
    with app.app_context(), work(TESTS):
        row = one(ShadowEvidence)
        assert row.file_name == kept
        assert [path.name for path in folder.glob("??/*") if path.read_bytes() == content] == []
        assert store.path_of(folder, row.digest).is_file()


def test_a_photograph_is_still_one_and_lies_as_it_lay(app: Flask, asking: str) -> None:
    guest = browser_of(app, "ngo_guest")
    done = guest.post(f"/evidence/{asking}", given(photograph(orientation=6), "a.jpg"), follow_redirects=True)
    [link] = re.findall(r"/evidence/[\w-]+/file", done.text)

    with Image.open(io.BytesIO(guest.get(link).data)) as picture:
        picture.load()
        assert (picture.size, dict(picture.getexif())) == ((64, 32), {0x0112: 6})
    assert "the copy that is kept does not" in words_of(done)


@pytest.mark.parametrize(
    "content, why",
    [
        (a_png(20_000, 7_501), "far too large to be shown"),
        (photograph()[:60], "cut off, damaged"),
        (b"\xff\xd8\xff\xfe\x00\x04ab\xff\xd9\xff\xd9", "cut off, damaged"),
        (b"GIF89a" + bytes(40), "a picture or film of another kind, and not PDF, DOCX, ODT, JPEG or PNG"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "a picture or film of another kind"),
        (b"MZ" + bytes(40), "This is a program, and not PDF, DOCX, ODT, JPEG or PNG"),
    ],
)
def test_what_is_no_photograph_is_refused_and_nothing_is_kept(
    app: Flask, asking: str, content: bytes, why: str
) -> None:
    refused = browser_of(app, "ngo_guest").post(f"/evidence/{asking}", given(content, "photo.jpg"))

    assert refused.status_code == 422
    assert why in words_of(refused)
    assert "Seen." in refused.text
    with app.app_context(), work(TESTS):
        assert count(ShadowEvidence) == 0


def test_the_largest_picture_that_can_be_shown_is_taken(app: Flask, asking: str) -> None:
    taken = browser_of(app, "ngo_guest").post(f"/evidence/{asking}", given(a_png(20_000, 7_500), "photo.png"))

    assert taken.status_code == 303


def test_a_paper_for_a_meeting_is_no_photograph(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        item = item_of(board_meeting(), Subject.DEEP_DIVE).key
    sent_in = {"file": (io.BytesIO(photograph()), "a.jpg"), "kind": "brief", "title": "A brief"}
    refused = browser_of(app, "primary_nl").post(f"/items/{item}/papers/new", sent_in)

    assert refused.status_code == 422
    assert "This is a picture, and not PDF, DOCX or ODT" in words_of(refused)


def test_the_page_says_before_how_a_file_is_kept_and_who_reads_it(app: Flask, asking: str) -> None:
    page = browser_of(app, "ngo_guest").text(f"/evidence/{asking}")

    assert "It is kept under a neutral name such as “evidence-1”" in page
    assert "what others read" not in page
    assert "and nobody else" not in page
    assert "whoever else signs in for your organisation" in page


def test_what_was_handed_in_can_be_taken_off_ones_own_page(app: Flask, asking: str) -> None:
    guest, secretary = browser_of(app, "ngo_guest"), browser_of(app, "secretary")
    first = given(a_pdf("Port"), "a.pdf", "Seen at the port.")
    page = guest.post(f"/evidence/{asking}", first, follow_redirects=True).text
    [link] = re.findall(r"/evidence/[\w-]+/file", page)
    [hide] = re.findall(r"/evidence/[\w-]+/hide", page)

    for other in ("ngo_documentation", "primary_nl", "secretary"):
        assert browser_of(app, other).post(hide).status_code == 404
    with app.app_context(), work(TESTS):
        assert one(ShadowEvidence).announced
    done = guest.post(hide, follow_redirects=True)

    assert "It is not shown on your pages any more." in words_of(done)
    assert "Seen at the port." not in done.text
    assert "What you handed in" not in done.text
    assert guest.get(link).status_code == 404
    assert guest.post(hide).status_code == 404
    assert secretary.get(link).status_code == 200
    with app.app_context(), work(TESTS):
        recommendation = one(Recommendation).key
    shown = secretary.text(f"/recommendations/{recommendation}")
    assert "Seen at the port." in shown
    assert "Its giver took it off their own page." in shown


def test_files_are_numbered_as_their_giver_sees_them(app: Flask, asking: str) -> None:
    guest = browser_of(app, "ngo_guest")
    for name in ("one", "two"):
        guest.post(f"/evidence/{asking}", given(a_pdf(name), f"{name}.pdf", f"Text {name}"))
    guest.post(f"/evidence/{asking}", {"text": "No file.", **SAID})
    with app.app_context(), work(TESTS):
        names = [row.file_name for row in db.session.query(ShadowEvidence).order_by(ShadowEvidence.id)]
    assert names == ["evidence-1.pdf", "evidence-2.pdf", ""]
