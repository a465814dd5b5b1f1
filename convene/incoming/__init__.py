"""What comes in for an agenda by itself, and what members propose; each accepted, merged, deferred or declined."""
