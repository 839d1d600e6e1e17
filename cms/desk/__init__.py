"""Wagtail's admin arranged for trainers: dashboard, menus, lists, review, checks before publishing, and who may do what."""
