"""Open registration with approval (S5): a public form, a confirmed address, and the secretariat's decision."""
