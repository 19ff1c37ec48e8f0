"""What the command line says when the surroundings are wrong: a sentence, no traceback."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

MANAGE = settings.BASE_DIR / "manage.py"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SECRET_KEY", "", "Chưa có SECRET_KEY"),
        ("DATABASE_URL", "nonsense", "không phải là địa chỉ PostgreSQL"),
        ("DATABASE_URL", "sqlite:///var/x.db", "không phải là địa chỉ PostgreSQL"),
        ("DATABASE_URL", "postgres://x:geheim@127.0.0.1:1/x", "Cơ sở dữ liệu không trả lời"),
    ],
)
def test_a_wrong_setting_gets_a_sentence(variable: str, value: str, sentence: str) -> None:
    surroundings = {**os.environ, "DATABASE_URL": "postgres://x@127.0.0.1:1/x", "SECRET_KEY": "x" * 50}
    done = subprocess.run(
        [sys.executable, MANAGE, "check_data"],
        env={**surroundings, variable: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stderr
