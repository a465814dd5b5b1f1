"""A joint letter on paper: each copy names its addressee, organisations stay together, pages are counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from convene.joint_letters.terms import WITHHELD, Printed, Recipient, Signatory, Signer
from convene.packs.joint_letter import joint_letter_pdf
from tests.packs.read import pages, properties

TO = Recipient("The Minister", "Ministry of Justice", "Dear Minister,", "1 High Street\nLondon")
LETTER = Printed(
    letterhead=("Civil Society Working Group", "+44 20 7946 0000", "group@convene.example"),
    title="A commitment to prevention",
    text="We write to you.\n- Support an inquiry.\n\nWe call on you.",
    dated_on=date(2027, 6, 12),
    signers=(Signer("Peace Direct", (Signatory("Ada", "Chair"), Signatory("Ben", ""))), Signer(WITHHELD)),
    sent_by=("e-mail", "post"),
)


def read(pdf: bytes) -> str:
    """Everything that stands in it, on one line."""
    return " ".join(" ".join(pages(pdf)).split())


def test_a_copy_holds_letterhead_addressee_text_and_signatories() -> None:
    text = read(joint_letter_pdf(LETTER, TO))

    for words in (*LETTER.letterhead, "12 June 2027", "Ministry of Justice", "London", "Dear Minister,", WITHHELD):
        assert words in text
    for words in ("Support an inquiry.", "Sincerely,", "Peace Direct", "Ada, Chair"):
        assert words in text
    assert "- Support" not in text
    assert "page 1 of 1" in text
    assert "Draft" not in text


@pytest.mark.parametrize(
    "to, words",
    [
        (TO, "Sent by e-mail and by post"),
        (replace(TO, post_address=""), "Sent by e-mail"),
        (replace(TO, by_mail=False), "Sent by post"),
    ],
)
def test_a_copy_says_by_which_ways_it_goes(to: Recipient, words: str) -> None:
    text = read(joint_letter_pdf(LETTER, to))

    assert words in text
    assert ("and by" in text) is ("and by" in words)


def test_what_was_not_sent_is_marked_on_every_page() -> None:
    long = replace(LETTER, is_draft=True, text="\n".join(["A paragraph of some length. " * 12] * 30))
    found = pages(joint_letter_pdf(long, TO))

    assert len(found) > 2
    assert all("Draft" in page for page in found)
    assert f"page {len(found)} of {len(found)}" in found[-1]


def test_many_organisations_go_on_overleaf_each_with_its_people() -> None:
    signers = tuple(Signer(f"Organisation {n:02d}", (Signatory(f"Person {n:02d}", "Director"),)) for n in range(60))
    found = pages(joint_letter_pdf(replace(LETTER, signers=signers), TO))

    for page in found:
        for n in range(60):
            assert (f"Organisation {n:02d}" in page) is (f"Person {n:02d}, Director" in page)


def test_the_same_letter_gives_the_same_bytes_and_another_addressee_others() -> None:
    first = joint_letter_pdf(LETTER, TO)

    assert first == joint_letter_pdf(LETTER, TO)
    assert first != joint_letter_pdf(LETTER, replace(TO, name="Another"))
    assert properties(first)["Title"] == LETTER.title


@pytest.mark.parametrize("words", ["<b>bold</b> & <para>", "\u202eturned", "x" * 4000, "&amp;", "\u0bae", ""])
def test_no_text_raises(words: str) -> None:
    letter = replace(
        LETTER, title=words or "A", text=words, signers=(Signer(words or "A", (Signatory(words, words),)),)
    )

    assert joint_letter_pdf(letter, replace(TO, name=words, office=words, post_address=words)).startswith(b"%PDF-")
