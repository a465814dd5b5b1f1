"""Papers and their versions: stored by content, never wider than the item they belong to."""
