from django import forms
from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator


class PlatformConfig(AppConfig):
    name = "config"
    label = "platform"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        """Django has no Vietnamese for the first sentence, and for the second one that says something else."""
        ProhibitNullCharactersValidator.message = "Nội dung có ký tự không đọc được. Xóa đi rồi gõ lại."
        forms.IntegerField.default_error_messages["invalid"] = "Ghi một số nguyên, chỉ gồm chữ số."
