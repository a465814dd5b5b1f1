"""Lists taken over into a body that attributes nothing: what may give somebody away is read before."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from werkzeug.test import TestResponse

from convene.cli import main
from convene.db import work
from convene.recommendations.gathered import Fate
from convene.recommendations.models import Recommendation
from convene.recommendations.views.taking_over import DOUBTS_MOST, SHOWN_MOST
from tests.browser import TESTS, Browser, words_of
from tests.build import body, count
from tests.counting import statements_seen
from tests.recommendations.test_list_lines import FULL, keep, told

GIVES_AWAY = "As the representative of Germany said, my ministry would pay."
HEAD = "symbol,text,addressee,recommending State,response,answered on,answer"
HARMLESS = "A/1,Archives should be opened,Netherlands,,supported,2020-01-01,We will open ours"
LIST = f'{HEAD}\n{HARMLESS}\nA/2,"{GIVES_AWAY}",,,,,\nA/3,Archives should be kept,Netherlands,Germany,,,\n'


def silence() -> None:
    """Make the board a body that attributes nothing."""
    body().not_attributed = True


def held(page: TestResponse) -> str:
    """The token under which the file waits."""
    return page.text.split('name="held" value="')[1].split('"')[0]


def mark(page: TestResponse) -> str:
    """By what the page knows again what it showed."""
    return page.text.split('name="doubts" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    "cells, said",
    [
        ({}, ()),
        ({"text": GIVES_AWAY}, ("its text may give somebody away in “my ministry”: the first person leads",)),
        ({"text": "The Netherlands should open its archives"}, ()),
        ({"text": "Germany proposed to open the archives"}, ("its text may give somebody away in “Germany",)),
        ({"text": "Germany should open the archives", "addressee": "Germany"}, ()),
        ({"recommending State": "Germany"}, ("“recommending State” tells every reader who recommended it: Germany",)),
        ({"answer": "My ministry will pay", "evidence": "We said so"}, ()),
        ({"answer": "It is done, as Germany proposed"}, ("its answer may give somebody away in “Germany proposed”",)),
        ({"action": "As Canada wished, a desk"}, ("its action may give somebody away in “As Canada wished",)),
        ({"symbol": "GERMANY/2019/3"}, ("its symbol may give somebody away in “GERMANY”: a member or a person",)),
        ({"symbol": "Proposal 4 (DE)"}, ("its symbol may give somebody away in “DE”",)),
        ({"symbol": "TNAP/2019/1/R.3"}, ()),
        ({"symbol": "OSTRIN/3"}, ()),
        ({"cycle": "First, as Germany wished"}, ("its cycle may give somebody away in “Germany wished",)),
        ({"cycle": "Third cycle"}, ()),
        ({"theme": "Germany’s priority"}, ("its theme may give somebody away in “Germany”",)),
        ({"addressee": "Velmar, at the wish of Germany"}, ("its addressee may give somebody away in “Germany”",)),
        ({"addressee": "The Minister of Justice of Ostrin"}, ()),
        ({"countries": "Germany, Ostrin"}, ()),
        ({"countries": "Ostrin (Germany asked)"}, ("its countries may give somebody away in “Germany",)),
    ],
)
def test_what_may_give_somebody_away_is_marked_where_nothing_is_attributed(
    context: Flask, cells: dict[str, str], said: tuple[str, ...]
) -> None:
    with work(TESTS):
        (before,) = told(FULL | cells).told
        assert not before.is_doubtful
        silence()
        (only,) = told(FULL | cells).told
        assert (only.fate, only.is_doubtful) == (Fate.NEW, bool(said))
        assert all(any(note.startswith(each) for note in only.notes) for each in said), only.notes


def test_of_what_is_on_record_only_what_comes_is_read(context: Flask) -> None:
    with work(TESTS):
        silence()
        line = FULL | {"text": GIVES_AWAY, "recommending State": "Germany"}
        keep(line)
        further = line | {"addressee": "Canada", "answer": "As Denmark proposed"}
        reading = told(line, line | {"addressee": "Denmark"}, further)
        assert [t.fate for t in reading.told] == [Fate.KNOWN, Fate.ADDRESSEE, Fate.ADDRESSEE]
        assert [t.is_doubtful for t in reading.told] == [False, False, True]
        assert (reading.doubtful(is_appending=False), reading.doubtful(is_appending=True)) == (0, 1)


def test_the_page_asks_for_a_tick(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        silence()
        path = f"/bodies/{body().key}/recommendations/import"
    assert "take it over all the same" not in words_of(secretary.get(path))
    looked = secretary.post(path, {"file": (io.BytesIO(LIST.encode()), "list.csv"), "then": "look"})
    assert "2 lines may give away who recommended, and nothing is attributed" in words_of(looked)
    assert "I have read what may give somebody away, and take it over all the same" in words_of(looked)
    # Those lines stand first.
    assert looked.text.index("“my ministry”") < looked.text.index('<th scope="row">2</th>')

    refused = secretary.post(path, {"held": held(looked), "then": "take"})
    assert refused.status_code == 422
    assert "Nothing is attributed in this body, and 2 lines may give away who recommended." in words_of(refused)
    assert "Take over 3 recommendations" in words_of(refused)
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0
    taken = secretary.post(path, {"held": held(refused), "then": "take", "all_the_same": "y", "doubts": mark(refused)})
    assert taken.status_code == 303
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 3


def looked_at(secretary: Browser, path: str, *lines: str) -> TestResponse:
    """The page on which a list of such lines is looked at."""
    text = "\n".join((HEAD, *lines))
    return secretary.post(path, {"file": (io.BytesIO(text.encode()), "list.csv"), "then": "look"})


def test_a_tick_holds_for_what_was_shown_and_all_of_it_is_shown(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        silence()
        path = f"/bodies/{body().key}/recommendations/import"
    alike = [f"A/{n},Germany proposed to keep archive {n},,,,," for n in range(SHOWN_MOST + 60)]
    other = mark(looked_at(secretary, path, alike[0]))
    looked = looked_at(secretary, path, *alike, 'A/last,"Canada proposed to open them",,,,,')
    shown = words_of(looked)
    # Each thing once with all its lines, those below the first two hundred as well.
    for words, lines in (("Germany", f"Lines 2–{SHOWN_MOST + 61} "), ("Canada", f"Line {SHOWN_MOST + 62} ")):
        said = shown.split(f"Its text may give somebody away in “{words} proposed”: ")[1]
        assert lines in said.partition("Its text")[0]
    tick = {"then": "take", "all_the_same": "y"}
    for doubts in ({}, {"doubts": ""}, {"doubts": other}):
        looked = secretary.post(path, {"held": held(looked)} | tick | doubts)
        assert (looked.status_code, "lines may give away who recommended." in words_of(looked)) == (422, True)
        (box,) = re.findall(r'<input[^>]*name="all_the_same"[^>]*>', looked.text)
        assert "checked" not in box
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0
    assert secretary.post(path, {"held": held(looked), "doubts": mark(looked)} | tick).status_code == 303
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == len(alike) + 1


def test_more_than_can_be_read_takes_no_tick(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        silence()
        path = f"/bodies/{body().key}/recommendations/import"
    looked = looked_at(
        secretary, path, *(f"A/{n},Keep archive {n},Velmar,Wish {n} of somebody,,," for n in range(DOUBTS_MOST + 1))
    )
    assert f"in {DOUBTS_MOST + 1} ways, more than can be read on a page" in words_of(looked)
    assert 'name="all_the_same"' not in looked.text
    refused = secretary.post(path, {"held": held(looked), "then": "take", "all_the_same": "y"})
    assert refused.status_code == 422
    assert "Mend them in the file, or divide it, and look at it again; “import-recommendations”" in words_of(refused)
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0


def test_a_list_in_which_nothing_gives_away_is_taken_over_without_a_tick(app: Flask, secretary: Browser) -> None:
    with app.app_context(), work(TESTS):
        silence()
        path = f"/bodies/{body().key}/recommendations/import"
    text = f"{HEAD}\n{HARMLESS}\n"
    looked = secretary.post(path, {"file": (io.BytesIO(text.encode()), "list.csv"), "then": "look"})
    assert "take it over all the same" not in words_of(looked)
    assert secretary.post(path, {"held": held(looked), "then": "take"}).status_code == 303


def test_the_command_refuses_it_without_its_option(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    with app.app_context(), work(TESTS):
        silence()
    runner = CliRunner(env={"CONVENE_INSTANCE": str(app.config["CONVENE"].instance)})
    command = ["import-recommendations", str(file), "--body", "TNAP"]

    refused = runner.invoke(main, command)
    assert refused.exit_code == 1
    assert "line 3: a new recommendation (its text may give somebody away in “" in refused.output
    assert "and 2 lines say what may give away who recommended: read it, then mend the file, or add" in refused.output
    assert refused.output.splitlines()[-1] == "3 recommendations would be taken over; no line is refused"
    said = json.loads(runner.invoke(main, [*command, "--json"]).output)
    assert (said["kept"], said["may give away"]) == (False, 2)
    assert [each["may give away"] for each in said["told"]] == [False, True, True]
    assert runner.invoke(main, [*command, "--dry-run"]).exit_code == 1
    assert runner.invoke(main, [*command, "--dry-run", "--all-the-same"]).exit_code == 0
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0
    taken = runner.invoke(main, [*command, "--all-the-same"])
    assert (taken.exit_code, taken.output.splitlines()[-1]) == (
        0, "3 recommendations are taken over; no line is refused"
    )  # fmt: skip
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 3


def test_as_many_statements_for_many_lines_as_for_few(context: Flask) -> None:
    def taken(recommendations: int) -> int:
        with statements_seen() as seen:
            told(
                *(
                    FULL | {"symbol": f"B/{n}", "text": f"{GIVES_AWAY} {n}", "answer": f"{n}"}
                    for n in range(recommendations)
                )
            )
        return len(seen)

    with work(TESTS):
        silence()
        taken(1)
        assert taken(2) == taken(60)
