"""Agendas: items, timing and the projection of an agenda for one reader."""
