"""Where a body does not adopt, all that goes out of it says so: pages, tables, paper, mail (S8, S11; settled 15)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from docx import Document
from flask import Flask
from openpyxl import load_workbook

from convene import clock
from convene.agendas.terms import Subject
from convene.cli import main
from convene.db import db, looking, work
from convene.letters import render
from convene.mail.compose import text_of
from convene.mail.models import OutboxMessage
from convene.recommendations import columns, import_keeping, importing, queries, reviewing
from convene.recommendations.gathered import Fate
from convene.recommendations.history import disclaimer_of, disclaimer_on
from convene.recommendations.letters import written
from convene.recommendations.models import Recommendation
from convene.recommendations.telling import LETTER
from convene.recommendations.terms import State
from convene.records import texts
from convene.records.terms import Marking, TextKind
from tests.browser import TESTS, Browser, browser_of
from tests.build import BY, board_meeting, body, count, item_of, one
from tests.recommendations import made
from tests.recommendations.test_list_lines import FULL, keep
from tests.records.made import a_sitting, item, new, noted, sent

TEXT = "Members should table a bill on mass graves before the summer, and report on what became of it."


@dataclass(frozen=True, slots=True)
class Silent:
    """A body that does not adopt, by the key of its body, its meeting, one recommendation, and of who answers to it."""

    body: str
    meeting: str
    recommendation: str
    addressee: str
    disclaimer: str


@pytest.fixture(params=["issued here", "taken over"])
def silent(app: Flask, request: pytest.FixtureRequest) -> Silent:
    """The board as a body that adopts nothing, with a recommendation that it issued, or that a list told of."""
    with app.app_context(), work(TESTS):
        body().preset = "S11"
        if request.param == "issued here":
            found = made.sent(TEXT, said=made.wording(TEXT, kind="oversight"))
        else:
            keep(FULL | {"symbol": f"{board_meeting().symbol}/R.90", "kind": "oversight", "text": TEXT})
            found = one(Recommendation)
        reviewing.put_before([found.key], item_of(board_meeting(), Subject.RECOMMENDATIONS))
        to = made.to(found, "Netherlands")
        return Silent(body().key, board_meeting().key, found.key, to.key, disclaimer_of(body()))


def outlets(of: Silent) -> dict[str, str]:
    """Every address from which somebody with a seat takes recommendations, by what it is."""
    whole, meeting = f"/bodies/{of.body}/recommendations", f"/meetings/{of.meeting}/recommendations"
    return {
        "list": whole,
        "list, CSV": f"{whole}.csv",
        "list, XLSX": f"{whole}.xlsx",
        "figures": f"{whole}/figures",
        "figures, CSV": f"{whole}/figures.csv",
        "figures, XLSX": f"{whole}/figures.xlsx",
        "matrix": meeting,
        "matrix, CSV": f"{meeting}.csv",
        "matrix, PDF": f"{meeting}.pdf",
        "one": f"/recommendations/{of.recommendation}",
        "lineage": f"/recommendations/{of.recommendation}/lineage",
        "words": f"/recommendations/{of.recommendation}/against/{of.recommendation}",
        "asked of a State": f"{whole}/asked",
        "a State's answer": f"/addressees/{of.addressee}/answer",
        "agenda, PDF": f"/meetings/{of.meeting}/agenda.pdf",
    }


def words(path: str, content: bytes) -> str:
    """The words of a page or file, blanks run together."""
    if content.startswith(b"%PDF"):
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    if path.endswith(".docx"):
        return " ".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
    if content.startswith(b"PK"):
        book = load_workbook(io.BytesIO(content))
        return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return content.decode()


def carried(app: Flask, paths: dict[str, str], disclaimer: str) -> dict[str, bool]:
    """Whether each carries the disclaimer, as a representative opens it."""
    reader, found = browser_of(app, "primary_nl"), {}
    for what, path in paths.items():
        answer = reader.get(path)
        assert answer.status_code == 200, what
        said = words(path, answer.data).replace("&#39;", "'")
        assert TEXT.rsplit(maxsplit=1)[-1] in said or "igures" in what, what
        found[what] = disclaimer in said
    return found


def test_all_that_goes_out_carries_it(app: Flask, silent: Silent) -> None:
    assert silent.disclaimer
    found = carried(app, outlets(silent), silent.disclaimer)
    assert [what for what, is_carried in found.items() if not is_carried] == []


def test_what_is_reviewed_carries_it_on_the_page_of_its_item(app: Flask, silent: Silent) -> None:
    with app.app_context(), work(TESTS):
        path = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}"
    assert silent.disclaimer in browser_of(app, "primary_nl").text(path)


def test_where_a_body_adopts_nothing_carries_it(app: Flask, silent: Silent) -> None:
    with app.app_context(), work(TESTS):
        body().preset, one(Recommendation).disclaimer = "S1", ""
    assert not any(carried(app, outlets(silent), silent.disclaimer).values())


def test_a_draft_carries_none(context: Flask) -> None:
    with work(TESTS):
        body().preset = "S11"
        found = made.proposed(TEXT, said=made.wording(TEXT, kind="oversight"))
        assert (disclaimer_on(found, body()), bool(disclaimer_of(body()))) == ("", True)


def test_the_words_with_which_it_was_issued_stay(context: Flask) -> None:
    with work(TESTS):
        body().preset = "S11"
        found = made.sent(TEXT, said=made.wording(TEXT, kind="oversight"))
        found.disclaimer = "As it was said then."
        assert disclaimer_on(found, body()) == "As it was said then."


def test_its_letter_carries_it(context: Flask, silent: Silent) -> None:
    with work(TESTS):
        found = one(Recommendation)
        assert (
            written(made.to(found, "Netherlands"), found, body(), on=clock.now().date()).disclaimer == silent.disclaimer
        )


@pytest.mark.parametrize("preset, kind, done", [("S11", "oversight", "issued"), ("S1", "sanctions", "adopted")])
def test_the_mail_to_a_seat_says_what_was_done(context: Flask, preset: str, kind: str, done: str) -> None:
    with work(TESTS):
        body().preset = preset
        made.sent(TEXT, said=made.wording(TEXT, kind=kind))
        disclaimer = disclaimer_of(body())
    with looking(TESTS):
        queued = list(db.session.query(OutboxMessage).filter_by(kind=LETTER))
        mails = [render(message, context.config["CONVENE"], at=clock.now()) for message in queued]
    assert mails
    for mail in mails:
        assert mail is not None
        said = " ".join(text_of(mail.mail.letter).split())
        assert f"what the body has {done}" in said
        assert bool(disclaimer) is (done == "issued")
        assert disclaimer in said


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_given_out_is_taken_over_again(app: Flask, silent: Silent, tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"out.{kind}"
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    given = runner.invoke(main, ["export-recommendations", "--body", "TNAP", "--out", str(file)])
    assert given.exit_code == 0, given.output
    assert silent.disclaimer in words(file.name, file.read_bytes())
    lines = columns.read(file.read_bytes())
    with app.app_context(), work(TESTS):
        today = clock.local(clock.now(), body().zone).date()
        assert {t.fate for t in importing.held_against(body(), lines, today=today).told} == {Fate.KNOWN}
        other = body("TAPRC")
        other.preset = "S11"
        reading = importing.held_against(other, lines, today=today)
        assert [t.why for t in reading.told if t.why] == []
        import_keeping.take_over(other, reading, by=BY, at=clock.now())
        assert count(Recommendation, body_id=other.id) == 1
        found = one(Recommendation, body_id=other.id)
        assert (found.text, disclaimer_on(found, other)) == (TEXT, silent.disclaimer)


def test_the_record_and_what_starts_from_it_carry_it(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        body().preset = "S11"
        meeting, disclaimer = a_sitting(), disclaimer_of(body())
        noted(item(meeting, Subject.INPUT_OF_GUESTS), new("It was said.", Marking.OPEN))
        sent(meeting, with_guests=True)
        of_text = texts.start_from(meeting, TextKind.COMMUNIQUE, "What was agreed", [], by=BY, at=clock.now())
        of_text.text = "It was said."
        record, text = f"/meetings/{meeting.key}/record", f"/texts/{of_text.key}"
    assert disclaimer
    for path in (record, f"{record}.pdf", f"{record}.docx", text, f"{text}/text.pdf", f"{text}/text.docx"):
        assert disclaimer in words(path, secretary.get(path).data), path
    assert disclaimer in browser_of(app, "primary_nl").text(f"{record}?rendering=open")
    assert disclaimer in browser_of(app, "ngo_guest").text(record)


@pytest.mark.parametrize(
    "preset, kind, state", [("S11", "oversight", State.ISSUED), ("S1", "sanctions", State.ADOPTED)]
)
def test_what_a_list_brings_was_issued_where_a_body_does_not_adopt(
    context: Flask, preset: str, kind: str, state: State
) -> None:
    with work(TESTS):
        body().preset = preset
        bare = {"symbol": "L/1", "kind": kind, "text": TEXT, "addressee": "Netherlands", "adopted on": "2024-06-01"}
        assert [each.fate for each in keep(bare).told] == [Fate.NEW]
        found = one(Recommendation, symbol="L/1")
        assert found.state is state
        assert [step.state for step in queries.steps_of(found)] == [state]
