from typing import Any

from crispy_forms.helper import FormHelper
from django.contrib.auth.forms import AuthenticationForm

SENTENCES: dict[str, Any] = {
    "invalid_login": (
        "Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock và bộ gõ tiếng Việt, rồi nhập lại."
    ),
    "inactive": "Tài khoản này đã ngừng dùng. Hỏi người quản trị hệ thống.",
}


class SignInForm(AuthenticationForm):
    """Sign-in; a wrong name and a wrong password get the same answer, so that names cannot be found out."""

    error_messages = SENTENCES

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["username"].error_messages["required"] = "Nhập tên đăng nhập."
        self.fields["username"].widget.attrs["spellcheck"] = "false"
        self.fields["password"].label = "Mật khẩu"
        self.fields["password"].error_messages["required"] = "Nhập mật khẩu."
        self.fields["password"].help_text = ""
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
