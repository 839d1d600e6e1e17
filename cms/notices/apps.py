from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "cms.notices"
    label = "notices"
    verbose_name = "Notices"

    def ready(self):
        # Models cannot be imported before the apps are ready.
        from cms.accounts.models import register_session_flag  # noqa: PLC0415
        from cms.notices.models import UNREAD_FLAG, any_unread  # noqa: PLC0415

        register_session_flag(UNREAD_FLAG, any_unread)
