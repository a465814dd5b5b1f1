"""Conditions by which a list is cut to words and countries, the same on both databases, in any capitals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, func, literal, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from convene.db import in_small_letters
from convene.recommendations.naming import country_key
from convene.recommendations.terms import UNNAMED


def names_country(column: ColumnElement[str] | InstrumentedAttribute[str], country: str) -> ColumnElement[bool]:
    """Whether a list with commas names exactly this country, whatever its capitals: Sudan is not South Sudan."""
    names = func.replace(in_small_letters(column), " ", "")
    if country == UNNAMED:
        return func.replace(names, ",", "") == ""
    wanted = country_key(country).replace(",", "")
    return (literal(",").concat(names).concat(",")).contains(f",{wanted},", autoescape=True)


def contains(column: ColumnElement[Any] | InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    """Whether a column holds these words, whatever their case; what means something to LIKE is taken as it stands."""
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return in_small_letters(type_coerce(column, String)).like(f"%{plain.lower()}%", escape="\\")
