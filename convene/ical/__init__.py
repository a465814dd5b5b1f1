"""VCALENDAR and iTIP out (REQUEST, CANCEL, PUBLISH): bytes from frozen values. Knows no model, no page and no mail."""
