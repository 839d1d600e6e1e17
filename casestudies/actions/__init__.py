"""The verbs of case studies, one module for each subject."""
