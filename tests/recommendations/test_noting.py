"""Evidence on addressees: noted from others without an answer, and files that go with it and with their own answers."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.db import db, work
from convene.findings import Refused
from convene.mail.models import OutboxMessage
from convene.packs.recommendations import matrix_csv, matrix_pdf
from convene.papers import store
from convene.planning import plan
from convene.readers import readers_of
from convene.recommendations import actions, answering
from convene.recommendations.matrix import asked_of_mine, cells_of, matrix_of
from convene.recommendations.models import Answer, NotedEvidence, Recommendation
from convene.recommendations.queries import steps_of
from convene.recommendations.rules import note_findings
from convene.recommendations.terms import Mark, Noting, Position, Reliability, SourceKind, State, Step
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, a_pdf, body, count, one, term_of
from tests.packs.read import pages
from tests.recommendations import made

SAID = {
    "action": "A bill was put before parliament.",
    "evidence": "Official journal 12",
    "link": "https://journal.example/12",
    "source_kind": "press",
    "reliability": "probable",
}


def _noting(action: str = "A bill", evidence: str = "A journal", link: str = "", source: str = "press") -> Noting:
    return Noting(action, evidence, link, SourceKind(source), Reliability.NOT_JUDGED)


@pytest.mark.parametrize(
    "said, has_file, field",
    [
        (_noting(), False, None),
        (_noting(action=""), False, None),
        (_noting(evidence="", link="https://a.example"), False, None),
        (_noting(evidence=""), True, None),
        (_noting(evidence=""), False, "evidence"),
        (_noting(" ", " "), True, "action"),
        (_noting(source="not said"), False, "source_kind"),
    ],
)
def test_what_is_noted_says_something_and_where_it_comes_from(
    said: Noting, has_file: bool, field: str | None
) -> None:  # fmt: skip
    found = note_findings(said, has_file=has_file, today=date(2027, 6, 1))
    assert [f.field for f in found] == ([field] if field else [])


def test_it_is_noted_of_an_addressee_that_is_silent_and_stays_silent(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        state, row = found.state, made.to(found, "Denmark")
        made.noted(found, "Denmark", verified_by="The secretariat")
        later = (row.due_on or clock.now().date()) + timedelta(days=1)
        cell = {to.name: cell for to, cell in cells_of([found], on=later)[found.id]}["Denmark"]

        assert (found.state, row.answer, cell.mark) == (state, None, Mark.SILENT)
        assert [(n.action, n.source, n.verified_by) for n in cell.noted] == [
            ("Nothing was done so far.", "Press, doubtful", "The secretariat")
        ]
        last = steps_of(found)[-1]
        assert (last.step, last.addressee) == (Step.NOTE, "Denmark")
        assert "Verified by The secretariat." in last.note


def test_it_stands_beside_the_answer_and_takes_no_draft_from_a_delegation(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        made.answered(found, "Denmark", Position.SUPPORTED, action="Our own words.")
        row = made.to(found, "Denmark")
        seen = made.seen(row)
        made.noted(found, "Denmark", "Words of the press.")
        cell = {to.name: cell for to, cell in cells_of([found], on=clock.now().date())[found.id]}["Denmark"]
        assert (cell.mark, cell.action, len(cell.noted)) == (Mark.SUPPORTED, "Our own words.", 1)
        assert made.seen(row) == seen  # Whoever has the form open is not told that something changed.


def test_before_the_letter_it_is_noted_too_but_of_no_draft_and_once(context: Flask) -> None:
    with work(TESTS):
        found, draft = made.adopted(), made.proposed("Only a draft so far.")
        made.noted(found, "Denmark")
        assert str(found.state) == "adopted"
        with pytest.raises(Refused, match="noted of them already"):
            made.noted(found, "Denmark")
        with pytest.raises(Refused, match="only proposed"):
            made.noted(draft, "Denmark")
        actions.follow(found, body(), actions.FollowUp(Step.LAPSE, "Overtaken."), by=BY, at=clock.now())
        with pytest.raises(Refused, match="closed"):
            made.noted(found, "Netherlands")
        assert count(NotedEvidence) == 1


def test_who_verified_it_is_said_once(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        row = made.noted(found, "Denmark")
        answering.verify(row, found, body(), "The embassy", by=BY, at=clock.now())
        assert (row.verified_by, str(row.verified_on)) == ("The embassy", "2027-06-01")
        assert (steps_of(found)[-1].step, steps_of(found)[-1].addressee) == (Step.VERIFY, "Denmark")
        with pytest.raises(Refused, match="verified already"):
            answering.verify(row, found, body(), "Another", by=BY, at=clock.now())


@pytest.mark.parametrize(
    "whose, is_taken",
    [("Early Warning Watch", False), ("the EARLY WARNING WATCH, by telephone", False), ("The embassy in Oslo", True)],
)
def test_a_guest_is_not_named_as_who_verified_it_for_every_member_reads_that(
    context: Flask, whose: str, is_taken: bool
) -> None:
    with work(TESTS):
        found = made.sent()
        row, filed = made.noted(found, "Denmark"), made.answered(found, "Netherlands")
        for each in (row, filed):
            if is_taken:
                answering.verify(each, found, body(), whose, by=BY, at=clock.now())
                continue
            with pytest.raises(Refused, match="Early Warning Watch is a guest"):
                answering.verify(each, found, body(), whose, by=BY, at=clock.now())
            with pytest.raises(Refused, match="is a guest"):
                made.noted(found, "Denmark", "Something else.", verified_by=whose)
        assert (row.verified_by, filed.verified_by) == ((whose, whose) if is_taken else ("", ""))


def test_paper_and_table_carry_it(context: Flask) -> None:
    with work(TESTS):
        found = made.sent()
        made.noted(found, "Denmark", link="https://a.example/x", verified_by="The embassy")
        view = matrix_of(body(), [found], title="A meeting", symbol="A/1", on=clock.now().date())
        table = matrix_csv(view).decode()
        sheet = " ".join(" ".join(pages(matrix_pdf(view, printed_at=clock.now()))).split())
        for words in ("https://a.example/x", "(Press, doubtful)", "Verified by The embassy."):
            assert words in table
            assert words in sheet


@pytest.fixture
def denmark(app: Flask) -> dict[str, str]:
    """The pages of an addressee that owes an answer."""
    with app.app_context(), work(TESTS):
        found = made.sent()
        row = made.to(found, "Denmark")
        return {"note": f"/addressees/{row.key}/evidence", "answer": f"/addressees/{row.key}/answer",
                "show": f"/recommendations/{found.key}"}  # fmt: skip


def test_the_secretariat_notes_it_on_a_page_and_the_board_reads_it(
    app: Flask, secretary: Browser, denmark: dict[str, str]
) -> None:
    empty = secretary.post(denmark["note"], {"source_kind": "", "reliability": "not judged"})
    assert empty.status_code == 422
    for words in ("Say where it comes from.", "Say what the addressee has done"):
        assert words in words_of(empty)
    bare = secretary.post(denmark["note"], SAID | {"link": "journal.example/12"})
    assert bare.status_code == 422
    assert "A bill was put before parliament." in bare.text
    with app.app_context(), work(TESTS):
        before = count(OutboxMessage)
    file = {"file": (io.BytesIO(a_pdf("A page", author="Somebody")), "journal.pdf")}
    assert secretary.post(denmark["note"], SAID | file).status_code == 303
    link = ""
    for reader in ("secretary", "primary_nl", "primary_dk"):
        browser = browser_of(app, reader)
        page = browser.get(denmark["show"]).text
        assert "A bill was put before parliament." in page
        assert 'href="https://journal.example/12"' in page
        link = re.findall(r"/noted/[\w-]+/file", page)[0]
        assert b"Somebody" not in browser.get(link).data
        assert browser.get(link).mimetype == "application/pdf"
    assert "Noted from others" in browser_of(app, "primary_dk").text(denmark["answer"])
    for other in ("ngo_guest", "secretary_s4"):
        assert browser_of(app, other).get(link).status_code == 404
    for other in ("primary_nl", "primary_dk", "ngo_guest"):
        assert browser_of(app, other).get(denmark["note"]).status_code == 404
    with app.app_context(), work(TESTS):
        assert count(OutboxMessage) == before
        assert one(Recommendation).state is State.TRANSMITTED
    verify = re.findall(r"/noted/[\w-]+/verify", secretary.get(denmark["show"]).text)[0]
    assert browser_of(app, "primary_dk").get(verify).status_code == 404
    assert secretary.post(verify, {"verified_by": "The embassy"}).status_code == 303
    shown = browser_of(app, "primary_dk").text(denmark["show"])
    assert "Evidence noted from others, verified by The embassy" in shown
    assert "Verified by The embassy." in shown
    assert "Say who verified it" not in secretary.text(denmark["show"])


def _given(app: Flask, *, revision: int, then: str, position: str = "supported", **more: object) -> dict[str, object]:
    return {"revision": str(revision), "position": position, "text": "We agree.", "source_kind": "not said",
            "then": then, **more}  # fmt: skip


def test_adopted_text_that_is_quoted_there_is_checked(app: Flask, secretary: Browser, denmark: dict[str, str]) -> None:
    said = SAID | {"evidence": f"It says “{made.TEXT[:70]}”."}
    assert secretary.post(denmark["note"], said).status_code == 303
    assert "Evidence noted on" in secretary.text(f"{_body(app)}/quotations")


def test_a_state_files_a_file_with_its_answer_and_the_board_opens_it(app: Flask, denmark: dict[str, str]) -> None:
    state, other = browser_of(app, "primary_dk"), browser_of(app, "primary_nl")
    wrong = state.post(
        denmark["answer"], _given(app, revision=0, then="file", file=(io.BytesIO(b"MZ"), "a.exe"))
    )  # fmt: skip
    assert wrong.status_code == 422
    assert "We agree." in wrong.text
    # What waits for a form that is refused need not be chosen again.
    unsaid = _given(app, revision=0, then="file", position="", file=(io.BytesIO(a_pdf("Law")), "law.pdf"))
    refused = state.post(denmark["answer"], unsaid)
    assert refused.status_code == 422
    assert "Waiting: law.pdf" in words_of(refused)
    held = re.findall(r'name="held"[^>]*value="([^"]+)"', refused.text)[0]
    assert state.post(denmark["answer"], _given(app, revision=0, then="keep", held=held)).status_code == 303
    link = re.findall(r"/answers/[\w-]+/file", state.get(denmark["answer"]).text)[0]
    assert state.get(link).mimetype == "application/pdf"
    assert [browser_of(app, who).get(link).status_code for who in ("alternate_dk", "primary_nl", "secretary")] == [
        200, 404, 404,
    ]  # fmt: skip
    assert state.post(denmark["answer"], _given(app, revision=1, then="file")).status_code == 303
    assert [browser_of(app, who).get(link).status_code for who in ("primary_dk", "primary_nl", "secretary")] == [
        200
    ] * 3
    assert "law.pdf" in other.get(denmark["show"]).text
    for outside in ("ngo_guest", "secretary_s4", "council_member"):
        assert browser_of(app, outside).get(link).status_code == 404
    register = browser_of(app, "secretary").text(f"{_body(app)}/sightings")
    assert "answer of Denmark to" in register


def _body(app: Flask) -> str:
    with app.app_context(), work(TESTS):
        return f"/bodies/{body().key}"


def test_the_file_of_a_draft_is_replaced_or_taken_away(app: Flask, denmark: dict[str, str]) -> None:
    state = browser_of(app, "primary_dk")
    for number, name in enumerate(("one.pdf", "two.pdf")):
        given = _given(app, revision=number, then="keep", file=(io.BytesIO(a_pdf(name)), name))
        assert state.post(denmark["answer"], given).status_code == 303
        with app.app_context(), work(TESTS):
            assert [row.file_name for row in db.session.query(Answer)] == [name]
    given = _given(app, revision=2, then="keep", without_file="y")
    assert state.post(denmark["answer"], given).status_code == 303
    with app.app_context(), work(TESTS):
        assert [(row.file_name, row.digest) for row in db.session.query(Answer)] == [("", "")]
    assert "/file" not in state.get(denmark["answer"]).text


def test_files_that_go_with_evidence_are_not_swept_away(app: Flask, denmark: dict[str, str]) -> None:
    state, secretary = browser_of(app, "primary_dk"), browser_of(app, "secretary")
    own = _given(app, revision=0, then="file", file=(io.BytesIO(a_pdf("Own")), "own.pdf"))
    assert state.post(denmark["answer"], own).status_code == 303
    file = {"file": (io.BytesIO(a_pdf("From others")), "others.pdf")}
    assert secretary.post(denmark["note"], SAID | file).status_code == 303
    with app.app_context(), work(TESTS):
        digests = [one(Answer).digest, one(NotedEvidence).digest]
    folder = app.config["CONVENE"].papers
    source = store.new_file(folder)
    source.write_bytes(a_pdf("Named by nothing"))
    digests.append(store.keep(source, folder))
    with app.app_context():
        plan(at=clock.now().replace(minute=0) + timedelta(days=3))
    assert [store.path_of(folder, digest).is_file() for digest in digests] == [True, True, False]


def test_what_is_asked_of_a_state_says_nothing_of_its_silence(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        found = made.sent()
        made.noted(found, "Denmark")
        person = term_of("primary_dk").person_id
        reader = readers_of([person], clock.now())[person]
    with app.app_context(), work(reader):
        assert asked_of_mine(body(), on=clock.now().date()).owed == 1
