"""Who belongs to a body: applications and their evidence (A3, B1), changes of standing, vacant seats."""
