"""Runs the server. Its access log leaves out queries, so it holds no sentence that anyone typed."""

import copy
import ipaddress
import logging
from typing import Any

import uvicorn
from uvicorn.config import LOGGING_CONFIG

from .settings import Settings

GRACE_SECONDS = 5
# the longest text takes 180 kB in a query: a Chinese character becomes 9 bytes there
MAX_HEAD_BYTES = 262_144
PATH_POSITION = 2  # of the path among the arguments of uvicorn's access records: client, method, path, version, status


class WithoutQuery(logging.Filter):
    """Removes the query from the path in access records: it may hold what someone typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without the query."""
        if isinstance(record.args, tuple) and len(record.args) > PATH_POSITION:
            parts = list(record.args)
            parts[PATH_POSITION] = str(parts[PATH_POSITION]).partition("?")[0]
            record.args = tuple(parts)
        return True


def log_config() -> dict[str, Any]:
    """uvicorn's logging configuration, without queries, and with our own loggers."""
    config = copy.deepcopy(LOGGING_CONFIG)
    config["filters"] = {"without_query": {"()": WithoutQuery}}
    config["handlers"]["access"]["filters"] = ["without_query"]
    config["loggers"][__package__] = {"handlers": ["default"], "level": "INFO", "propagate": False}
    return config


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server that listens on ``host``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted; requests under way then get ``GRACE_SECONDS`` to finish."""
    from .main import create_app  # noqa: PLC0415 - loads torch

    uvicorn.run(
        create_app(settings, loopback=is_loopback(host)),
        host=host,
        port=port,
        log_config=log_config(),
        timeout_graceful_shutdown=GRACE_SECONDS,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
    )
