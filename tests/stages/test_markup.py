"""The mark-up: what it says of every kind of change, and that it says nothing that its reader saw in neither agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convene.access.terms import Audience
from convene.agendas.terms import AgendaView, ItemKind, ItemView, Theme
from convene.stages.markup import PAIRS_MOST, compare, runs_of
from convene.stages.terms import ItemMarkup, Mark, Markup, Run
from tests.packs.build import a_guest_agenda, a_paper, a_session, an_agenda, an_item, an_open_session

ADDED, DELETED, SAME, CHANGED = Mark.ADDED, Mark.DELETED, Mark.SAME, Mark.CHANGED
TEXTS = st.text(alphabet="ab ,. \n\u00e9", max_size=40)


@given(before=TEXTS, now=TEXTS)
def test_the_runs_of_two_texts_hold_both(before: str, now: str) -> None:
    runs = runs_of(before, now)

    assert "".join(r.text for r in runs if r.mark is not ADDED) == before
    assert "".join(r.text for r in runs if r.mark is not DELETED) == now
    assert all(r.text for r in runs)


def test_words_are_marked_and_not_letters() -> None:
    runs = runs_of("Update on the northern border", "Update on the southern border")

    assert runs == (
        Run("Update on the ", SAME), Run("northern ", DELETED), Run("southern ", ADDED), Run("border", SAME)
    )  # fmt: skip


def test_a_word_at_the_end_stays_the_same_word_when_others_follow() -> None:
    assert runs_of("early signs", "early signs and more") == (Run("early signs", SAME), Run(" and more", ADDED))


@pytest.mark.parametrize(
    "before, now, marked",
    [
        ("at risk of", "at risk, of", [("at risk", SAME), (" ", DELETED), (", ", ADDED), ("of", SAME)]),
        ("in 30 days.", "in 30 days", [("in 30 days", SAME), (".", DELETED)]),
        ("in TNAP/1/R.3", "in TNAP/1/R.4", [("in ", SAME), ("TNAP/1/R.3", DELETED), ("TNAP/1/R.4", ADDED)]),
        ("non-native text", "native text", [("non-native ", DELETED), ("native ", ADDED), ("text", SAME)]),
    ],
)
def test_punctuation_is_no_part_of_a_word(before: str, now: str, marked: list[tuple[str, Mark]]) -> None:
    assert [(run.text, run.mark) for run in runs_of(before, now)] == marked


def test_very_long_texts_are_marked_as_a_whole() -> None:
    words = int(PAIRS_MOST**0.5) + 1
    runs = runs_of("a " * words, "a " * (words - 1) + "b ")

    assert [r.mark for r in runs] == [DELETED, ADDED]


def items(markup: Markup) -> dict[str, ItemMarkup]:
    return {item.key: item for session in markup.sessions for item in session.items}


def one_item(**given: Any) -> AgendaView:
    return an_agenda(a_session(an_item(1, title="The first"), an_item(2, **given)))


def test_two_equal_agendas_have_no_changes() -> None:
    view = one_item()

    assert compare(view, view).changes == 0
    assert [i.mark for i in items(compare(view, view)).values()] == [SAME, SAME]


@pytest.mark.parametrize(
    "label, before, now",
    [
        ("For", {"kind": ItemKind.DISCUSSION}, {"kind": ItemKind.DECISION}),
        ("Lead", {"lead": ""}, {"lead": "Chair"}),
        ("Duration", {"minutes": 20}, {"minutes": 25}),
        ("Outcome sought", {"outcome": "Agreed"}, {"outcome": ""}),
        ("Countries", {"countries": "A"}, {"countries": "A, B"}),
        ("Themes", {"themes": ()}, {"themes": (Theme.CHILDREN,)}),
        ("Audience", {"audience": Audience.CLOSED}, {"audience": Audience.OPEN}),
        ("Section", {"section": ""}, {"section": "Situations"}),
        ("Only for", {"narrowed_to": ()}, {"narrowed_to": ("Netherlands",)}),
        ("Annotation", {"annotation": "One"}, {"annotation": "Two"}),
        ("Papers", {"papers": ()}, {"papers": (a_paper(),)}),
        ("Papers", {"papers": (a_paper(version=1),)}, {"papers": (a_paper(version=2),)}),
    ],
)
def test_what_is_said_otherwise_of_an_item_is_marked(label: str, before: dict[str, Any], now: dict[str, Any]) -> None:
    found = compare(one_item(**before), one_item(**now))

    item = items(found)["i2"]
    assert (item.mark, [f.label for f in item.fields], found.changes) == (CHANGED, [label], 1)
    assert {r.mark for r in item.fields[0].runs} & {ADDED, DELETED} != set()


def test_annotations_are_left_aside_where_one_agenda_carries_none() -> None:
    before, now = one_item(annotation="One"), one_item(annotation="")

    assert compare(before, now, with_annotations=False).changes == 0


def test_a_new_title_is_marked_in_the_title() -> None:
    item = items(compare(one_item(title="Old words"), one_item(title="New words")))["i2"]

    assert (item.mark, item.fields) == (CHANGED, ())
    assert item.title == (Run("Old ", DELETED), Run("New ", ADDED), Run("words", SAME))


def numbered(*keys: str) -> AgendaView:
    rows = (an_item(n, key=key, title=key) for n, key in enumerate(keys, start=1))
    return an_agenda(a_session(*rows))


@pytest.mark.parametrize(
    "before, now, marks",
    [
        ("abc", "abxc", {"x": ADDED}),
        ("abc", "ac", {"b": DELETED}),
        ("abc", "", {"a": DELETED, "b": DELETED, "c": DELETED}),
        ("", "ab", {"a": ADDED, "b": ADDED}),
    ],
)
def test_added_and_deleted_items_are_marked_and_the_others_are_not(
    before: str, now: str, marks: dict[str, Mark]
) -> None:
    found = items(compare(numbered(*before), numbered(*now)))

    assert {k: i.mark for k, i in found.items() if i.mark is not SAME} == marks
    # What only shifts because something came before it has not moved.
    assert {i.moved for i in found.values()} == {""}


def test_a_deleted_item_stands_where_it_stood() -> None:
    found = compare(numbered(*"abcd"), numbered(*"axd"))

    assert [(i.key, i.label) for i in found.sessions[0].items] == [
        ("a", "1"), ("b", "2"), ("c", "3"), ("x", "2"), ("d", "3")
    ]  # fmt: skip


def test_only_what_changed_its_place_among_the_others_has_moved() -> None:
    found = items(compare(numbered(*"abcde"), numbered(*"eabcd")))

    assert {k: i.moved for k, i in found.items() if i.moved} == {"e": "moved: it was item 5"}


@given(st.permutations("abcdef"), st.permutations("abcdef"))
def test_what_has_not_moved_keeps_its_order(before: list[str], now: list[str]) -> None:
    found = items(compare(numbered(*before), numbered(*now)))

    staying = [k for k in now if not found[k].moved]
    assert staying == [k for k in before if k in staying]
    assert (before == now) == (len(staying) == len(now))


def test_an_item_that_moves_to_another_session_says_from_where() -> None:
    moved = an_item(2, title="Moving")
    before = an_agenda(a_session(an_item(1), moved), a_session(key="s2", title="Afternoon"))
    now = an_agenda(a_session(an_item(1)), a_session(moved, key="s2", title="Afternoon"))

    found = compare(before, now)

    assert found.sessions[1].items[0].moved == "moved here from “First day, morning”, where it was item 2"
    assert [i.key for i in found.sessions[0].items] == ["i1"]


def test_sessions_and_the_head_are_marked() -> None:
    session = a_session(an_item(1))
    later = replace(session, starts_at=session.starts_at + timedelta(hours=1), room="Room 8")
    before = an_agenda(session, a_session(an_item(2), key="gone", title="Evening"), city="Ottawa")
    now = an_agenda(later, an_open_session(an_item(3)), city="The Hague")

    found = compare(before, now)

    assert [f.label for f in found.fields] == ["City", "Days"]
    assert [(s.mark, [f.label for f in s.fields]) for s in found.sessions] == [
        (CHANGED, ["Hours", "Room"]), (DELETED, []), (ADDED, ["Day", "Hours", "Audience"])
    ]  # fmt: skip


def single(*rows: ItemView) -> Any:
    return a_session(*rows, key="", is_whole=False, title="Your item", audience=Audience.OPEN)


def test_a_guest_whose_single_item_moves_is_told_of_the_hour_and_of_no_session() -> None:
    item = an_item(1)
    later = an_item(1, starts_at=item.starts_at and item.starts_at + timedelta(hours=2))
    before = a_guest_agenda(single(item))
    now = a_guest_agenda(replace(single(later), starts_at=single(later).starts_at + timedelta(hours=2)))

    found = compare(before, now)

    assert [f.label for f in items(found)["i1"].fields] == ["Hour"]
    assert items(found)["i1"].moved == ""
    assert [s.mark for s in found.sessions] == [CHANGED]


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon"])


@st.composite
def agendas(draw: st.DrawFn) -> AgendaView:
    """Any small agenda: some of six items in one of two sessions, with some words each."""
    keys = draw(st.lists(st.sampled_from("abcdef"), unique=True))
    rows = [
        an_item(n, key=k, title=draw(WORDS), lead=draw(WORDS), annotation=draw(WORDS), minutes=draw(st.integers(5, 60)))
        for n, k in enumerate(keys, start=1)
    ]
    cut = draw(st.integers(0, len(rows)))
    made = [a_session(*rows[:cut], title=draw(WORDS)), a_session(*rows[cut:], key="s2", title=draw(WORDS))]
    return an_agenda(*draw(st.sampled_from([made, made[:1], made[1:], []])))


def texts_of(view: AgendaView) -> set[str]:
    return {w for s in view.sessions for w in (s.title, *(x for i in s.items for x in (i.title, i.lead, i.annotation)))}


@given(before=agendas(), now=agendas())
def test_a_mark_up_holds_both_agendas_and_nothing_else(before: AgendaView, now: AgendaView) -> None:
    found = compare(before, now)

    held = items(found)
    assert set(held) == {i.key for v in (before, now) for s in v.sessions for i in s.items}
    kept = [i.key for s in found.sessions for i in s.items if i.mark is not DELETED]
    assert kept == [i.key for s in now.sessions for i in s.items]
    shown = {r.text for i in held.values() for r in (*i.title, *(r for f in i.fields for r in f.runs))}
    fixed = {"decision", "closed"} | {f"{n} min" for n in range(5, 60)} | {"1 h"}
    known = texts_of(before) | texts_of(now) | fixed
    assert {word for text in shown for word in text.split()} <= {word for text in known for word in text.split()}
    assert (found.changes == 0) == (compare(now, before).changes == 0)
