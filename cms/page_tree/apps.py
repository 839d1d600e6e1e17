from django.apps import AppConfig


class PageTreeConfig(AppConfig):
    name = "cms.page_tree"
    verbose_name = "Page tree"
