"""Papers by form: taken, refused in words, held for an hour, versions, lateness, and who may read which file."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from werkzeug.test import TestResponse

from convene.agendas.terms import Subject
from convene.db import work
from convene.mail.models import OutboxMessage
from convene.meetings.terms import MeetingState
from convene.papers.models import Paper, PaperVersion
from tests.browser import TESTS, Browser, browser_of, by_link, words_of
from tests.build import a_pdf, board_meeting, count, item_of, one
from tests.fields import complaints, said_at, typed
from tests.papers.made_briefs import brief, brief_docx, change

AUTHOR = "Somebody Recognisable"
HOUR = 3600.0


def key_of(app: Flask, subject: Subject = Subject.INPUT_OF_GUESTS) -> str:
    with app.app_context(), work(TESTS):
        return item_of(board_meeting(), subject).key


def send(browser: Browser, item: str, content: bytes | None, name: str = "statement.pdf", **more: str) -> TestResponse:
    """Send the form of a paper; without content no file is chosen."""
    given: dict[str, Any] = {"title": "Our statement", "kind": "statement", "held": "", **more}
    if content is not None:
        given["file"] = (io.BytesIO(content), name)
    return browser.post(f"/items/{item}/papers/new", given, content_type="multipart/form-data")


def sent(browser: Browser, item: str, content: bytes | None = None, **more: str) -> str:
    """The path of the page of a paper that was taken."""
    done = send(browser, item, content or a_pdf("Our statement", author=AUTHOR), **more)
    assert done.status_code == 303, complaints(done)
    assert done.location is not None
    return str(done.location)


def files_of(browser: Browser, paper: str) -> list[str]:
    """The addresses of the files on a paper's page, without repeating any; newest first."""
    return list(dict.fromkeys(re.findall(r'href="(/versions/[\w-]+/(?:file|original))"', browser.get(paper).text)))


def papers(app: Flask) -> tuple[int, int, int]:
    with app.app_context(), work(TESTS):
        return count(Paper), count(PaperVersion), count(OutboxMessage)


def held_token(response: TestResponse) -> str:
    found = re.search(r'name="held"[^>]*value="([^"]*)"', response.text)
    assert found
    return found[1]


@pytest.mark.parametrize("way", ["signed in", "by link"])
def test_paper_is_taken_from_a_guest_and_shown_on_its_page(app: Flask, way: str) -> None:
    with app.app_context(), work(TESTS):
        meeting_id = board_meeting().id
    browser = browser_of(app, "ngo_guest") if way == "signed in" else by_link(app, "ngo_guest", meeting_id)
    paper = sent(browser, key_of(app), a_pdf("One", pages=3))
    page = browser.text(paper)
    assert "Our statement" in page
    assert "Early Warning Watch" in page
    assert "3 pages, counted" in page
    assert "statement.pdf" in page


def test_downloads_hold_no_trace_of_the_author_and_the_original_does(app: Flask, secretary: Browser) -> None:
    author, reader = browser_of(app, "primary_nl"), browser_of(app, "primary_dk")
    paper = sent(author, key_of(app, Subject.ASSETS))
    file, original = files_of(author, paper)
    assert files_of(reader, paper) == [file]
    clean, kept = reader.get(file), author.get(original)
    assert AUTHOR.encode() not in clean.data
    read = PdfReader(io.BytesIO(clean.data))
    assert read.metadata is None or read.metadata.author is None
    assert "Our statement" in read.pages[0].extract_text()
    assert AUTHOR.encode() in kept.data
    assert secretary.get(original).data == kept.data
    missing = reader.get("/versions/none/original")
    for key in ("primary_dk", "alternate_nl", "ngo_guest", "secretary_council"):
        other = browser_of(app, key).get(original)
        assert (other.status_code, other.data) == (404, missing.data), key
    assert clean.headers["Content-Disposition"].startswith('attachment; filename="statement.pdf"')


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("statement.pdf", b"", "The file is empty."),
        ("statement.pdf", b"%PDF-1.7 and no more", "cut off or damaged"),
        ("statement.docx", b"PK\x03\x04 and no more", ""),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "PDF, DOCX or ODT"),
        ("page.html", b"<html><script>alert(1)</script></html>", "PDF, DOCX or ODT"),
        ("statement.pdf", b"MZ" + b"\0" * 200, "PDF, DOCX or ODT"),
    ],
)
def test_file_of_the_wrong_type_is_refused_in_words_at_its_field(
    app: Flask, name: str, content: bytes, said: str
) -> None:
    before = papers(app)
    done = send(browser_of(app, "ngo_guest"), key_of(app), content, name, title="Kept title")
    assert (done.status_code, complaints(done)) == (422, ["file"])
    (message,) = said_at(done, "file")
    assert said in message
    assert typed(done, "title") == "Kept title"
    assert papers(app) == before
    assert held_token(done) == ""


def test_paper_without_a_file_says_so_at_the_field(app: Flask) -> None:
    before = papers(app)
    done = send(browser_of(app, "ngo_guest"), key_of(app), None)
    assert (done.status_code, said_at(done, "file")) == (422, ["Choose a file."])
    assert papers(app) == before


def test_file_chosen_on_a_form_with_another_error_need_not_be_chosen_again(app: Flask) -> None:
    browser, before = browser_of(app, "ngo_guest"), papers(app)
    done = send(browser, key_of(app), a_pdf("Held"), title="", name="our words.pdf")
    assert (done.status_code, complaints(done)) == (422, ["title"])
    assert "Waiting: our words.pdf." in words_of(done)
    assert papers(app) == before
    again = send(browser, key_of(app), None, title="Now with a title", held=held_token(done))
    assert again.status_code == 303
    (file, _) = files_of(browser, str(again.location))
    assert "Held" in PdfReader(io.BytesIO(browser.get(file).data)).pages[0].extract_text()
    third = send(browser, key_of(app), None, held=held_token(done))
    assert said_at(third, "file") == ["Choose a file."]


@pytest.mark.parametrize("seconds, status", [(HOUR - 1, 303), (HOUR, 422)])
def test_file_is_held_for_an_hour(
    app: Flask, at: time_machine.Traveller, instance: Path, seconds: float, status: int
) -> None:
    browser = browser_of(app, "ngo_guest")
    token = held_token(send(browser, key_of(app), a_pdf("Held"), title=""))
    at.shift(seconds)
    assert send(browser, key_of(app), None, held=token).status_code == status
    if status == 422:
        send(browser, key_of(app), a_pdf("Another"), title="")
        assert len(list((instance / "papers" / "held").iterdir())) == 1


def test_held_file_is_for_whoever_chose_it_alone(app: Flask) -> None:
    token = held_token(send(browser_of(app, "ngo_guest"), key_of(app), a_pdf("Held"), title=""))
    for given in (token, "../" + token, "x" * 22, ""):
        stolen = send(browser_of(app, "ngo_survivors"), key_of(app), None, held=given)
        assert said_at(stolen, "file") == ["Choose a file."]


def test_file_above_the_limit_is_refused_at_the_field_and_far_above_without_reading(app: Flask) -> None:
    # Small numbers: the test's own client leaves the file behind in which it would put a large request.
    app.config["CONVENE"] = dataclasses.replace(app.config["CONVENE"], upload_limit=50_000)
    browser = browser_of(app, "ngo_guest")
    before = papers(app)
    at_field = send(browser, key_of(app), b"%PDF-1.7\n" + b"0" * 50_000)
    assert (at_field.status_code, complaints(at_field)) == (422, ["file"])
    assert said_at(at_field, "file")[0].startswith("The file is larger than ")
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    far = send(browser, key_of(app), b"0" * 200_000)
    assert far.status_code == 413
    assert papers(app) == before


def test_version_comes_beside_the_earlier_ones(app: Flask, secretary: Browser) -> None:
    author, reader = browser_of(app, "primary_nl"), browser_of(app, "primary_dk")
    paper = sent(author, key_of(app, Subject.ASSETS), a_pdf("First words"))
    given = {"file": (io.BytesIO(a_pdf("Second words")), "second.pdf"), "held": ""}
    assert reader.get(f"{paper}/versions/new").status_code == 404
    done = author.post(f"{paper}/versions/new", given, content_type="multipart/form-data")
    assert (done.status_code, done.location) == (303, paper)
    newest, oldest = files_of(reader, paper)
    for path, words in ((newest, "Second words"), (oldest, "First words")):
        assert words in PdfReader(io.BytesIO(reader.get(path).data)).pages[0].extract_text()
    empty = author.post(f"{paper}/versions/new", {"held": ""}, content_type="multipart/form-data")
    assert said_at(empty, "file") == ["Choose a file."]
    assert len(files_of(secretary, paper)) == 4


def test_colleague_of_the_same_delegation_may_send_a_version_and_another_may_not(app: Flask) -> None:
    paper = sent(browser_of(app, "primary_nl"), key_of(app, Subject.ASSETS))
    for key, status in (("alternate_nl", 303), ("secretary", 303), ("primary_dk", 404), ("ngo_guest", 404)):
        given = {"file": (io.BytesIO(a_pdf(key)), "x.pdf"), "held": ""}
        done = browser_of(app, key).post(f"{paper}/versions/new", given, content_type="multipart/form-data")
        assert done.status_code == status, key


@pytest.mark.parametrize("seconds, is_late", [(0, False), (1, True)])
def test_paper_after_the_deadline_is_taken_and_marked(
    app: Flask, at: time_machine.Traveller, seconds: float, is_late: bool
) -> None:
    with app.app_context(), work(TESTS):
        due = board_meeting().papers_due_at
    at.move_to(due)
    at.shift(seconds)
    browser = browser_of(app, "ngo_guest")
    paper = sent(browser, key_of(app))
    assert ("Late" in browser.text(paper)) is is_late
    with app.app_context(), work(TESTS):
        assert one(Paper, key=paper.rsplit("/", 1)[1]).is_late is is_late


def test_guests_paper_is_kept_from_other_guests_until_released(app: Flask, secretary: Browser) -> None:
    author, other, seat = (browser_of(app, key) for key in ("ngo_guest", "ngo_survivors", "primary_dk"))
    paper = sent(author, key_of(app))
    file = files_of(author, paper)[0]
    assert [b.get(file).status_code for b in (author, seat, secretary, other)] == [200, 200, 200, 404]
    assert other.get(paper).data == other.get("/papers/none").data
    assert author.post(f"{paper}/release", {"to_admitted": "yes"}).status_code == 404
    assert secretary.post(f"{paper}/release", {"to_admitted": "yes"}).status_code == 303
    assert [other.get(p).status_code for p in (paper, file)] == [200, 200]
    secretary.post(f"{paper}/release", {"to_admitted": "no"})
    assert [other.get(p).status_code for p in (paper, file)] == [404, 404]


def test_released_paper_is_never_wider_than_its_item(app: Flask, secretary: Browser) -> None:
    paper = sent(browser_of(app, "primary_nl"), key_of(app, Subject.ASSETS))
    secretary.post(f"{paper}/release", {"to_admitted": "yes"})
    assert browser_of(app, "ngo_guest").get(paper).status_code == 404


def test_withdrawn_paper_is_gone_for_everybody(app: Flask, secretary: Browser) -> None:
    author = browser_of(app, "ngo_guest")
    paper = sent(author, key_of(app))
    file = files_of(author, paper)[0]
    assert browser_of(app, "ngo_survivors").post(f"{paper}/withdraw").status_code == 404
    assert author.post(f"{paper}/withdraw").status_code == 303
    assert [b.get(p).status_code for b in (author, secretary) for p in (paper, file)] == [404] * 4


def test_item_that_takes_no_papers_and_meeting_that_is_over_refuse_them(app: Flask) -> None:
    browser, before = browser_of(app, "primary_nl"), papers(app)
    no_papers = send(browser, key_of(app, Subject.BRIEFING_OF_GUESTS), a_pdf("x"))
    assert said_at(no_papers, "file") == ["No papers are taken for this item."]
    item = key_of(app, Subject.ASSETS)
    with app.app_context(), work(TESTS):
        board_meeting().state = MeetingState.CANCELLED
    over = send(browser, item, a_pdf("x"))
    assert said_at(over, "file") == ["Papers are no longer taken: the meeting is over or cancelled."]
    assert papers(app) == before


def test_item_that_is_hidden_takes_no_paper(app: Flask) -> None:
    before = papers(app)
    done = send(browser_of(app, "ngo_guest"), key_of(app, Subject.ASSETS), a_pdf("x"))
    assert (done.status_code, papers(app)) == (404, before)


def names_in(response: TestResponse) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert archive.testzip() is None
        return sorted(archive.namelist())


def test_all_papers_in_one_file_are_each_readers_own(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        path = f"/meetings/{board_meeting().key}/papers.zip"
    guest = browser_of(app, "ngo_guest")
    sent(guest, key_of(app))
    sent(browser_of(app, "primary_nl"), key_of(app, Subject.ASSETS))
    assert names_in(secretary.get(path)) == ["brief (2).pdf", "brief.pdf", "statement (2).pdf", "statement.pdf"]
    assert names_in(browser_of(app, "primary_dk").get(path)) == names_in(secretary.get(path))
    assert names_in(guest.get(path)) == ["statement.pdf"]
    assert names_in(browser_of(app, "ngo_survivors").get(path)) == []
    assert browser_of(app, "secretary_council").get(path).status_code == 404
    assert AUTHOR.encode() not in secretary.get(path).data


@pytest.mark.parametrize(
    "name, shown",
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\papers\\our words.pdf", "our words.pdf"),
        ("Žižkov “draft”.pdf", ".pdf"),
        ("statement.docx", "statement.pdf"),
    ],
)
def test_name_of_a_file_is_data_and_harmless(app: Flask, name: str, shown: str) -> None:
    browser = browser_of(app, "ngo_guest")
    done = send(browser, key_of(app), a_pdf("x"), name)
    assert done.status_code == 303
    response = browser.get(files_of(browser, str(done.location))[0])
    disposition = response.headers["Content-Disposition"]
    (plain,) = re.findall(r'filename="([^"]*)"', disposition)
    assert plain.endswith(shown)
    assert not set(plain) & set('/\\:"')
    assert response.headers["Content-Type"] == "application/pdf"


def brief_of(browser: Browser, item: str, content: bytes, name: str = "brief.pdf", **more: str) -> TestResponse:
    return send(browser, item, content, name, **({"kind": "brief", "title": "Kept title"} | more))


def kept_files(instance: Path) -> int:
    return len([p for p in (instance / "papers").glob("[0-9a-f][0-9a-f]/*") if p.is_file()])


def set_body(app: Flask, **values: object) -> None:
    with app.app_context(), work(TESTS):
        for name, value in values.items():
            setattr(board_meeting().body, name, value)


def test_brief_that_is_too_long_is_refused_with_every_reason_and_is_not_kept(app: Flask, instance: Path) -> None:
    browser, item, before, files = browser_of(app, "primary_dk"), key_of(app, Subject.ASSETS), papers(app), kept_files
    known = files(instance)
    done = brief_of(browser, item, brief(151, first="The situation"))
    assert (done.status_code, complaints(done)) == (422, ["file"])
    too_long, silent = said_at(done, "file")
    assert too_long == "The brief has 4 pages; at most 3 are taken. Shorten it and upload it again."
    assert silent.startswith("The brief does not say what is asked. Say it under a heading such as “What is asked”")
    assert (typed(done, "title"), typed(done, "kind"), held_token(done)) == ("Kept title", "brief", "")
    assert (papers(app), files(instance)) == (before, known)
    assert brief_of(browser, item, brief(150)).status_code == 303


def test_reasons_against_a_brief_stand_beside_a_missing_title(app: Flask) -> None:
    done = brief_of(browser_of(app, "primary_dk"), key_of(app, Subject.ASSETS), brief(151), title="")
    assert complaints(done) == ["title", "file"]
    assert "The brief has 4 pages" in said_at(done, "file")[0]


@pytest.mark.parametrize("kind", ["statement", "paper"])
def test_limits_are_held_against_briefs_alone(app: Flask, kind: str) -> None:
    assert (
        brief_of(browser_of(app, "primary_dk"), key_of(app, Subject.ASSETS), brief(400), kind=kind).status_code == 303
    )


def test_body_sets_the_limits_and_whether_a_breach_is_refused(app: Flask, secretary: Browser) -> None:
    author, item = browser_of(app, "primary_dk"), key_of(app, Subject.ASSETS)
    set_body(app, brief_pages_most=4, brief_wants_asks=False)
    assert brief_of(author, item, brief(200, first="The situation")).status_code == 303
    assert said_at(brief_of(author, item, brief(201)), "file")[0].startswith("The brief has 5 pages; at most 4")
    set_body(app, brief_refuses=False)
    done = brief_of(author, item, brief(201))
    assert done.status_code == 303
    said = "The brief has 5 pages; at most 4 are meant."
    page = author.text(done.location or "")
    assert page.count("The brief has 5 pages; at most 4 are meant. Shorten it and upload it again (B5).") == 1
    assert page.index("The paper is in.") < page.index(said)
    assert said in secretary.text(done.location or "")
    assert said not in browser_of(app, "primary_nl").text(done.location or "")
    assert "A brief has at most 4 pages and takes about 5 minutes to speak (about 650 words)." in author.text(
        f"/items/{item}/papers/new"
    )


def test_length_is_shown_and_a_long_one_to_speak_is_taken_with_a_remark(app: Flask) -> None:
    author, item = browser_of(app, "primary_dk"), key_of(app, Subject.ASSETS)
    done = brief_of(author, item, brief(line="Villages burn at night again."))
    page = author.text(done.location or "")
    assert (
        "The brief has 751 words, about 6 minutes to speak at 130 words a minute; about 5, or 650 words, are meant."
        in page
    )
    assert "3 pages · 751 words · about 6 minutes to speak" in page
    with app.app_context(), work(TESTS):
        version = one(PaperVersion, paper_id=one(Paper, title="Kept title").id)
        assert (version.words, version.asks) == (751, True)


def test_new_version_of_a_brief_is_held_against_the_same_limits(app: Flask) -> None:
    author = browser_of(app, "primary_dk")
    paper = str(brief_of(author, key_of(app, Subject.ASSETS), brief(150)).location)
    for lines, status in ((151, 422), (100, 303)):
        given = {"file": (io.BytesIO(brief(lines)), "again.pdf"), "held": ""}
        done = author.post(f"{paper}/versions/new", given, content_type="multipart/form-data")
        assert done.status_code == status
    assert "2 pages · 402 words" in author.text(paper)


def test_file_that_waited_as_something_else_is_held_against_the_limits_of_a_brief(app: Flask) -> None:
    author, item = browser_of(app, "primary_dk"), key_of(app, Subject.ASSETS)
    token = held_token(brief_of(author, item, brief(151), kind="statement", title=""))
    done = send(author, item, None, kind="brief", held=token)
    assert said_at(done, "file") == ["The brief has 4 pages; at most 3 are taken. Shorten it and upload it again."]


def test_tracked_changes_and_pages_are_told_at_once_and_how_to_settle_them(app: Flask) -> None:
    done = brief_of(
        browser_of(app, "primary_dk"), key_of(app, Subject.ASSETS), brief_docx(change("ins")), name="brief.docx"
    )
    first, second = said_at(done, "file")
    assert "1 tracked change" in first
    assert "Save the brief as PDF and upload that." in second
    assert "Accept All Changes" in words_of(done)


def translation(browser: Browser, paper: str, language: str, title: str = "Les signes") -> TestResponse:
    given = {"file": (io.BytesIO(brief(200)), "fr.pdf"), "held": "", "language": language, "title": title}
    return browser.post(f"{paper}/translations/new", given, content_type="multipart/form-data")


@pytest.mark.parametrize("pages, is_taken", [(4, True), (5, False)])
def test_a_translated_brief_may_have_a_page_more(app: Flask, pages: int, is_taken: bool) -> None:
    author = browser_of(app, "primary_dk")
    paper = str(brief_of(author, key_of(app, Subject.ASSETS), a_pdf("What is asked: shared monitoring.")).location)
    given = {
        "held": "",
        "language": "fr",
        "title": "Les signes",
        "file": (io.BytesIO(a_pdf("x", pages=pages)), "f.pdf"),
    }

    done = author.post(f"{paper}/translations/new", given, content_type="multipart/form-data")

    assert (done.status_code == 303) is is_taken, complaints(done)


def test_translations_belong_together_and_follow_their_paper(app: Flask, secretary: Browser) -> None:
    author, other, seat = (browser_of(app, key) for key in ("ngo_guest", "ngo_survivors", "primary_dk"))
    item = key_of(app)
    paper = sent(author, item)
    assert other.get(f"{paper}/translations/new").status_code == 404
    assert seat.get(f"{paper}/translations/new").status_code == 404
    french = translation(author, paper, "fr")
    assert french.status_code == 303, complaints(french)
    arabic = str(translation(secretary, paper, "ar", "Our statement").location)
    assert "English. Also in Arabic , French ." in author.text(paper)
    assert "French, a translation. Also in English , Arabic ." in author.text(str(french.location))
    assert "by Secretary of the board" in secretary.text(arabic)
    for page in (seat.get(f"/items/{item}"), seat.get(f"/meetings/{meeting_key(app)}")):
        # One line for the paper, with its languages as links.
        assert words_of(page).count("Our statement") - words_of(page).count(": Our statement") == 1
        assert f'href="{french.location}"' in page.text
    family = (paper, str(french.location), arabic)
    assert [other.get(p).status_code for p in family] == [404] * 3
    secretary.post(f"{arabic}/release", {"to_admitted": "yes"})
    assert [other.get(p).status_code for p in family] == [200] * 3
    assert len(names_in(other.get(f"/meetings/{meeting_key(app)}/papers.zip"))) == 3
    author.post(f"{french.location}/withdraw")
    assert [author.get(p).status_code for p in family] == [200, 404, 200]
    author.post(f"{paper}/withdraw")
    assert [secretary.get(p).status_code for p in family] == [404] * 3


def meeting_key(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return board_meeting().key


@pytest.mark.parametrize(
    "language, said", [("", "Choose the language."), ("fr", "Not a valid choice."), ("xx", "Not a valid choice.")]
)
def test_translation_is_into_a_language_that_is_not_there_yet(app: Flask, language: str, said: str) -> None:
    author = browser_of(app, "ngo_guest")
    paper = sent(author, key_of(app))
    translation(author, paper, "fr")
    done = translation(author, paper, language, "Typed")
    assert (done.status_code, complaints(done), said_at(done, "language")) == (422, ["language"], [said])
    assert typed(done, "title") == "Typed"


def test_author_is_named_to_seats_and_the_secretariat_alone(app: Flask, secretary: Browser) -> None:
    paper = sent(browser_of(app, "ngo_guest"), key_of(app))
    secretary.post(f"{paper}/release", {"to_admitted": "yes"})
    said = "by Representative of Early Warning Watch"
    for key, sees in (("secretary", 1), ("primary_nl", 1), ("ngo_guest", 1), ("ngo_survivors", 0)):
        assert browser_of(app, key).text(paper).count(said) == sees, key


def test_version_that_was_discussed_says_so(app: Flask, secretary: Browser) -> None:
    paper = sent(browser_of(app, "ngo_guest"), key_of(app))
    assert "Discussed" not in secretary.text(paper)
    with app.app_context(), work(TESTS):
        version = one(PaperVersion, paper_id=one(Paper, key=paper.rsplit("/", 1)[1]).id)
        version.discussed_at = board_meeting().ends_at
    assert "Discussed on Wednesday 22 September 2027" in secretary.text(paper)
    assert words_of(secretary.get(f"/items/{key_of(app)}")).count("version 1 discussed") == 1
