"""Pages of recommendations: their life, the addressees' own pages, lineage, guests, lists to take over and away."""

from __future__ import annotations

from convene.recommendations.views import answers, drafts, figures, guests, life, lineage, lists, meeting, undoing

BLUEPRINTS = (
    life.views,
    meeting.views,
    drafts.views,
    answers.views,
    lineage.views,
    guests.views,
    lists.views,
    figures.views,
    undoing.views,
)
