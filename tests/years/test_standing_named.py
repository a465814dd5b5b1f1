"""Which paragraph has which rule, and that nothing a preset names is left without a word."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from convene.findings import Level
from convene.presets.reading import presets
from convene.years.standing import board, council, held, members, others
from convene.years.standing.facts import MEANS, Stage, State
from convene.years.standing.held import OF_ITS_OWN, RULES, UNCHECKED, WORDS, hold, unchecked
from tests.years.facts import a_meeting, a_year

PURE = ("facts", "weighing", "members", "board", "council", "others", "held")
FOLDER = Path(held.__file__).parent


@pytest.mark.parametrize("key", RULES)
def test_each_rule_is_named_after_its_paragraph_and_cites_it(key: str) -> None:
    rule = RULES[key]

    assert rule.__name__.startswith(f"{key.lower().replace('.', '_')}_")
    assert (rule.__doc__ or "").startswith(f"{key}: ")
    assert rule(a_year(a_meeting())).rule == key


def test_every_named_rule_stands_for_one_paragraph() -> None:
    named = {
        name
        for module in (board, council, members, others)
        for name, found in vars(module).items()
        if callable(found) and name[0] in "abs" and name[1:2].isdigit()
    }

    assert sorted(named) == sorted({rule.__name__ for rule in RULES.values()})
    assert len(set(RULES.values())) == len(RULES)


@pytest.mark.parametrize("key", presets())
def test_what_a_preset_names_is_checked_or_says_why_not(key: str) -> None:
    rules = presets()[key].rules
    words = WORDS | presets()[key].own_rules

    assert [one for one in rules if one not in RULES and one not in UNCHECKED] == []
    assert [one for one in rules if not words.get(one)] == []
    assert len(hold(a_year(), rules)) + len(unchecked(rules)) == len(rules)


def test_the_board_is_checked_to_a13_and_the_council_to_b7() -> None:
    assert [key for key in presets()["S1"].rules if key in RULES] == [f"A{n}" for n in range(1, 14)]
    assert [key for key in presets()["S2"].rules if key in RULES] == [f"B{n}" for n in range(1, 8)]
    assert not set(RULES) & set(UNCHECKED)


def test_a_rule_of_ones_own_is_not_given_a_verdict() -> None:
    assert unchecked(["A10", "X1"]) == (("X1", OF_ITS_OWN),)


def test_every_state_is_said_in_words() -> None:
    assert set(MEANS) == set(State)
    assert str(State.BROKEN) == str(Level.BROKEN)
    assert Stage.MISSED not in {one.stage for one in a_year(a_meeting(stage=Stage.MISSED)).counted}


@pytest.mark.parametrize("name", PURE)
def test_rules_read_no_row_and_no_clock(name: str) -> None:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    modules = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    modules |= {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    outside = {m for m in modules if m.startswith("convene.")}

    assert not modules & {"sqlalchemy", "flask", "convene.db"}
    assert {m for m in outside if m.rsplit(".", 1)[-1] in {"models", "queries", "actions", "views"}} == set()
    assert "now" not in {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
