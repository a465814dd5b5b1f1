"""Bodies, and the parties that are members, observers or guests of them."""
