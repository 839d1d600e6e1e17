from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "cms.directory"
    label = "directory"
    verbose_name = "Directory"

    def ready(self):
        from cms.directory import signals  # noqa: PLC0415 - models cannot be imported before the apps are ready

        signals.connect()
