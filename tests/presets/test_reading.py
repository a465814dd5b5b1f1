"""How presets are read: every file of the folder, and what a broken one is told, to the line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from convene.anchors.terms import AnchorKind
from convene.bodies.terms import PartyKind
from convene.cli import main
from convene.presets import reading
from convene.presets.reading import outline, presets, read
from convene.presets.terms import Milestone, Registration, Where
from convene.toml_files import FileError
from tests.contracts.sources import ROOT

KEYS = [f"S{number}" for number in range(1, 12)]
GOOD = """
[body]
name = "A board"
short_name = "Board"
symbol = "BRD"
zone = "Europe/Zurich"
about = "It meets."
source = "nowhere"
tied_to = ["S1"]
members = ["State"]
seat_roles = ["alternate"]
rules = ["A10", "X.1"]

[own_rules]
"X.1" = "It meets."

[milestone_names]
visa-letters = "Visa letters sent"

[milestones.usual]
record-circulated = -7
visa-letters = 40
invitations = 60

[[cycle]]
key = "spring"
name = "Spring"
template = "briefing"
where = "in the next host's capital"
months = [3, 4]
lasts = 2
opens = "09:30"
firm = ["A10: twice a year"]
why = "Because."
milestones = "usual"

[[cycle]]
key = "autumn"
name = "Autumn"
template = "briefing"
where = "at the anchor"
anchor = "UNGA general debate"
window = [-1, 3]
avoid = [0]
lasts = 1
opens = "10:00"
apart_from = ["spring", "S1.autumn"]
why = "Because."
is_optional = true
milestones = "usual"
"""
OTHERS = {"S1": frozenset({"spring", "autumn"}), "S3": None, "mine": frozenset({"spring", "autumn"})}
TEMPLATES = frozenset({"briefing", "coordination-board"})
SPRING, AUTUMN = "line 1", "line 2"


def put(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(FileError) as caught:
        read(put(folder, text), OTHERS, TEMPLATES)
    return str(caught.value)


def test_presets_are_those_of_the_folder_in_the_order_of_their_numbers() -> None:
    assert sorted(path.stem for path in (ROOT / "agendas" / "bodies").glob("*.toml")) == sorted(KEYS)
    assert list(presets()) == reading.preset_keys() == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_file_explains_itself_before_it_begins(key: str) -> None:
    lines = (ROOT / "agendas" / "bodies" / f"{key}.toml").read_text("utf-8").splitlines()
    head = lines[: lines.index("[body]")]
    assert sum(line.startswith("# ") for line in head) >= 4
    assert "S1.toml" in " ".join(head) or key == "S1"
    assert [line for line in lines if len(line) > 120] == []


def test_the_first_file_explains_every_key() -> None:
    head = (ROOT / "agendas" / "bodies" / "S1.toml").read_text("utf-8").split("[body]\n")[0]
    keys = [*reading.BODY_KEYS, *reading.LINE_KEYS, *reading.WORDS]
    assert [key for key in keys if not re.search(rf"\b{key}\b", head)] == []


def test_read_fills_what_a_preset_may_leave_out(tmp_path: Path) -> None:
    found = read(put(tmp_path, GOOD), OTHERS, TEMPLATES)
    spring, autumn = found.cycle
    assert (found.key, found.registration, found.adopts, found.letters) == ("mine", Registration.INVITED, True, None)
    assert (found.members, found.guests, found.individuals) == ((PartyKind.STATE,), (), False)
    assert found.own_rules == {"X.1": "It meets."}
    assert (spring.anchor, spring.window, spring.every_years, spring.phase) == (None, (0, 0), 1, 0)
    assert (spring.where, spring.city, spring.zone) == (Where.HOST, "", "Europe/Zurich")
    assert spring.cites == {"A10"}
    assert (autumn.anchor, autumn.city, autumn.zone) == (AnchorKind.DEBATE, "New York", "America/New_York")
    assert (autumn.window, autumn.avoid, autumn.months, autumn.is_optional) == ((-1, 3), (0,), (), True)


def test_milestones_stand_in_the_order_in_which_they_fall_due(tmp_path: Path) -> None:
    found = read(put(tmp_path, GOOD), OTHERS, TEMPLATES)
    assert found.cycle[0].milestones == (
        Milestone("invitations", "Invitations", 60),
        Milestone("visa-letters", "Visa letters sent", 40),
        Milestone("record-circulated", "Record circulated", -7),
    )


BODY, KINDS = "[body]", ", ".join(f"“{kind}”" for kind in PartyKind)
ANCHORS = ", ".join(f"“{kind}”" for kind in AnchorKind)
TEXT = "must be text between quotation marks"


@pytest.mark.parametrize(
    "old, new, said",
    [
        ('name = "A board"', "", f", line 2, {BODY}: “name” {TEXT}; it is missing"),
        (
            'name = "A board"',
            'nam = "A board"',
            ", line 3, [body]: “nam” is not known here; known are name, short_name",
        ),
        (
            'short_name = "Board"',
            f'short_name = "{"B" * 61}"',
            (f", line 4, {BODY}: “short_name” must have 60 letters at most; it has 61"),
        ),
        (
            'symbol = "BRD"',
            'symbol = "the board"',
            (
                f", line 5, {BODY}: “symbol” must be two to twenty capital letters "
                "and digits, such as “TNAP”; found “the board”"
            ),
        ),
        (
            'zone = "Europe/Zurich"',
            'zone = "Europe/Nowhere"',
            (f", line 6, {BODY}: “zone” must be a time zone such as “Europe/Zurich”; found “Europe/Nowhere”"),
        ),
        (
            'tied_to = ["S1"]',
            'tied_to = ["S7"]',
            (f", line 9, {BODY}: each of “tied_to” must be the key of another preset (S1, S3); found “S7”"),
        ),
        (
            'tied_to = ["S1"]',
            'parent = "S7"',
            (f", line 9, {BODY}: “parent” must be the key of another preset (S1, S3); found “S7”"),
        ),
        (
            'tied_to = ["S1"]',
            'succeeds = "mine"',
            (f", line 9, {BODY}: “succeeds” must be the key of another preset (S1, S3); found “mine”"),
        ),
        (
            'tied_to = ["S1"]',
            'tied_to = "S1"',
            (f", line 9, {BODY}: “tied_to” must be a list of texts between quotation marks; found “S1”"),
        ),
        (
            'members = ["State"]',
            'members = ["State", "tribe"]',
            (f", line 10, {BODY}: each of “members” must be one of {KINDS}; found “tribe”"),
        ),
        ('members = ["State"]', 'members = ["State", "State"]', f", line 10, {BODY}: “members” names “State” twice"),
        (
            'members = ["State"]',
            'guests = ["State",\n  "clan"]',
            (f", line 10, {BODY}: each of “guests” must be one of {KINDS}; found “clan”"),
        ),
        (
            'seat_roles = ["alternate"]',
            'seat_roles = ["contact"]',
            (
                f", line 11, {BODY}: each of “seat_roles” must be one "
                "of “primary representative”, “alternate”, “steering group member”, “individual member”; "
                "found “contact”"
            ),
        ),
        (
            '"A10", "X.1"]',
            '"A10", "A20", "X.1"]',
            (
                f", line 12, {BODY}: “rules” must name paragraphs (A1 to A19, B1 to "
                "B10) or rules under [own_rules]; found “A20”"
            ),
        ),
        (
            '"A10", "X.1"]',
            '"A10"]',
            (f", line 12, {BODY}: “rules” must name every rule under [own_rules]; “X.1” is missing"),
        ),
        (
            "[own_rules]",
            "registration = 1\n[own_rules]",
            (f", line 14, {BODY}: “registration” must be one of “by invitation”, “open, with approval”; found 1"),
        ),
        (
            "[own_rules]",
            "not_attributed = 1\n[own_rules]",
            (f", line 14, {BODY}: “not_attributed” must be true or false; found 1"),
        ),
        (
            "[own_rules]",
            "adopts = false\n[own_rules]",
            (f", line 14, {BODY}: “disclaimer” must say that the output is not adopted"),
        ),
        (
            "[own_rules]",
            'disclaimer = "No."\n[own_rules]',
            (f", line 14, {BODY}: “disclaimer” is for output that is not adopted; set “adopts” to false"),
        ),
        (
            "[own_rules]",
            'individuals_are = ["all"]\n[own_rules]',
            (f", line 14, {BODY}: “individuals_are” needs “individuals = true”"),
        ),
        (
            "[own_rules]",
            '[words]\nchief = "x"\n[own_rules]',
            (
                ", line 15, [words]: “chief” is not known here; known are "
                "body, member, representative, secretariat, meeting, guest, paper, record, recommendation, seat"
            ),
        ),
        (
            "[own_rules]",
            "[letters]\nsignatories_most = 0\n[own_rules]",
            (", line 15, [letters]: “signatories_most” must be a whole number from 1 to 10; found 0"),
        ),
        (
            "[own_rules]",
            "[[own_rules]]",
            (", line 14: “own_rules” must be a table that begins with [own_rules]; found a list"),
        ),
        (
            "invitations = 60",
            "invitation = 60",
            (", line 23, [milestones.usual]: “invitation” is not known here; known are host-confirmed, "),
        ),
        (
            "invitations = 60",
            'invitations = "60"',
            (", line 23, [milestones.usual]: “invitations” must be a whole number from -400 to 400; found “60”"),
        ),
        ('key = "spring"', "", f", line 25, {SPRING}: “key” {TEXT}; it is missing"),
        (
            'key = "spring"',
            'key = "Spring 1"',
            (f", line 26, {SPRING}: “key” must be small letters, digits and hyphens; found “Spring 1”"),
        ),
        (
            'key = "autumn"',
            'key = "spring"',
            (f", line 38, {AUTUMN}: “key” must differ from line to line; “spring” stands there already"),
        ),
        (
            'template = "briefing"\nwhere = "in',
            'template = "party"\nwhere = "in',
            (
                f", line 28, {SPRING}: “template” must "
                "be the name of a file in agendas/ without “.toml” (briefing, coordination-board); found “party”"
            ),
        ),
        (
            'where = "in the next host\'s capital"',
            'where = "somewhere"',
            (
                f", line 29, {SPRING}: “where” must be one of "
                "“at the anchor”, “in the next host's capital”, “at a fixed place”, “by video”; found “somewhere”"
            ),
        ),
        (
            'where = "in the next host\'s capital"',
            'where = "at a fixed place"',
            (f", line 25, {SPRING}: “city” {TEXT}; it is missing"),
        ),
        (
            'where = "in the next host\'s capital"',
            'where = "by video"\ncity = "Oslo"',
            (f", line 30, {SPRING}: “city” belongs to a line “at a fixed place” only; this one is “by video”"),
        ),
        (
            'where = "in the next host\'s capital"',
            'where = "at the anchor"',
            (f", line 25, {SPRING}: “anchor” must be given where the meeting takes place at the anchor; it is missing"),
        ),
        (
            "months = [3, 4]",
            "",
            (
                f", line 25, {SPRING}: “months” must be a list of months from 1 to 12, since the line has "
                "no anchor; it is missing"
            ),
        ),
        (
            "months = [3, 4]",
            "months = [13]",
            (f", line 30, {SPRING}: “months” must be a list of whole numbers from 1 to 12; found [13]"),
        ),
        (
            "months = [3, 4]",
            "months = [3]\nwindow = [0, 2]",
            (f", line 31, {SPRING}: “window” counts from an anchor; this line has none"),
        ),
        (
            "months = [3, 4]",
            "months = [3]\nphase = 1",
            (f", line 31, {SPRING}: “phase” must be a whole number from 0 to 0; found 1"),
        ),
        (
            'firm = ["A10: twice a year"]',
            'firm = ["A11: two days"]',
            (
                f", line 33, {SPRING}: each of “firm” must begin "
                "with a rule of this body and a colon, such as “A10: what it fixes”; found “A11: two days”"
            ),
        ),
        (
            'anchor = "UNGA general debate"',
            'anchor = "G20"',
            (f", line 42, {AUTUMN}: “anchor” must be one of {ANCHORS}; found “G20”"),
        ),
        (
            "window = [-1, 3]",
            "window = [3, -1]",
            (
                f", line 43, {AUTUMN}: “window” must be the first and the last day "
                "allowed, such as [0, 4], from the anchor's first day; found [3, -1]"
            ),
        ),
        ("window = [-1, 3]", "window = [0, 0]\nlasts = 2\n# ", ", line 47: this key stands there already"),
        (
            "avoid = [0]\nlasts = 1",
            "lasts = 9",
            (f", line 43, {AUTUMN}: “window” must have room for the 9 days that the meeting lasts"),
        ),
        (
            "avoid = [0]",
            "months = [9]",
            (f", line 44, {AUTUMN}: “months” is for a line without an anchor; this one has “window”"),
        ),
        (
            '"S1.autumn"]',
            '"S1.winter"]',
            (
                f", line 47, {AUTUMN}: each of “apart_from” must be another line of this file, "
                "or one such as “S1.autumn” of another; found “S1.winter”"
            ),
        ),
        (
            '["spring", "S1',
            '["autumn", "S1',
            (
                f", line 47, {AUTUMN}: each of “apart_from” must be another line of this "
                "file, or one such as “S1.autumn” of another; found “autumn”"
            ),
        ),
        (
            'is_optional = true\nmilestones = "usual"',
            'milestones = "rare"',
            (
                f", line 49, {AUTUMN}: “milestones” must be a "
                "set that begins with [milestones.…] in this file (“usual”); found “rare”"
            ),
        ),
        (
            '[[cycle]]\nkey = "spring"',
            '[cycles]\nkey = "spring"',
            (
                ", line 25: “cycles” is not known here; known are "
                "body, words, own_rules, milestone_names, milestones, letters, cycle"
            ),
        ),
    ],
)
def test_a_broken_preset_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1
    found = complaint(tmp_path, GOOD.replace(old, new))
    assert found.startswith(f"mine.toml{said}") if said.endswith(("short_name", ", ")) else found == f"mine.toml{said}"


def test_lines_of_a_file_that_is_itself_broken_are_not_held_against_this_one(tmp_path: Path) -> None:
    found = read(put(tmp_path, GOOD.replace("S1.autumn", "S3.anything")), OTHERS, TEMPLATES)
    assert found.cycle[1].apart_from == ("spring", "S3.anything")


def test_outline_gives_lines_and_marks_broken_files(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (tmp_path / "broken.toml").write_text("name = ", encoding="utf-8")
    (tmp_path / "odd.toml").write_text("cycle = 7", encoding="utf-8")
    assert outline(tmp_path) == {"mine": frozenset({"spring", "autumn"}), "broken": None, "odd": None}


def test_a_name_longer_than_a_key_may_be_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "longer-than-ten.toml"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read(path, OTHERS, TEMPLATES)
    told = "the file's name, which is the preset's key, must have ten letters at most"
    assert str(caught.value) == f"longer-than-ten.toml, line 2, [body]: {told}"


def test_check_agendas_says_ok_for_every_file() -> None:
    done = CliRunner().invoke(main, ["check-agendas"])
    folder = ROOT / "agendas"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")} - {"anchors/capitals.toml"}
    assert done.exit_code == 0
    assert set(done.stdout.splitlines()) == {f"ok   {path}" for path in files}


def test_check_agendas_names_each_wrong_file_and_ends_with_status_1(tmp_path: Path) -> None:
    for folder in ("bodies", "anchors"):
        (tmp_path / folder).mkdir()
    for name in ("briefing.toml", "bodies/S1.toml"):
        (tmp_path / name).write_text((ROOT / "agendas" / name).read_text("utf-8"), encoding="utf-8")
    (tmp_path / "mine.toml").write_text("[meeting]\nname = 7\n", encoding="utf-8")
    (tmp_path / "anchors" / "known.toml").write_text("[[known]]\nevent = 'A fair'\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check-agendas", "--folder", str(tmp_path)])
    assert done.exit_code == 1
    lone = "“succeeds” must be the key of another preset (there is none); found “S3”"
    assert done.stdout.splitlines() == [
        "ok   briefing.toml",
        "BAD  mine.toml, line 2, [meeting]: “name” must be text between quotation marks; found 7",
        f"BAD  bodies/S1.toml, line 41, [body]: {lone}",
        f"BAD  anchors/known.toml, entry 1: “event” must be one of {', '.join(AnchorKind)}",
    ]
