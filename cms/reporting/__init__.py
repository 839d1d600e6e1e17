"""Tables about people as files, small numbers, and calendar files. Used by the reports of every app."""
