"""National preparation and the assets that States may deploy: questions, statements, the matrix (A12, A13)."""
