"""Persons, what a body knows of them, and the dated terms in which they act for a party."""
