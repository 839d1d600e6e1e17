"""Starting a new module at the desk: empty, from a pattern, as a copy, or from a Word file. One page leads to all four."""
