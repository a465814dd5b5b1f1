"""The stages of an agenda: circulated, dated, frozen, with a symbol, and marked up against the one before."""
