"""PDF: what a reader may see of a meeting, set on paper. Knows no model; is given frozen projections only."""
