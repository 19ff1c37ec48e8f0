"""What a password must be."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LengthValidator(MinimumLengthValidator):
    """Django's own, in words that its Vietnamese translation lacks."""

    def get_error_message(self) -> str:
        return f"Mật khẩu quá ngắn. Dùng ít nhất {self.min_length} ký tự."

    def get_help_text(self) -> str:
        return f"Mật khẩu có ít nhất {self.min_length} ký tự."
