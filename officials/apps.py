from django.apps import AppConfig


class OfficialsConfig(AppConfig):
    name = "officials"
    verbose_name = "Cán bộ"

    def ready(self) -> None:
        from config.audit.words import name_actions  # noqa: PLC0415 - models are loaded only now
        from officials import jobs  # noqa: F401, PLC0415 - registers the kinds of jobs
        from officials.words import ACTIONS  # noqa: PLC0415

        name_actions(ACTIONS)
