"""The audit log: who did what to whom, and when.

The lowest of our apps: actions of every other app write entries. The page that shows the log is in cms.privacy.
"""
