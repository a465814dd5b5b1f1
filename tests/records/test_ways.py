"""Each way in which a sentence leads back to whoever spoke, with one beside it that only looks like it."""

from __future__ import annotations

import pytest

from convene.records.giveaways import give_aways

# What gives away, the words that do, and what looks like it.
WAYS = (
    ("The Home Secretary had refused the visa.", "The Home Secretary", "The home of the secretary was searched."),
    ("The Prime Minister had agreed.", "The Prime Minister", "The Prime Minister of the country had agreed."),
    ("Whitehall was divided.", "Whitehall", "The town hall was divided."),
    ("The Bundeswehr could lift it.", "The Bundeswehr", "The army could not lift the siege."),
    ("The P3 had a draft.", "The P3", "Paragraph 3 had a draft."),
    ("It had set aside 40 million kroner.", "40 million kroner", "Bread costs 900 Sudanese pounds."),
    ("As a neutral country, it sends no arms.", "As a neutral country, it ", "As a first step, it was agreed to wait."),
    ("Being landlocked, it needs the road.", "Being landlocked, it ", "Recalling the report, one participant agreed."),
    ("Not being a party, it could not refer it.", "Not being a party, it ", "States not party to it are not bound."),
    ("One participant had grown up there.", "One participant had grown", "One participant had doubts."),
    ("One member would pay for it.", "One member would pay", "One member would prefer to wait."),
    ("One participant’s grandmother fled.", "One participant’s grandmother", "One participant’s view was another."),
    ("The member insisted on brackets.", "The member insisted", "The Member States insisted on brackets."),
    ("It pays a fifth of the budget.", "It pays", "It was cut by a fifth."),
    ("It had lost nine peacekeepers.", "It had lost nine peacekeepers", "The mission had lost nine peacekeepers."),
    ("Its own genocide was recalled.", "Its own genocide", "The genocide of 1994 was recalled."),
    ("It would have to ask its capital.", "ask its capital", "Members were asked to consult their capitals."),
    ("The line from capital was clear.", "from capital", "The line from the capital was cut."),
    ("Back home the mood had changed.", "Back home", "Many went back home."),
    ("Since joining the network it had paid.", "Since joining the network", "Since the coup nobody was paid."),
    ("It had attended for the first time.", "attended for the first time", "It was used for the first time."),
    ("It was dark where one participant sat.", "dark where one participant", "It was dark in the camp."),
    ("They spoke through an interpreter.", "through an interpreter", "An interpreter was arrested."),
    ("The first to take the floor agreed.", "The first to take the floor", "The first to flee were teachers."),
    ("The only man on the panel left.", "The only man on the panel", "Men were led away."),
    ("A nun at the table wept.", "A nun at the table", "Women need a seat at the table."),
    ("It was asked by the ambassador.", "asked by the ambassador", "It was asked by several members."),
    ("Whoever had led the mission knew it.", "Whoever had led", "Whoever flees is stopped."),
    ("It insisted on a date.", "It insisted", "It was insisted on a date."),
    ("The Institute had a map.", "The Institute had", "An institute could be asked for a map."),
    ("It has been so in a previous post.", "in a previous post", "It has been so at the previous post on the road."),
    ("A former ambassador there agreed.", "A former ambassador", "A former barracks is a school."),
    ("The radio that it runs was mentioned.", "radio that it runs", "The radio that names victims was mentioned."),
    ("The incoming presidency was ready.", "The incoming presidency", "The presidency of the republic was vacant."),
    ("NL: the text is too long.", "NL: ", "Note: the text is too long."),
    ("Her constituents had written.", "constituents", "The constitution was suspended."),
    ("One member was authorised to offer it.", "authorised to offer", "They were authorised to fire."),
)  # fmt: skip


@pytest.mark.parametrize("text, words, plain", WAYS)
def test_a_way_is_told_and_what_looks_like_it_is_not(text: str, words: str, plain: str) -> None:
    start = text.index(words.strip())
    end = start + len(words.strip())

    assert any(found.start < end and start < found.end for found in give_aways(text))
    assert give_aways(plain) == []


@pytest.mark.parametrize(
    "text",
    [
        "The mayor had been shot.",
        "The president of the transitional council had announced it.",
        "The prime minister resigned.",
        "The mediation of last year was recalled.",
        "The General Assembly had met.",
        "The mine is closed.",
        "The chair thanked the secretariat.",
    ],
)
def test_whoever_is_spoken_of_is_not_taken_for_a_speaker(text: str) -> None:
    assert give_aways(text) == []
