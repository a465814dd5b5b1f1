"""One story through the running server and a real mail server: four recommendations to seven States, and what came of
them: letters by mail, three answers from a phone, one State silent past its date, the review on the next agenda, the
chain of a text that was reiterated, then strengthened.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from convene import clock
from convene.db import work
from convene.demo.cast import STATES
from convene.planning import plan
from convene.recommendations.terms import LinkKind, Position
from tests.browser import TESTS, character
from tests.build import a_draft
from tests.journeys.conftest import Opener
from tests.journeys.letters import Post
from tests.journeys.screen import PHONE, WIDE, Screen
from tests.journeys.server import Running
from tests.journeys.test_board_meeting import Story, addresses, convene, sign_in
from tests.packs.read import pages
from tests.recommendations import made
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.browser

NAMES = [name for name, *_ in STATES]
SEATS = {f"{seat}_{short}" for *_, short in STATES for seat in ("primary", "alternate")}
ON_A_PHONE, SILENT = "primary_nl", "Denmark"
TEXTS = (
    "Member States should suspend the sale of fuel to the armed groups named in the annex.",
    "Members should fund forty observers for the coming elections.",
    "Members should share what their missions see of the roads to the north.",
    "Members should train border officers to tell traders from fighters.",
)


def draft_four(story: Story) -> None:
    """The secretary drafts four from an item of the agenda; nobody else finds any of them."""
    secretary = story.secretary
    for text in TEXTS:
        secretary.open(f"{story.meeting}/recommendations")
        secretary.page.locator("summary", has_text="Draft one from an item").first.evaluate(
            "e => e.parentNode.open = true"
        )
        secretary.follow("Recommendations to governments")
        secretary.fill("Text, as it is to be adopted", text)
        secretary.choose("Kind", "Policy")
        for name in NAMES:
            secretary.page.get_by_role("group", name="Addressed to").get_by_label(name, exact=True).check()
        secretary.press("Propose it")
        secretary.sees("The draft is on record.")
    member = story.opened()
    sign_in(story, ON_A_PHONE, member)
    member.open(f"{story.meeting}/recommendations")
    assert [text for text in TEXTS if text in member.words] == []


def adopt_and_send(story: Story) -> None:
    """All are adopted, each draws its symbol; letters go out, and mail that says that something is asked."""
    secretary = story.secretary
    secretary.open(f"{story.meeting}/recommendations")
    for box in secretary.page.get_by_role("group", name="What the members are to read").get_by_role("checkbox").all():
        box.check()
    secretary.press("Adopt what is ticked")
    secretary.press("Adopt these 4")
    secretary.sees("4 recommendations are adopted.")
    secretary.sees("/R.4")
    secretary.follow("Send the letters")
    secretary.fill("Answers are asked for by", "2027-07-15")
    secretary.press("Send the letters")
    secretary.sees("28 letters are sent.")
    letters = story.post.arrived()
    assert set(letters) == addresses(*SEATS)
    for letter in letters.values():
        assert "Thursday 15 July 2027" in letter.text
        assert [text for text in TEXTS if text[:20] in letter.subject + letter.text + letter.html] == []
        assert "/R." not in letter.subject + letter.text
    story.letters |= letters


def answer_three_on_a_phone(story: Story, screen: Screen) -> None:
    """From the letter to the page of their own State, three answers with a thumb, one kept back as a draft."""
    path = story.letters[character(ON_A_PHONE).address].link(f"{story.running.address}/bodies/")
    sign_in(story, ON_A_PHONE, screen)
    screen.sees("4 answers on recommendations")
    screen.open(path)
    screen.sees("You owe 4 answers or reports.")
    assert screen.overflow() == 0
    for number, choice in ((1, "We support it"), (2, "We support it in part"), (3, "We decline it")):
        screen.page.get_by_role("link", name="Answer on").first.click()
        screen.tick(choice)
        screen.fill("What has been done", f"Our parliament took it up: {number}.")
        assert screen.overflow() == 0
        screen.press("File the answer")
        screen.sees("Your answer is filed.")
    screen.sees("You owe one answer or report.")
    printed = screen.fetch(screen.page.get_by_role("link", name="The letter").first.get_attribute("href") or "")
    assert "have the honour to transmit to the Netherlands the following recommendation" in " ".join(
        " ".join(pages(printed)).split()
    )


def others_answer(story: Story) -> None:
    """All but one State have answered all that is left, as their seats would; the secretariat is told."""
    with story.running.app.app_context(), work(TESTS):
        rows = made.of_board()
        for found in rows:
            for name in NAMES:
                if name != SILENT and made.to(found, name).answer is None:
                    made.answered(found, name, Position.NOTED)
    letters = story.post.all_arrived()
    # Of what came in the secretariat alone hears, and neither from whom nor on what.
    assert {letter.to for letter in letters} == addresses("secretary", "secretary_second")
    assert [letter for letter in letters if "/R." in letter.text or any(name in letter.text for name in NAMES)] == []


def the_plan_reminds_those_who_owe(story: Story) -> None:
    """The reminder that fell due goes to the seats of the one State that owes."""
    with story.running.app.app_context():
        plan(at=clock.now())
    letters = story.post.arrived()
    assert set(letters) == addresses("primary_dk", "alternate_dk")
    assert {letter.subject.partition(":")[0] for letter in letters.values()} == {"Your State's answer, please"}


def silence_is_seen_everywhere(story: Story, screen: Screen) -> None:
    """Forty days later the silent State stands as silent, with its age, wherever it should."""
    secretary = story.secretary
    secretary.open(f"{story.meeting}/recommendations")
    secretary.sees("Silent for 40 days")
    printed = " ".join(pages(secretary.fetch(f"{story.meeting}/recommendations.pdf")))
    assert "Silent for 40 days" in " ".join(printed.split())
    assert "Silent for 40 days" in secretary.fetch(f"{story.meeting}/recommendations.csv").decode("utf-8-sig")
    secretary.follow("All recommendations of")
    secretary.sees("1 silent")
    secretary.follow("Figures")
    secretary.page.get_by_role("row", name=SILENT).get_by_role("link", name="silent").click()
    secretary.sees("4 addressees are silent past the date, on 4 recommendations.")
    secretary.page.locator("summary", has_text="Remind those who owe").click()
    secretary.press("Remind those who owe")
    secretary.sees("Reminded Denmark: 2 mails.")
    assert set(story.post.arrived()) >= addresses("primary_dk", "alternate_dk")
    sign_in(story, "primary_dk", screen)
    screen.sees("Overdue")
    screen.follow("4 answers of your State")
    screen.sees("Silent for 40 days")
    assert screen.overflow() == 0


def the_review_comes_in_by_itself(story: Story) -> None:
    """The next meeting finds the reviews among what comes in, with what became of each so far."""
    with story.running.app.app_context(), work(TESTS):
        key = a_draft().key
    secretary = story.secretary
    secretary.open(f"/meetings/{key}/incoming")
    secretary.sees("Recommendations due for review (A18)")
    secretary.sees("of 7 asked")
    secretary.sees("1 silent, the longest for 40 days")


def the_chain_is_drawn(story: Story) -> None:
    """Reiterated by a second, strengthened by a third: drawn in that order, said in a sentence, listed the same."""
    with story.running.app.app_context(), work(TESTS):
        first = made.of_board()[0]
        second = made.adopted(f"{TEXTS[0]} The board repeats it.")
        third = made.adopted("Member States should suspend the sale of fuel and vehicles to the armed groups at once.")
        made.tied(second, first, LinkKind.REITERATES)
        made.tied(third, second, LinkKind.STRENGTHENS)
        symbols, key = [r.symbol for r in (first, second, third)], third.key
    secretary = story.secretary
    secretary.open(f"/recommendations/{key}/lineage")
    secretary.sees("Second repetition since 2027, reiterated once, strengthened once; it ")
    assert secretary.page.locator("svg.lineage .lineage__symbol").all_text_contents() == symbols
    assert secretary.page.locator("svg.lineage .lineage__word").all_text_contents() == [
        "reiterated by",
        "strengthened by",
    ]
    tops = [float(r.get_attribute("y") or 0) for r in secretary.page.locator("svg.lineage rect").all()]
    assert tops == sorted(set(tops))
    secretary.page.get_by_role("link", name="compare the words").last.click()
    secretary.settle()
    secretary.sees("vehicles")
    assert secretary.page.locator("ins").count() >= 1
    a_wide_drawing_begins_where_one_is(story, key)


def a_wide_drawing_begins_where_one_is(story: Story, key: str) -> None:
    """Of a drawing that is wider than a phone that box is in sight for which one came, and its words can be read."""
    with story.running.app.app_context(), work(TESTS):
        third = made.one_by_key(key)
        for text in ("fuel", "vehicles", "spare parts", "drones"):
            made.tied(third, made.adopted(f"The sale of {text} should end."), LinkKind.MERGES)
    page = story.secretary.page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    story.secretary.open(f"/recommendations/{key}/lineage")
    frame, here = page.locator(".lineage__frame").bounding_box(), page.locator(".lineage__box--here").bounding_box()
    assert frame is not None
    assert here is not None
    assert page.locator(".lineage__frame").evaluate("f => f.scrollLeft") > 0
    assert frame["x"] <= here["x"] <= here["x"] + here["width"] <= frame["x"] + frame["width"]
    assert here["width"] == pytest.approx(216, abs=2)
    assert story.secretary.overflow() <= 0
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def test_four_recommendations_to_seven_states_and_what_came_of_them(
    unconvened: Running, browsers: Opener, sink: SmtpSink, tmp_path: Path, passing: time_machine.Traveller
) -> None:
    story = Story(unconvened, browsers, Post(sink, unconvened.app), tmp_path, browsers())
    sign_in(story, "secretary", story.secretary)
    convene(story)
    story.post.arrived()
    draft_four(story)
    adopt_and_send(story)
    answer_three_on_a_phone(story, story.opened(size=PHONE))
    others_answer(story)
    passing.shift(timedelta(days=84))  # From the first of June to forty days after the fifteenth of July.
    the_plan_reminds_those_who_owe(story)
    passing.shift(timedelta(hours=2))  # One click within the hour of a reminder reminds nobody.
    story.secretary = story.opened()
    sign_in(story, "secretary", story.secretary)
    silence_is_seen_everywhere(story, story.opened(size=PHONE))
    the_review_comes_in_by_itself(story)
    the_chain_is_drawn(story)
