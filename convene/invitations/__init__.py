"""Invitations, answers, delegations, places, reminders, and what each person's calendar was told."""
