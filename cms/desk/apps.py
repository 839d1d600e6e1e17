from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "cms.desk"
    verbose_name = "Trainers’ desk"
