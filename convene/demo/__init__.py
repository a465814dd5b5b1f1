"""The demonstration network: role titles in place of names, and `.example` addresses."""
