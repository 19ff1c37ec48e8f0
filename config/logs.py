"""Logs as key-value lines, with what could name a person taken out before a line is written."""

import logging
from http import HTTPStatus
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


class LeaveOutConfidential(logging.Filter):
    """No line about a request whose page set `is_confidential`. Where such a page breaks, what kind of error and where
    in the code, without its words and without the address: those may hold what was sent. A request that such a page
    refuses is no break."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not getattr(getattr(record, "request", None), "is_confidential", False):
            return True
        if not record.exc_info or record.exc_info[0] is None or is_refusal(record):
            return False
        kind, _, traceback = record.exc_info
        hidden = RuntimeError(f"{kind.__name__}; its words are left out")
        record.msg, record.args, record.exc_info = "A confidential page broke", (), (RuntimeError, hidden, traceback)
        return True


class OneLineForRefusals(logging.Filter):
    """What a page refuses is no fault of the program: one line without a traceback. An address that is none of ours is
    left out: it may be a code that somebody typed in the wrong place."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not is_refusal(record):
            return True
        record.exc_info = None
        if (
            record.name == "django.request"
            and getattr(getattr(record, "request", None), "resolver_match", None) is None
        ):
            record.msg, record.args = "Status %s at an address that is none of ours", (record.__dict__["status_code"],)
        return True


def is_refusal(record: logging.LogRecord) -> bool:
    """Whether this tells of an answer that blames the request, not the program."""
    status: int | None = getattr(record, "status_code", None)
    return status is not None and status < HTTPStatus.INTERNAL_SERVER_ERROR


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
        "filters": {"confidential": {"()": LeaveOutConfidential}, "refusals": {"()": OneLineForRefusals}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["confidential", "refusals"],
            },
        },
        "root": {"handlers": ["stderr"], "level": "INFO" if debug else "WARNING"},
        "loggers": {"django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    }
