"""Queries of many askers at once: a pool of processes, and the answers that were given, which hold as the graph does."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from queue import LifoQueue
from threading import Lock
from typing import NamedTuple

from cbec_kg.store.bounded import MEGABYTE, Limits, Question, Worker

_MOST_REMEMBERED = 32 * MEGABYTE
_LARGEST_REMEMBERED = MEGABYTE
_VOLATILE = re.compile(r"rand|now|uuid|\\u", re.IGNORECASE)
"""What makes an answer another each time; a word that only looks so costs no more than an answer that is not remembered."""


class Given(NamedTuple):
    """An answer: its form and format, its bytes and their digest."""

    form: str
    format: str
    content: bytes
    digest: str


class Pool:
    """Processes that answer queries of one graph, each used by one asker at a time."""

    def __init__(self, workers: Sequence[Worker], limits: Limits) -> None:
        self.limits = limits
        self._workers = list(workers)
        self._free: LifoQueue[Worker] = LifoQueue()
        for worker in reversed(self._workers):
            self._free.put(worker)
        self._given: OrderedDict[object, Given] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._workers)

    def given(self, question: Question) -> Given | None:
        """Return the answer that was given to a question before, None when it must be asked."""
        key = _key(question)
        with self._lock:
            found = self._given.get(key)
            if found is not None:
                self._given.move_to_end(key)
        return found

    def ask(self, question: Question) -> Given:
        """Return the answer of a question, from the next process that is free; errors are those of `Worker.ask`."""
        worker = self._free.get()
        try:
            reply = worker.ask(question, self.limits)
        finally:
            self._free.put(worker)
        digest = sha256(reply.content).hexdigest()[:32]
        given = Given(reply.form, question.forms.get(reply.form, ""), reply.content, digest)
        if len(given.content) <= _LARGEST_REMEMBERED and not _VOLATILE.search(question.text):
            self._remember(_key(question), given)
        return given

    def _remember(self, key: object, given: Given) -> None:
        with self._lock:
            if key not in self._given:
                self._given[key] = given
                self._bytes += len(given.content) + 1000
            while self._bytes > _MOST_REMEMBERED:
                _, oldest = self._given.popitem(last=False)
                self._bytes -= len(oldest.content) + 1000

    def close(self) -> None:
        """End all processes, in the middle of queries too."""
        for worker in self._workers:
            worker.close()


def _key(question: Question) -> object:
    return question.text, question.dataset, tuple(sorted(question.forms.items()))
