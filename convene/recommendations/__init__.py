"""Recommendations: from the proposal to what came of it, by addressee, and how one grew out of another (A18)."""
