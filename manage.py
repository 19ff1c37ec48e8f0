#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OperationalError as error:
        cause = str(error).partition("\n")[0]
        sys.exit(f"Cơ sở dữ liệu không trả lời: {cause}. Kiểm tra PostgreSQL và DATABASE_URL trong tệp .env.")
