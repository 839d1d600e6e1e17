"""Writing tables about people as files. Used by the reports of every app."""
