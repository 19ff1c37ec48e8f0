from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "ballots"
    verbose_name = "Kiểm phiếu"

    def ready(self) -> None:
        from ballots import jobs  # noqa: F401, PLC0415 - registers the kinds of jobs, which need the models
        from ballots.queries.boxes import why_no_backup  # noqa: PLC0415
        from ballots.words import ACTIONS  # noqa: PLC0415
        from config.audit.words import name_actions  # noqa: PLC0415
        from config.backup import no_backup_while  # noqa: PLC0415

        name_actions(ACTIONS)
        no_backup_while(why_no_backup)
