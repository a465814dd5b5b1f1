"""Pages of recommendations: their life, the addressees' own pages, lineage, guests, lists to take over and away."""

from __future__ import annotations

from convene.recommendations.views import (
    answers,
    drafts,
    evidence,
    feeding,
    figures,
    guests,
    life,
    lineage,
    lists,
    meeting,
    undoing,
)

BLUEPRINTS = (
    life.views,
    meeting.views,
    drafts.views,
    answers.views,
    evidence.views,
    lineage.views,
    guests.views,
    feeding.views,
    lists.views,
    figures.views,
    undoing.views,
)
