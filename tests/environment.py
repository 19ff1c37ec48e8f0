"""The environment of the tests, set before the settings are read (see addopts in pyproject.toml)."""

import os

os.environ.update(
    SECRET_KEY="only-for-tests-" + "x" * 50,
    PLAIN_HTTP="yes",
    HASHED_STATIC="no",
    DEBUG="no",
    CONN_MAX_AGE="0",  # a test server's threads must leave no connection behind
    ALLOWED_HOSTS="localhost,127.0.0.1,testserver",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",  # the browser driver keeps an event loop in the tests' thread
)
