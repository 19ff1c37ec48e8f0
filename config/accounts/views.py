from typing import Any

from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpResponse

from config.audit.actions import record


class OwnPasswordView(PasswordChangeView):
    """Changing one's own password; the trail says that it was changed, never what it is."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(by=form.user, action="user.password", obj=form.user)
        return response
