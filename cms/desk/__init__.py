"""Wagtail's admin tailored to trainers: dashboard, menus, lists, review workflow, checks before publishing, and permissions."""
