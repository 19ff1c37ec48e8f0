from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator


class PlatformConfig(AppConfig):
    name = "config"
    label = "platform"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Django has no Vietnamese for this one sentence."""
        ProhibitNullCharactersValidator.message = "Nội dung có ký tự không đọc được. Xóa đi rồi gõ lại."
