"""Starting a new module at the desk: empty, from an outline, as a copy, or from a Word file. One page leads to all four."""
