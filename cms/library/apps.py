from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "cms.library"
    verbose_name = "Library"
