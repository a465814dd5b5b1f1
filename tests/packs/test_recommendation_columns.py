"""How the addressees of a wide matrix stand on paper."""

from __future__ import annotations

import pytest

from convene.packs.recommendations import columns_across


@pytest.mark.parametrize(
    "addressees, across", [(0, 1), (1, 1), (7, 7), (8, 8), (9, 5), (15, 8), (16, 8), (17, 6), (24, 8), (25, 7)]
)
def test_parts_of_a_matrix_are_of_about_one_width(addressees: int, across: int) -> None:
    assert columns_across(addressees) == across
