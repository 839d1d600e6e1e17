"""Learning: modules, and each member's way through them.

Owns pages (LearnIndexPage, ModulePage, LessonPage) and records (Item, Assignment, LearningEvent, …).
May look at: cms. Shows itself through: urls, wagtail_hooks, learning_tags.
"""
