from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = "Signing in"

    def ready(self):
        from cms.accounts import limits, signals  # noqa: PLC0415 - models cannot be imported before the apps are ready

        signals.connect()
        checks.register(limits.check_rate_limits, checks.Tags.security, deploy=True)
