"""BasePage, the public pages and start lists, shared StreamField blocks, and the views that serve pages."""
