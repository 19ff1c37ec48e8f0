from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Đợt lấy phiếu"

    def ready(self) -> None:
        from campaigns import jobs  # noqa: F401, PLC0415 - registers the kinds of jobs
        from campaigns.words import ACTIONS  # noqa: PLC0415 - apps come before models
        from config.audit.words import name_actions  # noqa: PLC0415

        name_actions(ACTIONS)
