"""What forms say that no form of ours says itself."""

import pytest
from django import forms
from django.core.exceptions import ValidationError


def test_characters_that_no_database_holds_are_refused_in_vietnamese() -> None:
    with pytest.raises(ValidationError, match="ký tự không đọc được"):
        forms.CharField().clean("\0")
