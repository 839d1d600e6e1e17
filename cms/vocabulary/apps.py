from django.apps import AppConfig


class VocabularyConfig(AppConfig):
    name = "cms.vocabulary"
    verbose_name = "Shared vocabulary"
