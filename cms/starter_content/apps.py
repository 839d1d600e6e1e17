from django.apps import AppConfig


class StarterContentConfig(AppConfig):
    name = "cms.starter_content"
    verbose_name = "Starter content"
