"""The record: notes while a meeting runs, the summary record in two renderings, corrections, adoption, attendance."""
