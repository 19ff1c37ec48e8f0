from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "config.jobs"
    verbose_name = "Công việc nền"
