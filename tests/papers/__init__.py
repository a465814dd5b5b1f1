"""Papers: what is uploaded, and its copies."""
