"""Pages of recommendations through the client: what they say, what is refused, how many statements they take."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from flask import Flask

from convene import clock
from convene.access.models import Sighting
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.recommendations import actions, answering, feeding, telling
from convene.recommendations.figures import figures_of
from convene.recommendations.models import (
    Addressee,
    Answer,
    FedPoint,
    Recommendation,
    RecommendationLink,
    ShadowAsking,
    ShadowEvidence,
)
from convene.recommendations.queries import addressees_of
from convene.recommendations.terms import LinkKind, Listing, State
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import BY, a_pdf, board_meeting, body, count, item_of, one
from tests.recommendations import made
from tests.test_statements import statements

UN = "United Nations (international organisation)"
DRAFT = {"text": made.TEXT, "kind": "sanctions", "countries": "Ostrin", "meant": "Ostrin", "others": UN}


@pytest.fixture
def paths(app: Flask) -> dict[str, str]:
    """Addresses in the board."""
    with app.app_context(), work(TESTS):
        meeting = board_meeting()
        return {
            "item": f"/items/{item_of(meeting, Subject.RECOMMENDATIONS).key}",
            "meeting": f"/meetings/{meeting.key}/recommendations",
            "body": f"/bodies/{body().key}/recommendations",
        }


def sent(app: Flask, **more: object) -> dict[str, str]:
    """One that was sent; the addresses of it and of its addressees."""
    with app.app_context(), work(TESTS):
        found = made.sent(**more)  # type: ignore[arg-type]  # Handed on as given.
        rows = db.session.query(Addressee).filter_by(recommendation_id=found.id)
        return {"": f"/recommendations/{found.key}"} | {row.name: f"/addressees/{row.key}" for row in rows}


def test_a_draft_is_proposed_adopted_and_sent(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    led = secretary.post(f"{paths['item']}/recommendations/new", DRAFT)
    assert led.status_code == 303
    with app.app_context(), work(TESTS):
        key = one(Recommendation, state=State.PROPOSED).key
    assert led.location == f"/recommendations/{key}"
    assert secretary.post(f"{paths['meeting']}/adopt", {}).status_code == 422
    unseen = secretary.post(f"{paths['meeting']}/adopt", {"chosen": key, f"seen-{key}": "0"})
    assert (unseen.status_code, "while you had the page open" in words_of(unseen)) == (422, True)
    shown = re.findall(r'name="((?:seen|symbol)-[^"]+)" value="([^"]+)"', unseen.text)
    assert secretary.post(f"{paths['meeting']}/adopt", {"chosen": key, **dict(shown)}).status_code == 303
    assert "/R.1 " in secretary.text(paths["meeting"])
    signs = {"signatory": "Ada Example", "title": "Secretary"}
    refused = secretary.post(f"{paths['meeting']}/letters", {"letters": key, "due_on": "2027-06-01", **signs})
    assert (refused.status_code, "Enter a day after today." in refused.text) == (422, True)
    given = {"letters": key, "due_on": "2027-07-01", "recipients": "United Nations: the Joint Office"}
    given |= signs
    assert secretary.post(f"{paths['meeting']}/letters", given).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(Addressee, name="United Nations").recipient == "the Joint Office"
        assert count(OutboxMessage, kind="recommendation-letter") == 0


@pytest.mark.parametrize("typed", ["Netherlands", "the netherlands", "NETHERLANDS"])
def test_a_party_that_is_typed_is_asked_as_one_that_was_ticked(
    app: Flask, secretary: Browser, paths: dict[str, str], typed: str
) -> None:
    others = f"{typed}\nNetherland (other)"
    assert secretary.post(f"{paths['item']}/recommendations/new", DRAFT | {"others": others}).status_code == 303
    with app.app_context(), work(TESTS):
        found = one(Recommendation)
        assert [(a.name, a.kind, a.party_id is not None) for a in addressees_of([found.id])[found.id]] == [
            ("Netherlands", "party", True),
            ("Netherland", "other", False),
        ]
        key = found.key
    again = secretary.get(f"/recommendations/{key}/edit").text
    assert "Netherland (other)</textarea>" in again
    with app.app_context(), work(TESTS):
        found = one(Recommendation)
        actions.adopt([found], board_meeting(), by=BY, at=clock.now())
        telling.send([found], body(), telling.Sending(date(2027, 7, 1), {}), by=BY, at=clock.now())
        answer = f"/addressees/{made.to(found, 'Netherlands').key}/answer"
    assert browser_of(app, "primary_nl").get(answer).status_code == 200


@pytest.mark.parametrize(
    "more, said",
    [
        ({"others": "Netherland"}, "did you mean Netherlands?"),
        ({"others": "Kingdom of the Netherlands"}, "did you mean Netherlands?"),
        ({"others": "netherlands\nThe Netherlands"}, "Named twice: Netherlands."),
    ],
)
def test_a_name_near_that_of_a_party_is_asked_about(
    app: Flask, secretary: Browser, paths: dict[str, str], more: dict[str, str], said: str
) -> None:
    refused = secretary.post(f"{paths['item']}/recommendations/new", DRAFT | more)
    assert (refused.status_code, said in words_of(refused)) == (422, True)
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0


def test_what_reads_alike_is_shown_before_it_is_proposed(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    sent(app)
    near = DRAFT | {"text": made.TEXT.replace("thirty", "twenty")}
    refused = secretary.post(f"{paths['item']}/recommendations/new", near)
    assert refused.status_code == 422
    assert "of 100 alike" in refused.text
    assert near["text"] in refused.text
    assert secretary.post(f"{paths['item']}/recommendations/new", near | {"earlier": "new"}).status_code == 303
    again = secretary.post(f"{paths['item']}/recommendations/new", near)
    assert "A draft that is not adopted" in again.text
    with app.app_context(), work(TESTS):
        key = one(Recommendation, symbol="TNAP/2027/1/R.1").key
    assert re.search(r'<select[^>]*id="takes_up"[^>]*>\s*<option( selected)? value="">Choose</option>', refused.text)
    assert not re.search(r'<option selected value="(reiterates|strengthens)"', refused.text)
    for unsaid in ({}, {"takes_up": ""}, {"takes_up": "repeats"}):
        asked = secretary.post(f"{paths['item']}/recommendations/new", near | {"earlier": key, **unsaid})
        assert (asked.status_code, "Choose what it does with what it takes up." in asked.text) == (422, True)
        assert re.search(rf'<input[^>]*checked[^>]*value="{key}"', asked.text)
    with app.app_context(), work(TESTS):
        assert count(Recommendation, state=State.PROPOSED) == 1
    taken = near | {"earlier": key, "takes_up": "strengthens"}
    assert secretary.post(f"{paths['item']}/recommendations/new", taken).status_code == 303
    with app.app_context(), work(TESTS):
        assert one(RecommendationLink).kind == "strengthens"


def test_a_draft_starts_from_one_that_it_takes_up(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    sent(app)
    with app.app_context(), work(TESTS):
        found = one(Recommendation, symbol="TNAP/2027/1/R.1")
        key, text = found.key, found.text
    path = f"{paths['item']}/recommendations/new?of={key}"
    page = secretary.get(path).text
    assert text in page
    assert re.search(rf'<input[^>]*checked[^>]*value="{key}"', page)
    assert secretary.post(path, DRAFT | {"earlier": key, "takes_up": "reiterates"}).status_code == 303
    assert secretary.get(f"{paths['item']}/recommendations/new?of={'A' * 22}").status_code == 404
    follow = secretary.get(f"/recommendations/{key}/follow-up?item={paths['item'].split('/')[-1]}").text
    assert "Reviewed by the" in follow
    with app.app_context(), work(TESTS):
        assert one(RecommendationLink).kind == "reiterates"


@pytest.mark.parametrize(
    "more, said",
    [
        ({"text": ""}, "Enter the text."),
        ({"kind": "ode"}, "Not a valid choice"),
        ({"text": "漢"}, "cannot be printed: 漢"),
    ],
)
def test_a_draft_that_cannot_be_kept_comes_back_as_typed(
    app: Flask, secretary: Browser, paths: dict[str, str], more: dict[str, str], said: str
) -> None:
    refused = secretary.post(f"{paths['item']}/recommendations/new", DRAFT | more)
    assert (refused.status_code, said in words_of(refused)) == (422, True)
    assert UN in refused.text
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0


def test_a_draft_is_reworded_on_its_page(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        key = made.proposed().key
    path = f"/recommendations/{key}/edit"
    assert 'value="1"' in secretary.get(path).text
    assert secretary.post(path, DRAFT | {"revision": "1", "text": "Another wording."}).status_code == 303
    assert secretary.post(path, DRAFT | {"revision": "1", "text": "Too late."}).status_code == 422
    assert "Another wording." in secretary.text(f"/recommendations/{key}")


def test_a_representative_keeps_a_draft_and_files_it(app: Flask, paths: dict[str, str]) -> None:
    found, nl = sent(app), browser_of(app, "primary_nl")
    assert "You owe one answer or report." in nl.text(f"{paths['body']}/asked")
    path = f"{found['Netherlands']}/answer"
    draft = {"revision": "0", "source_kind": "not said", "reliability": "not judged", "text": "In confidence"}
    assert nl.post(path, draft | {"then": "keep"}).location == path
    for key in ("primary_dk", "ngo_guest", "desk_nl"):
        other = browser_of(app, key)
        assert other.get(path).status_code == 404
        assert other.get(f"{found['Netherlands']}/letter.pdf").status_code == 404
        assert "In confidence" not in other.get(found[""]).text
    refused = nl.post(path, draft | {"revision": "1", "then": "file"})
    assert (refused.status_code, "Where do you stand? Choose one of the four answers." in refused.text) == (422, True)
    assert nl.post(path, draft | {"revision": "1", "position": "noted", "then": "file"}).status_code == 303
    assert "You owe nothing at present." in nl.text(f"{paths['body']}/asked")
    assert "In confidence" in browser_of(app, "primary_dk").text(found[""])


def test_a_further_report_is_kept_and_then_filed_as_its_page_stands(app: Flask) -> None:
    found, nl = sent(app), browser_of(app, "primary_nl")
    path = f"{found['Netherlands']}/answer"
    words = {"source_kind": "not said", "reliability": "not judged", "position": "noted"}

    def stands(of: str) -> str:
        (value,) = re.findall(r'name="revision"[^>]*value="(\d+)"', of)
        return str(value)

    first = words | {"revision": stands(nl.get(path).text), "text": "The first.", "then": "file"}
    assert nl.post(path, first).status_code == 303
    second = words | {"revision": stands(nl.get(path).text), "text": "The second.", "then": "keep"}
    assert nl.post(path, second).status_code == 303
    stale = nl.post(path, second | {"text": "Of an old page.", "then": "file"})
    assert (stale.status_code, "Somebody kept or filed an answer meanwhile" in stale.text) == (422, True)
    assert "Of an old page." in stale.text
    again = second | {"revision": stands(stale.text), "text": "Sent again.", "then": "file"}
    assert nl.post(path, again).status_code == 303
    with app.app_context(), work(TESTS):
        filed = db.session.query(Answer).filter_by(announced=True).order_by(Answer.number)
        assert [row.text for row in filed] == ["The first.", "Sent again."]


def test_what_is_opened_is_noted(app: Flask) -> None:
    found, nl = sent(app), browser_of(app, "primary_nl")
    nl.get(found[""])
    with app.app_context(), work(TESTS):
        assert one(Sighting, object_kind="recommendation").object_key == found[""].rsplit("/", 1)[1]


def test_a_report_is_verified_and_the_recommendation_closed(app: Flask, secretary: Browser) -> None:
    found = sent(app)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation), "Netherlands")
        answer = one(Answer).key
    assert secretary.post(f"/answers/{answer}/verify", {"verified_by": "The secretariat"}).status_code == 303
    assert "Verified by The secretariat" in secretary.text(found[""])
    closing = {"step": "implemented", "note": "The law is in force."}
    assert secretary.post(f"{found['']}/follow-up", closing).status_code == 303
    assert "Implemented" in secretary.text(found[""])
    assert secretary.post(f"{found['']}/follow-up", closing).status_code == 422


def test_a_later_report_leaves_the_verification_of_the_earlier_one_in_sight(app: Flask, secretary: Browser) -> None:
    found = sent(app)
    with app.app_context(), work(TESTS):
        row = made.answered(one(Recommendation), "Netherlands", action="A bill is before parliament.")
        answering.verify(row, one(Recommendation), body(), "The secretariat, from two sources", by=BY, at=clock.now())
        made.answered(one(Recommendation), "Netherlands", action="It is in force.")
    verified = "A bill is before parliament. (verified by The secretariat, from two sources on 1 June 2027; probable)"
    # Every member reads it, as it read it of the last report.
    for reader in (secretary, browser_of(app, "primary_nl"), browser_of(app, "primary_dk")):
        shown = reader.text(found[""])
        assert verified in shown
        assert "(not verified" not in shown
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation), "Netherlands", action="It is amended.")
    shown = secretary.text(found[""])
    assert shown.index("It is in force. (not verified; probable)") < shown.index(verified)
    # The one between them can still be verified, and so can the last.
    links = re.findall(r'href="(/answers/[^"]+/verify)"', secretary.get(found[""]).text)
    assert len(links) == len(set(links)) == 2
    for link in links:
        assert secretary.post(link, {"verified_by": "The embassy"}).status_code == 303
    assert "It is in force. (verified by The embassy on 1 June 2027; probable)" in secretary.text(found[""])
    assert "/verify" not in secretary.get(found[""]).text + browser_of(app, "primary_dk").get(found[""]).text
    before = browser_of(app, "primary_nl").text(f"{found['Netherlands']}/answer").split("Filed before")[1]
    assert before.count("Verified by The secretariat, from two sources on 1 June 2027") == 1
    assert before.count("Verified by The embassy") == 2


def test_a_guest_is_asked_and_told(app: Flask, secretary: Browser) -> None:
    found, guest = sent(app), browser_of(app, "ngo_guest")
    with app.app_context(), work(TESTS):
        contact = made.guest("ngo_guest")[0].key
    due = clock.local(clock.now(), "UTC").date() + timedelta(days=14)
    asked = {"guest": contact, "asks": "What of the ports?"}
    undated = secretary.post(f"{found['']}/guests", asked)
    assert (undated.status_code, "What of the ports?" in undated.text) == (422, True)
    assert secretary.post(f"{found['']}/guests", {**asked, "due_on": due.isoformat()}).status_code == 303
    assert f"Asked for by {clock.day_words(due, weekday=False)}" in secretary.text(found[""])
    assert secretary.post(f"{found['']}/points", {"guest": contact, "point": "Look there"}).status_code == 303
    with app.app_context(), work(TESTS):
        asking, point = one(ShadowAsking).key, one(FedPoint).key
    assert "What you are asked" in guest.text("/")
    assert "What of the ports?" in guest.text(f"/evidence/{asking}")
    given = {"text": "Seen there", "source_kind": "witness"}
    assert guest.post(f"/evidence/{asking}", given).status_code == 303
    for key in ("ngo_documentation", "primary_nl"):
        assert browser_of(app, key).get(f"/evidence/{asking}").status_code == 404
        assert "Seen there" not in browser_of(app, key).get(found[""]).text
    assert "Seen there" in secretary.text(found[""])
    assert secretary.post(f"/points/{point}/tell", {"told": "It was taken up."}).status_code == 422
    agreed = {"agrees": "y", "on": clock.now().date().isoformat(), "words": "in writing"}
    assert secretary.post(f"/points/{point}/agreement", agreed).status_code == 303
    assert secretary.post(f"/points/{point}/tell", {"told": "It was taken up."}).status_code == 303
    assert "It was taken up." in guest.text("/")
    assert secretary.post(f"/askings/{asking}/end").status_code == 303
    assert guest.get(f"/evidence/{asking}").status_code == 404
    with app.app_context(), work(TESTS):
        assert count(ShadowEvidence) == 1


def test_guests_read_what_is_released_alone(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    found, guest = sent(app), browser_of(app, "ngo_guest")
    assert "Released recommendations" not in guest.text("/")
    refused = secretary.post(f"{found['']}/release", {"text": "Open words"})
    assert refused.status_code == 422
    assert "These are not the words that were adopted" in refused.get_data(as_text=True)
    words = {"text": "Open words", "in_other_words": "y"}
    assert secretary.post(f"{found['']}/release", words).status_code == 303
    assert "as TNAP/OPEN/R.1" in secretary.text(found[""])
    shown = guest.text(paths["body"].replace("recommendations", "released"))
    assert ("TNAP/OPEN/R.1" in shown, "Open words" in shown, "TNAP/2027" in shown) == (True, True, False)
    assert "in other words than those adopted" in shown
    assert guest.get(paths["body"]).status_code == guest.get(found[""]).status_code == 404


def test_quotations_are_checked_on_the_item_page(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    sent(app)
    with app.app_context(), work(TESTS):
        item = item_of(board_meeting(), Subject.DEEP_DIVE)
        quoted = made.TEXT.split(" within")[0]
        item.annotation = f"“{quoted}” and “{quoted.replace('should', 'could')}”"
        key = item.key
    words = secretary.text(f"/items/{key}")
    assert (words.count("As adopted."), words.count("Altered.")) == (1, 1)


def test_two_texts_are_compared_word_by_word(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        first = made.adopted("Members should send forty observers.")
        second = made.adopted("Members should send sixty observers.")
        made.tied(second, first, LinkKind.STRENGTHENS)
        path = f"/recommendations/{second.key}"
        other = first.key
    member = browser_of(app, "primary_nl")
    page = member.get(f"{path}/against/{other}").text
    # The mark ends with its word.
    assert ("forty</del> " in page, "sixty</ins> " in page) == (True, True)
    assert "First repetition since 2027, strengthened once; it strengthens TNAP/" in member.text(f"{path}/lineage")


def test_a_list_is_looked_at_and_then_taken_over(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    file = (io.BytesIO(b"symbol,text,addressee\nA/1,A past text,Netherlands\nA/2,,Denmark\n"), "past.csv")
    looked = secretary.post(f"{paths['body']}/import", {"file": file, "then": "take"})
    assert looked.status_code == 422
    assert "2 lines: 1 of a new recommendation" in words_of(looked)
    assert "it has no text" in words_of(looked)
    held = looked.text.split('name="held" value="')[1].split('"')[0]
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0
    assert secretary.post(f"{paths['body']}/import", {"held": held, "then": "take"}).status_code == 303
    assert "A/1" in secretary.text(paths["body"])
    assert secretary.post(f"{paths['body']}/import", {"held": held, "then": "take"}).status_code == 422


def test_every_figure_leads_to_its_rows(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    sent(app)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation), "Netherlands")
    for by in ("addressee", "country", "theme", "kind", "year"):
        assert secretary.get(f"{paths['body']}/figures?by={by}").status_code == 200
    assert "One addressee is awaited, on one recommendation" in secretary.text(
        f"{paths['body']}?mark=awaited&addressee=Denmark"
    )
    assert "None is like that." in secretary.text(f"{paths['body']}?mark=silent")
    assert secretary.get(f"{paths['body']}?state=ode&mark=ode&year=99999999&page=x").status_code == 200
    for ending in ("csv", "xlsx"):
        assert secretary.get(f"{paths['body']}.{ending}?mark=awaited").status_code == 200


def test_figures_can_be_cut_to_one_state_or_theme(app: Flask, secretary: Browser, paths: dict[str, str]) -> None:
    sent(app)
    with app.app_context(), work(TESTS):
        made.answered(one(Recommendation), "Netherlands")
        on = clock.now().date()
        whole = figures_of(body(), "kind", on=on).whole
        denmark = figures_of(body(), "kind", Listing(addressee="Denmark"), on=on).whole
        nobody = figures_of(body(), "kind", Listing(country="Nowhere"), on=on).whole
    assert (whole.answered, denmark.answered, denmark.asked, denmark.awaited) == (1, 0, 1, 1)
    assert (nobody.asked, nobody.open, nobody.rate) == (0, 0, None)

    assert '<option value="Denmark">Denmark</option>' in secretary.get(f"{paths['body']}/figures").text
    page = secretary.get(f"{paths['body']}/figures?addressee=Denmark").text

    assert "Figures: Denmark" in page
    assert 'mark=awaited&amp;addressee=Denmark"' in page or "addressee=Denmark&amp;mark=awaited" in page
    assert "Nothing of this has gone out yet" in secretary.text(f"{paths['body']}/figures?theme=ode&country=ode&year=x")


@pytest.mark.parametrize("who", ["secretary", "primary_nl"])
def test_pages_take_as_many_statements_for_many_as_for_one(app: Flask, paths: dict[str, str], who: str) -> None:
    found, browser = sent(app), browser_of(app, who)
    wanted = [paths["meeting"], paths["body"], f"{paths['body']}/figures", f"{found['']}/lineage", found[""],
              f"{paths['body']}/asked", f"{paths['meeting']}.pdf", f"{paths['body']}.csv"]  # fmt: skip
    few = {path: statements(app, browser, path) for path in wanted}
    with app.app_context(), work(TESTS):
        last = one(Recommendation)
        for number in range(5):
            row = made.sent(f"Number {number}: members should report on this matter and on no other.")
            made.answered(row, "Denmark")
            made.tied(row, last)
            last = row
        feeding.tie_point(last, body(), made.guest("ngo_guest"), "A point", by=BY, at=clock.now())
    many = {path: statements(app, browser, path) for path in wanted}

    assert many == few
    assert max(many.values()) <= 22


def test_a_guest_hands_in_a_file_and_nobody_else_opens_it(
    app: Flask, secretary: Browser, paths: dict[str, str]
) -> None:
    sent(app)
    with app.app_context(), work(TESTS):
        key = made.asked(one(Recommendation)).key
    guest = browser_of(app, "ngo_guest")
    source = {"source_kind": "witness"}
    wrong = {"text": "Seen.", "file": (io.BytesIO(b"MZ"), "a.exe"), **source}
    refused = guest.post(f"/evidence/{key}", wrong)
    assert refused.status_code == 422
    assert "Seen." in refused.text
    unsaid = guest.post(f"/evidence/{key}", {"file": (io.BytesIO(a_pdf("At the port")), "port.pdf"), **source})
    assert unsaid.status_code == 422
    assert "Waiting: evidence.pdf" in words_of(unsaid)
    held = re.findall(r'name="held"[^>]*value="([^"]+)"', unsaid.text)[0]
    assert guest.post(f"/evidence/{key}", {"text": "Seen.", "held": held, **source}).status_code == 303
    assert guest.post(f"/evidence/{key}", {"text": "Without a file.", **source}).status_code == 303
    link = re.findall(r"/evidence/[\w-]+/file", guest.get(f"/evidence/{key}").text)
    assert len(link) == 1
    for reader in (guest, secretary):
        answer = reader.get(link[0])
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    for other in ("ngo_documentation", "primary_nl", "secretary_s4", "ngo_survivors"):
        assert browser_of(app, other).get(link[0]).status_code == 404
    assert secretary.post(f"/askings/{key}/end").status_code == 303
    assert [reader.get(link[0]).status_code for reader in (guest, secretary)] == [404, 200]
    assert "evidence of a guest on" in secretary.text(f"{paths['body'].removesuffix('/recommendations')}/sightings")
