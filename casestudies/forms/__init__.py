"""Forms of case studies: the filters of the list, writing, sending for review, and reviewing."""
