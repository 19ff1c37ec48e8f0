from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "config.audit"
    verbose_name = "Nhật ký"
