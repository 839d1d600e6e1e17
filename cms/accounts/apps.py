from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = "People and authorities"

    def ready(self):
        from cms.accounts import limits, receivers  # noqa: PLC0415 - models are not there yet when this file is read

        receivers.connect()
        checks.register(limits.are_counted_once, checks.Tags.security, deploy=True)
