from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "cms.safeguarding"
    label = "safeguarding"
    verbose_name = "Safeguarding"
