"""The bare page: the same text as a lesson, served as in the Wagtail tutorial and bakerydemo. Installed only in the bench settings."""
