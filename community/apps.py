from django.apps import AppConfig
from django.core.checks import register

from cms.people.working_days import check_bank_holidays


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = "Community"

    def ready(self):
        register(check_bank_holidays, deploy=True)
