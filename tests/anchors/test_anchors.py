"""When anchor events fall: what history did, what the rules compute, and how the file of known dates is read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from convene.anchors import rules
from convene.anchors.known import KnownError, anchors_in, read
from convene.anchors.terms import AnchorKind, Confidence
from convene.cli import main

# Opening of the session and first day of the general debate, as they were.
HISTORY = {
    2015: ("09-15", "09-28"), 2016: ("09-13", "09-20"), 2017: ("09-12", "09-19"), 2018: ("09-18", "09-25"),
    2019: ("09-17", "09-24"), 2020: ("09-15", "09-22"), 2021: ("09-14", "09-21"), 2022: ("09-13", "09-20"),
    2023: ("09-05", "09-19"), 2024: ("09-10", "09-24"), 2025: ("09-09", "09-23"), 2026: ("09-08", "09-22"),
}  # fmt: skip
MUNICH = {
    2015: "02-06", 2016: "02-12", 2017: "02-17", 2018: "02-16", 2019: "02-15", 2020: "02-14", 2022: "02-18",
    2023: "02-17", 2024: "02-16", 2025: "02-14", 2026: "02-13", 2027: "02-12",
}  # fmt: skip
ENTRY = "[[known]]\nevent = 'UNGA opening'\nyear = 2030\nconfidence = 'confirmed'\nsource = 's'\n"
AHEAD = {2027: ("09-07", "09-21"), 2028: ("09-05", "09-19"), 2029: ("09-11", "09-25"), 2030: ("09-10", "09-24")}


def first_day(year: int, kind: AnchorKind) -> date:
    return next(a.starts_on for a in anchors_in(year) if a.kind is kind)


@pytest.mark.parametrize("year, days", HISTORY.items())
def test_assembly_and_debate_are_as_they_were(year: int, days: tuple[str, str]) -> None:
    opening, debate = (date.fromisoformat(f"{year}-{day}") for day in days)

    assert (first_day(year, AnchorKind.ASSEMBLY), first_day(year, AnchorKind.DEBATE)) == (opening, debate)


@pytest.mark.parametrize("year, days", (HISTORY | AHEAD).items())
def test_the_rules_give_every_date_but_that_of_2015(year: int, days: tuple[str, str]) -> None:
    opening, debate = (date.fromisoformat(f"{year}-{day}") for day in days)

    assert rules.assembly_opens(year) == opening
    assert (rules.debate_opens(year) == debate) is (year != 2015)


def test_the_debate_of_2014_was_moved_by_a_decision() -> None:
    found = next(a for a in anchors_in(2014) if a.kind is AnchorKind.DEBATE)

    assert (found.starts_on, found.confidence) == (date(2014, 9, 24), Confidence.CONFIRMED)
    assert "68/512" in found.source


@pytest.mark.parametrize("year, day", MUNICH.items())
def test_munich_is_as_it_was(year: int, day: str) -> None:
    assert first_day(year, AnchorKind.MUNICH) == date.fromisoformat(f"{year}-{day}")


def test_munich_did_not_take_place_in_2021() -> None:
    assert [a for a in anchors_in(2021) if a.kind is AnchorKind.MUNICH] == []


@pytest.mark.parametrize("year", range(2027, 2036))
def test_what_lies_ahead_is_computed_and_says_so(year: int) -> None:
    found = anchors_in(year)

    assert [a.kind for a in found] == [AnchorKind.MUNICH, AnchorKind.ASSEMBLY, AnchorKind.DEBATE]
    assert {a.confidence for a in found} == {Confidence.COMPUTED}
    assert all(a.source.startswith("computed: ") for a in found)
    assert all(a.starts_on.strftime("%a") == ("Fri" if a.kind is AnchorKind.MUNICH else "Tue") for a in found)


def test_the_forum_follows_no_rule() -> None:
    assert AnchorKind.PARIS not in {a.kind for a in anchors_in(2026)}
    assert first_day(2025, AnchorKind.PARIS) == date(2025, 10, 29)


@pytest.mark.parametrize(
    "text, said",
    [
        ("[[known]]\nevent = 'Davos'", "“event” must be one of UNGA opening, "),
        ("[[known]]\nevent = 'UNGA opening'\nconfidence = 'computed'", "“confidence” must be announced or confirmed"),
        ("[[known]]\nevent = 'UNGA opening'\nconfidence = 'confirmed'\nyear = 2030", "a “year” and a “source” are"),
        (f"{ENTRY}starts = 2029-09-01\nends = 2030-09-01", "must be days of 2030 in order, such as 2030-09-22"),
        ("[[known]]\nwhen = 2030", "“when” is not known; known are event year"),
        ("[[known]]\nevent = ", "broken.toml: "),
        ("[other]", "only [[known]] entries are expected"),
    ],
)
def test_a_wrong_file_says_where_and_what_was_expected(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(KnownError, match=r"broken\.toml") as wrong:
        read(path)

    assert said in str(wrong.value)


def test_a_date_stands_in_the_file_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.toml"
    path.write_text(ENTRY * 2, encoding="utf-8")

    with pytest.raises(KnownError, match=r"twice\.toml, entry 2: UNGA opening 2030 stands there already"):
        read(path)


def test_the_command_prints_them_and_calls_no_computed_date_a_fact() -> None:
    said = CliRunner().invoke(main, ["anchors", "2027"])
    told = json.loads(CliRunner().invoke(main, ["anchors", "2026", "--json"]).output)

    assert said.output.count("provisional") == 3
    assert [row["start"] for row in told] == ["2026-02-13", "2026-09-08", "2026-09-22"]
    assert set(told[0]) == {"name", "start", "end", "place", "zone", "confidence", "source"}


def test_the_command_refuses_what_is_no_year() -> None:
    wrong = CliRunner().invoke(main, ["anchors", "soon"])

    assert wrong.exit_code == 2
