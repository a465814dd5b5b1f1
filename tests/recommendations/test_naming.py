"""What is typed as a country or an addressee: known, or asked about in the words that were typed."""

from __future__ import annotations

import pytest
from flask import Flask

from convene.agendas.terms import Subject
from convene.bodies.states import SAME, STATES
from convene.db import work
from convene.recommendations.models import Recommendation
from convene.recommendations.naming import kind_guessed, known_as, stands_for, unknown_countries
from convene.recommendations.queries import addressees_of
from tests.browser import TESTS, Browser, browser_of, words_of
from tests.build import board_meeting, count, item_of, one
from tests.recommendations import made


@pytest.mark.parametrize(
    "typed, wanted",
    [
        ("", []),
        ("Sudan, South Sudan", []),
        ("sudan,CHAD , the Netherlands", []),
        ("Cote d’Ivoire, Türkiye, TURKIYE", []),
        ("Federal Republic of Germany, Kingdom of Denmark", []),
        ("Bosnia and Herzegovina", []),
        ("Veltria", []),
        ("Narnia", [("Narnia", ())]),
        ("Sudan, Sudann", [("Sudann", ("Sudan",))]),
        ("Nigeri", [("Nigeri", ("Nigeria", "Niger"))]),
        ("Sudan and Chad", [("Sudan and Chad", ("Sudan, Chad",))]),
        ("Sudan; Chad", [("Sudan; Chad", ("Sudan, Chad",))]),
        ("Sudan and Narnia", [("Sudan and Narnia", ())]),
        ("Veltra", [("Veltra", ("Veltria",))]),
    ],
)
def test_a_name_of_no_country_is_told_with_those_near(typed: str, wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    assert unknown_countries(typed, ["Veltria"]) == wanted


@pytest.mark.parametrize(
    "typed, wanted",
    [
        ("Ostrin", []),  # Named before, and near no other.
        ("Sudann", [("Sudann", ("Sudan",))]),  # A slip that was let pass once.
        ("Veltra", [("Veltra", ("Veltria",))]),
        ("Sudan", []),
    ],
)
def test_a_slip_that_was_let_pass_once_is_asked_about_again(
    typed: str, wanted: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert unknown_countries(typed, ["Veltria"], ["Ostrin", "Sudann", "Veltra"]) == wanted


def test_each_state_is_known_by_each_of_its_names() -> None:
    assert unknown_countries(", ".join(STATES), ()) == []
    assert len(STATES) == len(set(STATES))


PARTIES = ("United States", "United Kingdom", "Netherlands", "Republic of Korea", "Czechia", "Russian Federation",
           "Democratic Republic of the Congo", "Côte d'Ivoire", "Denmark", "Australia", "China")  # fmt: skip


@pytest.mark.parametrize(
    "name, party, other",
    [
        ("USA", "United States", ""),
        ("U.S.", "United States", ""),
        ("usa", "United States", ""),
        ("UK", "United Kingdom", ""),
        ("Great Britain", "United Kingdom", ""),
        ("GBR", "United Kingdom", ""),
        ("Holland", "Netherlands", ""),
        ("NLD", "Netherlands", ""),
        ("South Korea", "Republic of Korea", ""),
        ("Czech Republic", "Czechia", ""),
        ("Russia", "Russian Federation", ""),
        ("D.R.C.", "Democratic Republic of the Congo", ""),
        ("Ivory Coast", "Côte d'Ivoire", ""),
        ("DK", "Denmark", ""),
        # With accents, or the form of government, it is the party's own name, and asked about as before.
        ("Cote d’Ivoire", "", "Côte d'Ivoire"),
        ("Kingdom of Denmark", "", "Denmark"),
        ("Government of the Netherlands", "", "Netherlands"),
        ("Denmark", "", "Denmark"),
        # Others, or nobody for certain.
        ("dk", "", ""),
        ("AU", "", ""),
        ("Korea", "", ""),
        ("North Korea", "", ""),
        ("Congo", "", ""),
        ("Republic of China", "", ""),
        ("Nigeria", "", ""),
        ("United Nations", "", ""),
    ],
)
def test_a_state_is_known_by_its_other_names_and_codes(name: str, party: str, other: str) -> None:
    assert known_as(name, PARTIES) == party
    assert stands_for(name, PARTIES) == (party or other)


def test_no_name_is_that_of_two_states() -> None:
    names = [name.casefold() for row in SAME for name in row]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "line, said",
    [
        ("USA", ""),
        ("Holland", ""),
        ("UK (other)", "“UK (other)”: UK is United Kingdom, a party of this body. Tick it above"),
        ("Great Britain (other)", "Great Britain is United Kingdom, a party of this body."),
        ("Kingdom of the Netherlands (other)", "Kingdom of the Netherlands is Netherlands, a party of this body."),
        ("USA (company)", ""),
        ("Ostrin (other)", ""),
    ],
)
def test_another_name_of_a_party_is_that_party(app: Flask, secretary: Browser, line: str, said: str) -> None:
    with app.app_context(), work(TESTS):
        path = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"
    sent = secretary.post(path, {"text": made.TEXT, "kind": "sanctions", "others": line}, follow_redirects=True)
    assert (sent.status_code, said in words_of(sent)) == (422 if said else 200, True)
    if said:
        assert f"{line}</textarea>" in sent.text
        return
    parties = {"USA": "United States", "Holland": "Netherlands"}
    with app.app_context(), work(TESTS):
        found = one(Recommendation)
        (to,) = addressees_of([found.id])[found.id]
        assert (to.name, to.party_id is not None) == (parties.get(line, line.partition(" (")[0]), line in parties)
    for other, party in parties.items():
        assert (f"“{other}” is read as: {party}." in words_of(sent)) is (line == other)


@pytest.mark.parametrize(
    "name, kind",
    [
        ("Example Ltd", "company"),
        ("Muster GmbH", "company"),
        ("Limited Access Project", "other"),
        ("United Nations", "international organisation"),
        ("European Union", "international organisation"),
        ("G20", "summit"),
        ("Institute of Peace", "institute"),
        ("Parliament", "other"),
    ],
)
def test_what_somebody_is_is_guessed_only_to_be_offered(name: str, kind: str) -> None:
    assert kind_guessed(name) == kind


def test_what_is_typed_is_asked_about_and_kept_as_it_is_meant(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        path = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"
    secretary = browser_of(app, "secretary")
    assert 'name="meant"' not in secretary.get(path).text
    named = {"countries": "Narnia, Sudann, Chad", "others": "Example Ltd\nDenmrk"}
    draft = {"text": made.TEXT, "kind": "sanctions", **named}
    refused = secretary.post(path, draft)
    assert refused.status_code == 422
    for said in (
        "“Narnia” is the name of no country that is known here. If it is meant so",
        "Did you mean Sudan?",
        "Say in brackets what it is: “Example Ltd (company)”",
        "did you mean Denmark?",
    ):
        assert said in refused.text
    assert (refused.text.count('name="meant"'), 'value="Narnia"' in refused.text) == (2, True)

    draft |= {
        "countries": "Narnia, Chad",
        "others": "Example Ltd (Company)\nExample (OSX) (international organization)",
    }
    # A tick holds for the name it was given to, and stays where something else is refused.
    assert secretary.post(path, draft | {"meant": "Sudann"}).status_code == 422
    again = secretary.post(path, draft | {"meant": "Narnia", "text": ""})
    assert (again.status_code, "is the name of no country" in again.text) == (422, False)
    assert 'value="Narnia"' in again.text
    with app.app_context(), work(TESTS):
        assert count(Recommendation) == 0
    assert secretary.post(path, draft | {"meant": "Narnia"}).status_code == 303
    with app.app_context(), work(TESTS):
        found = one(Recommendation)
        assert found.countries == "Narnia, Chad"
        assert [(to.name, str(to.kind)) for to in addressees_of([found.id])[found.id]] == [
            ("Example Ltd", "company"),
            ("Example (OSX)", "international organisation"),
        ]
        edit, revision = f"/recommendations/{found.key}/edit", str(found.revision)
    # What the body has named once is not asked about again.
    assert "Example Ltd (company)" in secretary.get(edit).text
    assert secretary.post(edit, draft | {"revision": revision, "text": f"{made.TEXT} At once."}).status_code == 303


@pytest.mark.parametrize("kind", ["other", "institute"])
def test_an_addressee_of_any_kind_comes_back_with_it(app: Flask, kind: str) -> None:
    with app.app_context(), work(TESTS):
        path = f"/items/{item_of(board_meeting(), Subject.RECOMMENDATIONS).key}/recommendations/new"
    secretary = browser_of(app, "secretary")
    draft = {"text": made.TEXT, "kind": "sanctions", "others": f"The Elders ({kind})"}
    assert secretary.post(path, draft).status_code == 303
    with app.app_context(), work(TESTS):
        edit = f"/recommendations/{one(Recommendation).key}/edit"
    assert f"The Elders ({kind})</textarea>" in secretary.get(edit).text
    assert secretary.post(edit, draft | {"revision": "1", "text": f"{made.TEXT} At once."}).status_code == 303
