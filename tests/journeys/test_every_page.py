"""Every page that each kind of user can reach, found by following links: at two widths, with axe-core, by keyboard,
without JavaScript, and with the errors of its form. SCREENSHOTS=1 keeps a picture of each in screenshots/.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin

import axe_playwright_python
import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException

from convene import clock
from convene.accounts.actions import new_sign_in_link, start_visit
from convene.accounts.proofs import Purpose, token
from convene.agendas.terms import Subject
from convene.anchors.models import Office
from convene.bodies.models import Party
from convene.db import work
from convene.invitations.actions import Portions, cancel_meeting, prepare_invitation
from convene.invitations.answers import Nominee, nominate
from convene.mail.models import OutboxMessage
from convene.mail.states import OutboxState
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.membership.terms import Assessment, Decision
from convene.people.models import Person
from convene.polls.models import Ballot
from convene.polls.terms import Choice
from convene.recommendations.answering import verify
from convene.recommendations.feeding import Agreement, agree, tie_point
from convene.recommendations.models import FedPoint, Recommendation
from convene.recommendations.terms import State
from convene.records import texts
from convene.records.actions import propose_correction
from convene.records.reading import text_of
from convene.records.terms import Marking, TextKind
from convene.registration.models import OpenRegistration
from convene.sending import send_due
from convene.stages.terms import Stage
from tests.access.joining_world import a_letter
from tests.access.recommendations_world import recommendations
from tests.browser import TESTS, character
from tests.build import BY, a_draft, board_meeting, body, invitation_of, item_of, one, term_of
from tests.calls import made
from tests.conftest import NOW
from tests.journeys.screen import PHONE, WIDE, Screen
from tests.journeys.server import Running, served
from tests.membership.made import an_application, decided, put, shown
from tests.polls import made as polls
from tests.recommendations import made as reco
from tests.records.made import a_sitting, changed, lines_of, new, noted, sent
from tests.registration import made as joining
from tests.rounds.shown import shown_round
from tests.stages.shared import circulate

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PICTURES = Path(__file__).resolve().parents[2] / "screenshots"
SIGNED_IN = {
    "secretary": "secretary",
    "representative": "primary_nl",
    "council-member": "council_member",
    "secretary-of-another-body": "secretary_s4",
}
BY_LINK = {
    "representative-by-link": "primary_gb",
    "guest-by-link": "ngo_documentation",
    "official-by-link": "speaker_on_link",
}
# Endpoints that answer with a file, and those whose page only a form leads to.
FILES = frozenset(
    {
        "static",
        "font",
        "bootstrap.static",
        "web.health",
        "web.robots",
        "meetings.pdf",
        "meetings.ics",
        "meetings.papers",
        "papers.file",
        "papers.original",
        *("accounts.feed", "accounts.mailed"),
        "agendas.run_of_show_pdf",
        "assets.matrix_pdf",
        "assets.matrix_csv",
        "adopting.matrix_pdf",
        "adopting.matrix_csv",
        "adopting.to_post",
        "answers.letter",
        "figures.csv",
        "figures.xlsx",
        *("evidence.file", "evidence.of_answer"),
        *("lists.csv", "lists.sample", "lists.xlsx"),
        "membership.pdf",
        *("past.csv", "past.sample", "past.xlsx"),
        "joint_letters.as_sent",
        "joint_letters.copy",
        "joint_letters.table",
        "stages.pdf",
        "stages.changes_pdf",
        "records.pdf",
        "records.plain",
        "records.docx",
        "records.texts.pdf",
        "records.texts.docx",
        "rounds.card_of",
        "shadow.file",
        "rounds.cards",
        "rounds.room_cards",
        "rounds.attending.card",
    }
)
# How many pages of an endpoint are opened by one kind of user, where one is not enough to see its variety.
OFTEN = {
    "recommendations.show": 4, "polls.show": 2, "joint_letters.show": 3, "meetings.show": 4, "bodies.show": 2,
    "agendas.item": 3, "papers.show": 2, "invitations.board": 3, "membership.show": 3, "rounds.grid": 3,
}  # fmt: skip
# Forms with something that must be filled in: emptied and sent, they come back with their errors.
REFUSING = frozenset(
    {
        "accounts.sign_in",
        "adopting.letters",
        "agendas.edit",
        "adopting.post",
        "answers.verify",
        "agendas.new",
        "anchors.enter",
        "anchors.new_office",
        "anchors.office",
        "bodies.found",
        "bodies.new_party",
        "calls.extend",
        "calls.new",
        "incoming.propose",
        "incoming.watch",
        "invitations.address",
        "invitations.admit",
        "invitations.answers.delegate",
        "invitations.answers.nominate",
        "lineage.tie",
        "membership.decide",
        "membership.evidence",
        "membership.new",
        "membership.standing",
        "joint_letters.addressee",
        "joint_letters.edit",
        "joint_letters.late",
        "joint_letters.new",
        "joint_letters.open",
        "joint_letters.sign",
        "joint_letters.step",
        "meetings.edit",
        "meetings.edit_session",
        "meetings.new",
        "meetings.new_session",
        "papers.new",
        "papers.translate",
        "people.address",
        "people.end_term",
        "people.new",
        "records.circulate",
        "records.correct",
        "records.texts.edit",
        "records.texts.new",
        "recommendations.edit",
        "recommendations.follow",
        "recommendations.new",
        "recommendations.release",
        "evidence.note",
        "evidence.verify",
        "shadow.ask",
        "shadow.hand_in",
        "feeding.agree",
        "feeding.point",
        "feeding.tell",
        "people.several",
        "polls.answers.ballot",
        "polls.answers.link",
        "polls.calling.special",
        "polls.dates",
        "polls.new",
        "polls.until",
        "registration.register",
        "registration.registrant",
        "registration.terms",
        "rounds.place",
        "undoing.adoption",
        "undoing.reopen",
        "planning.milestone",
        "planning.move",
    }
)


@dataclass(slots=True)
class World:
    """The served application, the addresses from which each kind of user sets out, and what was opened so far."""

    running: Running
    starts: dict[str, list[str]]
    cookies: dict[str, str]
    opened: dict[str, set[str]] = field(default_factory=dict)
    refused: set[tuple[str, bool]] = field(default_factory=set)

    def endpoint(self, path: str) -> str:
        """The endpoint that answers at a path; empty for none."""
        try:
            found, _ = self.running.app.url_map.bind("127.0.0.1").match(path.partition("?")[0])
        except HTTPException:
            return ""
        return str(found)


def _apply(meeting: Meeting) -> None:
    """An application that is prepared, one before the board, one decided."""
    an_application("Iceland")
    before = an_application("Norway")
    shown(before, Assessment.SHOWN, Assessment.PARTLY, Assessment.NOT_SHOWN, evidence=2)
    put(before, meeting)
    decided(put(an_application("Finland")), Decision.DECLINED)


def _enrich(app: Flask) -> None:
    """What the seeded network lacks: letters that went out, one that failed, a delegate named, a meeting cancelled."""
    with app.app_context():
        send_due()
        with work(TESTS):
            meeting = board_meeting()
            nominee = Nominee("Head of the conflict unit", "Head of unit", "conflict.unit@nl.example")
            nominate(invitation_of("primary_nl", meeting), meeting, nominee, by="tests", at=clock.now())
            cancel_meeting(a_draft("R2PFP"), by="tests", at=clock.now())
            seat = term_of("primary_us")
            spring = one(Meeting, body_id=seat.body_id, state=MeetingState.DRAFT)
            party = one(Party, id=seat.party_id)
            prepare_invitation(spring, seat, party=party, portions=Portions(), by="tests", at=clock.now())
            shown_round()
            made.sent(made.party("Netherlands"), made.party("Denmark"))
            recommendations()
            polled = polls.sent(["primary_nl", "primary_gb", "primary_us"], subject="A crisis", is_told=False)
            polls.say(polled, "primary_us", Choice.YES, Choice.IF_NEED_BE, Choice.NO, remark="By train")
            polls.a_poll(["primary_nl"])
            circulate(meeting, Stage.PROVISIONAL)
            item_of(meeting, Subject.DEEP_DIVE).title = "Deep-dive: a country and its neighbours"
            item_of(meeting, Subject.DEEP_DIVE).annotation = "Members are asked what they can verify, and by when."
            circulate(meeting, Stage.ANNOTATED, "With annotations.")
            gathering = one(Meeting, body_id=body("R2PFP").id, state=MeetingState.CONVENED)
            circulate(gathering, Stage.PROVISIONAL)
            _verified()
            _apply(spring)
            move_to(gathering, MeetingState.IN_SESSION, by="tests", at=clock.now())
            recorded()
            letter = {"person_id": invitation_of("ngo_survivors", meeting).person_id, "kind": "invitation"}
            failed = one(OutboxMessage, **letter)
            failed.state, failed.trouble = OutboxState.FAILED, "550 5.1.1 No such mailbox"
            joining.numbered(joining.opened(meeting), 2)
            for name, asked in (("draft", ()), ("sent", ("Denmark",)), ("open", ("Netherlands",))):
                a_letter(name, body(), asked)


def _verified() -> None:
    """One of which an answer and what was noted are verified, and the board agrees that its guest is told."""
    of, at, whose = body(), clock.now(), "The panel of experts"
    found = reco.sent("Members should publish the log of each vessel that calls at their ports.")
    verify(reco.answered(found, "Denmark"), found, of, whose, by=BY, at=at)
    reco.noted(found, "United States", verified_by=whose)
    point = tie_point(found, of, reco.guest("ngo_guest"), "Publish the logs", by=BY, at=at)
    agree(point, found, of, Agreement(clock.local(at, of.zone).date(), words="By letter"), by=BY, at=at)


def recorded() -> None:
    """A meeting that sat, with notes of two who wrote the same, a record, a correction, and a text made from it."""
    meeting = a_sitting()
    dive, opened = item_of(meeting, Subject.DEEP_DIVE), item_of(meeting, Subject.INPUT_OF_GUESTS)
    free = "One participant said that he had seen the lists; the representative of Denmark agreed."
    noted(dive, new("Warning signs were examined in the border districts.", heading="Warning signs"))
    noted(dive, new(free, Marking.NOT_ATTRIBUTED, heading="Sources"), speaker="Canada")
    noted(opened, new("The board told its guests what it had decided.", Marking.OPEN))
    noted(opened, new("It was asked what the lists are kept for.", Marking.OPEN_NOT_ATTRIBUTED, heading="Questions"))
    record = sent(meeting, with_guests=True)
    line, term = lines_of(record)[0], term_of("primary_nl")
    propose_correction(
        line, record, text_of(line), "Warning signs were examined in two districts.", "It was two.",
        party_id=term.party_id, person_id=term.person_id, by="tests", at=clock.now(),
    )  # fmt: skip
    row = noted(dive)[0]
    noted(dive, changed(row, "Warning signs were examined in three districts.", opened=1), by="anna")
    noted(dive, changed(row, "Warning signs were examined where the road is closed.", opened=1), by="ben")
    texts.start_from(meeting, TextKind.CHAIRS_SUMMARY, "Chair's summary", [row.key], by="tests", at=clock.now())


def _visit(person: int, invitation: int | None = None) -> str:
    """The cookie of a visit that just began."""
    return start_visit(person, at=clock.now(), lasts=timedelta(hours=12), browser="Test", invitation_id=invitation)


def _world(running: Running) -> World:
    app = running.app
    with app.app_context(), work(TESTS):
        board = board_meeting()
        office = f"/offices/{one(Office, body_id=board.body_id).key}"
        path, invited = f"/meetings/{board.key}", invitation_of("primary_gb", board)
        link = f"/i/{token(Purpose.INVITATION, invited.key, invited.generation)}"
        by_link = {
            kind: _visit((found := invitation_of(key, board)).person_id, found.id) for kind, key in BY_LINK.items()
        }
        signed_in = {kind: _visit(one(Person, address=character(key).address).id) for kind, key in SIGNED_IN.items()}
        secretary = one(Person, address=character("secretary").address)
        sat = one(Meeting, body_id=board.body_id, city="Bern").key
        draft = one(Recommendation, state=State.PROPOSED, meeting_id=board.id, announced=False).key
        agreed: FedPoint = one(FedPoint, agreed_words="By letter")
        verified = one(Recommendation, id=agreed.recommendation_id).key
        _, sign_in = new_sign_in_link(secretary.id, at=clock.now())
        ballot = one(Ballot, person_id=term_of("primary_gb").person_id)
        dated = f"/p/{token(Purpose.POLL, ballot.key, ballot.generation)}"
        registration: OpenRegistration = one(OpenRegistration)
        unconfirmed = joining.link_of(joining.give(registration))
        public = [f"/register/{registration.key}", "/register/sent", f"/r/{unconfirmed}"]
    starts = {kind: ["/"] for kind in signed_in} | {kind: ["/", path] for kind in by_link}
    starts["secretary"].append(f"/meetings/{sat}/notes")
    starts["representative"].append(f"/meetings/{sat}/record")
    with app.app_context(), work(TESTS):
        munich = one(Meeting, template="check-ins-day").key
    starts["secretary"].append(f"/meetings/{munich}/check-ins/grid")
    starts["council-member"].append(f"/meetings/{munich}/check-ins")
    # Of several pages of a kind the first that is met is opened; these are the ones from which more can be reached.
    starts["secretary"] += [f"{path}/paper-calls", office, f"{path}/recommendations/adopt?chosen={draft}"]
    starts["secretary"] += [f"{path}/recommendations/put-before?chosen={draft}", f"/recommendations/{draft}/reopen"]
    starts["secretary"] += [f"/recommendations/{verified}", f"/recommendations/{verified}/against"]
    starts["nobody"] = ["/sign-in", "/sign-in/sent", link, f"/sign-in/link/{sign_in}", dated, "/p/sent", *public]
    return World(running, starts, signed_in | by_link)


@pytest.fixture(scope="module")
def world(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The seeded network, served."""
    with time_machine.travel(NOW, tick=True):
        folder = Path(shutil.copytree(seeded, tmp_path_factory.mktemp("every-page") / "instance"))
        with served(folder) as running:
            _enrich(running.app)
            yield _world(running)


def screen_for(world: World, chromium: Browser, kind: str, *, with_scripts: bool = True) -> Screen:
    """A browser in which one of that kind is signed in."""
    screen = Screen(chromium, world.running.address, size=WIDE, with_scripts=with_scripts)
    if kind in world.cookies:
        screen.context.add_cookies([{"name": "visit", "value": world.cookies[kind], "url": world.running.address}])
    return screen


def leads_to(world: World, page: Page) -> list[str]:
    """The pages of the application to which a page leads, in order."""
    found = page.locator("a[href]").evaluate_all("all => all.map(a => a.href.split('#')[0])")
    paths = [str(url).removeprefix(world.running.address) for url in found if url.startswith(world.running.address)]
    return [path for path in dict.fromkeys(paths) if world.endpoint(path) not in FILES]


def crawl(world: World, screen: Screen, kind: str) -> Iterator[tuple[str, str]]:
    """Open page after page, each endpoint as often as its variety asks for; give endpoint and path while it is open."""
    waiting, known = deque(world.starts[kind]), set(world.starts[kind])
    count: Counter[str] = Counter()
    while waiting:
        path = waiting.popleft()
        endpoint = world.endpoint(path)
        if count[endpoint] == OFTEN.get(endpoint, 1):
            continue
        count[endpoint] += 1
        screen.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
        screen.open(path)
        if world.endpoint(screen.path) != endpoint:
            continue
        new = [p for p in leads_to(world, screen.page) if p not in known]
        waiting.extend(new)
        known.update(new)
        yield endpoint, path
    world.opened[kind] = set(count)


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong: the rule, and the first element that breaks it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]


def keyboard_faults(page: Page) -> list[str]:
    """The first Tab must show the skip link, Enter must lead to the content, and focus must be visible there."""
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    first = page.evaluate(
        "(() => { const a = document.activeElement, r = a.getBoundingClientRect();"
        " return [a.getAttribute('href'), r.top >= 0 && r.left >= 0 && r.width > 20 && r.height > 10]; })()"
    )
    faults = [] if first == ["#main", True] else [f"the first Tab leads to {first}"]
    page.keyboard.press("Enter")
    if page.evaluate("document.activeElement.id") != "main":
        faults.append("the skip link does not lead to the content")
    page.keyboard.press("Tab")
    seen = page.evaluate(
        "(() => { const a = document.activeElement, s = getComputedStyle(a);"
        " return a === document.body || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)"
        " || s.boxShadow !== 'none'; })()"
    )
    return faults if seen else [*faults, "focus is not visible"]


def faults_of(screen: Screen, name: str) -> list[str]:
    """What is wrong with the page that is open, at both widths."""
    page, found = screen.page, []
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    for width, height in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        if (over := screen.overflow()) > 0:
            found.append(f"{over} pixels too wide at {width}")
        found += [f"{rule} (at {width})" for rule in violations(page)]
        if os.environ.get("SCREENSHOTS"):
            path = PICTURES / f"{name}-{width}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=path, full_page=True)
    return found


def sent_empty(screen: Screen) -> list[str]:
    """Empty the page's form and send it: it must come back with errors at their fields, and nothing may be kept."""
    page = screen.page
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    # Not the form's property of that name, which is a field where one is called so.
    address = page.locator("form.form--sheet").first.get_attribute("action") or page.url
    screen.expect_refusal(urljoin(page.url, address))
    page.evaluate(
        "for (const f of document.querySelectorAll('form.form--sheet [required]')) if (f.type !== 'radio') f.value = ''"
    )
    with page.expect_navigation() as led:
        page.locator("form.form--sheet .form__actions button[type=submit]").first.click()
    if led.value.status != 422:
        return [f"an empty form is answered with {led.value.status}"]
    target = page.locator(".errors a").first.get_attribute("href") or "#"
    at_field = page.locator(".field__error").count()
    faults = [] if at_field else ["no error stands at its field"]
    return faults if page.locator(f"[id='{target[1:]}']").count() == 1 else [*faults, f"{target} leads nowhere"]


@pytest.mark.parametrize("kind", [*SIGNED_IN, *BY_LINK, "nobody"])
def test_every_page_is_whole_at_both_widths(world: World, chromium: Browser, kind: str) -> None:
    faults: dict[str, list[str]] = {}
    paths: list[str] = []
    with screen_for(world, chromium, kind) as screen:
        for number, (endpoint, path) in enumerate(crawl(world, screen, kind)):
            name = f"{kind}/{number:02d}-{endpoint}"
            if kind == "secretary-of-another-body" and endpoint in world.opened.get("secretary", ()):
                continue  # The same page over other rows, measured a minute ago.
            paths.append(path)
            found = faults_of(screen, name) + keyboard_faults(screen.page)
            refusing = (endpoint, kind in BY_LINK)  # By a link, the same form stands in another frame.
            if endpoint in REFUSING and refusing not in world.refused:
                world.refused.add(refusing)
                found += sent_empty(screen) + faults_of(screen, f"{name}-refused")
            if found:
                faults[f"{endpoint} {path}"] = found
    with screen_for(world, chromium, kind, with_scripts=False) as plain:
        for path in paths:
            plain.open(path)
    assert faults == {}


def test_pages_of_what_is_missing_are_whole_too(world: World, chromium: Browser) -> None:
    with screen_for(world, chromium, "nobody") as screen:
        screen.open("/i/AAAAAAAAAAAAAAAAAAAAAA.1.x", status=404)
        faults = faults_of(screen, "nobody/void-link")
        screen.press("Send me a new link")
        faults += faults_of(screen, "nobody/new-link-sent")
        screen.open("/p/AAAAAAAAAAAAAAAAAAAAAA.1.x", status=404)
        faults += faults_of(screen, "nobody/void-poll-link")
        screen.open("/no-such-page", status=404)
        faults += faults_of(screen, "nobody/missing")
    assert faults == []


def test_answer_without_a_choice_comes_back_with_what_was_typed(world: World, chromium: Browser) -> None:
    with screen_for(world, chromium, "official-by-link") as screen:
        screen.open(world.starts["official-by-link"][1])
        screen.fill("A word to the secretariat", "By telephone, please.")
        screen.expect_refusal(screen.page.evaluate("document.querySelector('main form').action"))
        screen.press("Send my answer")
        assert faults_of(screen, "official-by-link/answer-refused") == []
        screen.sees("Choose one of the answers.")
        assert screen.field("A word to the secretariat").input_value() == "By telephone, please."


def test_refused_button_says_why_where_it_was_pressed(world: World, chromium: Browser) -> None:
    with screen_for(world, chromium, "secretary") as screen:
        screen.open(world.starts["guest-by-link"][1])
        screen.follow("Change the session “First day, morning”")
        before = screen.path
        screen.page.locator("summary", has_text="Remove the session").click()
        screen.press("Remove the session")
        assert screen.path == before
        assert faults_of(screen, "secretary/button-refused") == []
        assert screen.page.locator(".banner--broken").count() == 1


def test_every_endpoint_with_a_page_is_opened_by_somebody(world: World, chromium: Browser) -> None:
    for kind in world.starts.keys() - world.opened.keys():
        with screen_for(world, chromium, kind) as screen:
            assert list(crawl(world, screen, kind)) != []
    reached = set().union(*world.opened.values())
    rules = world.running.app.url_map.iter_rules()
    assert {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - FILES == reached
    assert reached >= REFUSING
