from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from config.audit.words import name_actions  # noqa: PLC0415 - needs the models
        from reports import jobs  # noqa: F401, PLC0415 - registers the kinds of jobs
        from reports.words import ACTIONS  # noqa: PLC0415

        name_actions(ACTIONS)
