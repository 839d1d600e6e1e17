"""The bare page: the same words as a lesson, served as the Wagtail tutorial and bakerydemo do it. Only in bench settings."""
