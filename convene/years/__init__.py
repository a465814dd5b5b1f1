"""The year of a body as a draft: meetings hung on anchor events, each date explained, each deadline set."""
