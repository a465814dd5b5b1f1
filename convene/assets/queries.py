"""Reads of national preparation and of statements on assets."""

from __future__ import annotations

from convene.access import rules
from convene.access.scope import guard
from convene.assets.models import AssetLine, AssetStatement, Preparation

guard(Preparation, rules.sees_seated, body=Preparation.body_id, announced=Preparation.announced)
for _model in (AssetStatement, AssetLine):
    guard(_model, rules.sees_filed, body=_model.body_id, party=_model.party_id, announced=_model.announced)
