"""Learning: modules, lessons and each member's progress through them.

Owns pages (LearnIndexPage, ModulePage, LessonPage) and records (Item, Assignment, LearningEvent, …).
May import cms. Other apps reach it through URLs and wagtail_hooks only.
"""
