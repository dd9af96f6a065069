"""Waiting for what cannot be ended, only left: an answer from another machine."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from cbec_kg.errors import LimitError

T = TypeVar("T")


def in_time(awaited: Callable[[], T], seconds: float) -> T:
    """Return what comes from elsewhere, awaited in a thread of its own; LimitError when it takes over `seconds`, if any."""
    results: list[T | Exception] = []

    def work() -> None:
        try:
            results.append(awaited())
        except Exception as error:  # handed to the caller's thread below, whatever it is
            results.append(error.with_traceback(None))  # its frames hold values that only this thread may free

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds or None)
    if not results:
        raise LimitError(f"the query took over {seconds:g} s and was given up. Narrow it, or allow more with --timeout.")
    if isinstance(results[0], Exception):
        raise results[0]
    return results[0]
