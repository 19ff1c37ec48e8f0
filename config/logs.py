"""Logs as key-value lines, with what could name a person taken out before a line is written."""

from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# A database error quotes the offending row after these words.
ROW_QUOTES = ("DETAIL:", "CONTEXT:", "Failing row")


def drop_quoted_rows(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Cut the row that PostgreSQL quotes out of messages and tracebacks."""
    for key in ("event", "exception"):
        text = event.get(key)
        if isinstance(text, str) and any(quote in text for quote in ROW_QUOTES):
            kept = [line for line in text.splitlines() if not line.lstrip().startswith(ROW_QUOTES)]
            event[key] = "\n".join(kept)
    return event


def logging_settings(*, debug: bool) -> dict[str, Any]:
    """The LOGGING of Django: everything to standard error through one formatter."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        drop_quoted_rows,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "logger", "event"]),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "INFO" if debug else "WARNING"},
        "loggers": {"django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    }
