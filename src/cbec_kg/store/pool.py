"""Questions of many askers at once: a pool of processes, and the answers that were given, which hold as the graph does.

A process is sent questions before it has answered the last, so that neither side waits for the other; where one takes long,
those behind it go to another process.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from cbec_kg.errors import LimitError, UnavailableError
from cbec_kg.io.piped import EndedError, Found
from cbec_kg.store.bounded import MEGABYTE, Limits, Reply

_MOST_REMEMBERED = 32 * MEGABYTE
_LARGEST_REMEMBERED = MEGABYTE
_AHEAD = 16
"""Most questions that a process is sent before it has answered the first."""

_BYTES_AHEAD = 32_000
"""Most bytes of them: a pipe takes as many though nobody reads, so that the server never waits for a process."""

_START = 2
"""How many small questions take no longer than the start of a process."""

_LONG = 0.05
"""Seconds after which a question takes long."""


class Askable(Protocol):
    """A question to a pool: `key` tells it from others, None where each answer may be another; `forms` are as a
    `cbec_kg.store.bounded.Question` has them.
    """

    @property
    def key(self) -> Hashable: ...  # noqa: D102  # said in the docstring of the class
    @property
    def forms(self) -> Mapping[str, str]: ...  # noqa: D102  # likewise


Q = TypeVar("Q", bound=Askable)
Q_contra = TypeVar("Q_contra", bound=Askable, contravariant=True)


class Process(Protocol[Q_contra]):
    """A process of a pool: a `cbec_kg.io.piped.PipedProcess` that knows how questions and replies are written."""

    @property
    def runs(self) -> bool: ...  # noqa: D102  # said in the docstring of that class; likewise below
    @property
    def output(self) -> int: ...  # noqa: D102
    def start(self) -> None: ...  # noqa: D102
    def write(self, line: bytes) -> None: ...  # noqa: D102
    def read(self) -> list[Found]: ...  # noqa: D102
    def kill(self) -> None: ...  # noqa: D102
    def close(self, *, ending: bool = False) -> int: ...  # noqa: D102
    def line(self, question: Q_contra, limits: Limits) -> bytes: ...  # noqa: D102
    def reply(self, question: Q_contra, limits: Limits, content: bytes, end: dict[str, Any]) -> Reply: ...  # noqa: D102
    def excess(self, error: EndedError, limits: Limits) -> LimitError: ...  # noqa: D102


class Given(NamedTuple):
    """An answer: its form and format, its bytes and their digest."""

    form: str
    format: str
    content: bytes
    digest: str


class BusyError(LimitError):
    """As many questions wait as may."""

    def __init__(self) -> None:
        super().__init__("too many queries wait. Try again.")


class _Asked(Generic[Q]):
    """A question that was asked, as a line, and who waits for its reply."""

    __slots__ = ("awaited", "line", "question")

    def __init__(self, question: Q, line: bytes, awaited: asyncio.Future[Reply]) -> None:
        self.question, self.line, self.awaited = question, line, awaited


class _Pipeline(Generic[Q]):
    """A process with the questions that it was sent and has not answered, oldest first; one that went elsewhere is None.

    `returned` is called with questions that it will not answer, and whenever it can take more.
    """

    def __init__(self, process: Process[Q], limits: Limits, returned: Callable[[Sequence[_Asked[Q]]], None]) -> None:
        self.process = process
        self._limits, self._returned = limits, returned
        self._sent: deque[_Asked[Q] | None] = deque()
        self._unwritten: list[bytes] = []
        self._bytes: deque[int] = deque()
        self._starting: asyncio.Task[None] | None = None
        self._while = min(_LONG, limits.seconds or _LONG)
        self._begun = 0.0
        self._long = self._late = False
        self._timer: asyncio.TimerHandle | None = None

    def room(self, size: int) -> int:
        """Return how much is before a question of so many bytes, -1 when it can take none: other questions, or its start."""
        ahead = len(self._sent)
        if self._long or self._late or ahead >= _AHEAD or (ahead and sum(self._bytes) + size > _BYTES_AHEAD):
            return -1
        return ahead if self.process.runs and self._starting is None else ahead + _START

    def send(self, asked: _Asked[Q]) -> None:
        """Send a question; the process starts where it does not run."""
        self._sent.append(asked)
        self._bytes.append(len(asked.line))
        if not self.process.runs:
            self._starting = self._starting or asyncio.create_task(self._start())
        if self._starting is not None:
            return
        if len(self._sent) == 1:
            self._begin()
        self._write(asked.line)

    def _write(self, line: bytes) -> None:
        """Write a line with others that are about to be: each time that the process is woken costs more than a question."""
        if not self._unwritten:
            asyncio.get_running_loop().call_soon(self._write_all)
        self._unwritten.append(line)

    def _write_all(self) -> None:
        lines, self._unwritten = self._unwritten, []
        with suppress(BrokenPipeError, EOFError):  # it has ended, which its output tells as well
            self.process.write(b"".join(lines))

    async def _start(self) -> None:
        try:
            await asyncio.to_thread(self.process.start)
        except Exception as error:  # handed to who asked first, whatever it is
            self._starting = None
            self._ended(error)
            return
        self._starting = None
        if not self.process.runs:  # it was closed meanwhile
            return
        asyncio.get_running_loop().add_reader(self.process.output, self._readable)
        self._begin()
        for asked in self._sent:
            if asked is not None:
                self._write(asked.line)

    def _begin(self) -> None:
        """Count the time of the first question from now."""
        self._begun, self._long = asyncio.get_running_loop().time(), False
        self._watch(self._begun + self._while)

    def _watch(self, at: float) -> None:
        """Look at a time, and not later."""
        if self._timer is not None:
            if self._timer.when() <= at:
                return
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(at, self._look)

    def _look(self) -> None:
        """See how long the first question has taken: after a while give back those behind it, at its limit end it."""
        self._timer = None
        if not self._sent or self._late or self._starting is not None:
            return
        now, seconds = asyncio.get_running_loop().time(), self._limits.seconds
        if seconds and now >= self._begun + seconds:
            self._late = True
            self.process.kill()
        elif now < self._begun + self._while:
            self._watch(self._begun + self._while)
        else:
            self._long = True
            first, *behind = self._sent
            if behind:
                self._sent = deque([first, *[None] * len(behind)])
                self._write(f"{len(behind)}\n".encode())
                self._returned([asked for asked in behind if asked is not None])
            if seconds:
                self._watch(self._begun + seconds)

    def _readable(self) -> None:
        loop = asyncio.get_running_loop()
        descriptor = self.process.output
        try:
            found = self.process.read()
        except EOFError:
            loop.remove_reader(descriptor)
            self._ended(EndedError(self._late, self.process.close(ending=True)))
            return
        for content, end in found:
            asked = self._sent.popleft()
            self._bytes.popleft()
            if asked is not None and not asked.awaited.done():
                try:
                    asked.awaited.set_result(self.process.reply(asked.question, self._limits, content, end))
                except Exception as error:  # likewise
                    asked.awaited.set_exception(error)
            if "last" in end or not self.process.runs:
                loop.remove_reader(descriptor)
                self._ended(None)
                return
        if found and self._sent:
            self._begin()
        elif found:
            self._long = False
        if found:
            self._returned(())

    def _ended(self, error: Exception | None) -> None:
        """Give the first question the error, if any, and the others back: the process has ended, or is of no more use."""
        self.process.close()
        self._unwritten.clear()
        left, self._sent = list(self._sent), deque()
        self._bytes.clear()
        self._long = self._late = False
        if error is not None and left:
            first, left = left[0], left[1:]
            if first is not None and not first.awaited.done():
                told = self.process.excess(error, self._limits) if isinstance(error, EndedError) else error
                first.awaited.set_exception(told)
        self._returned([asked for asked in left if asked is not None])

    def close(self) -> list[_Asked[Q]]:
        """End the process, in the middle of a question too, and return what it has not answered."""
        if self._timer is not None:
            self._timer.cancel()
        if self.process.runs and self._starting is None:
            asyncio.get_running_loop().remove_reader(self.process.output)
        self.process.close()
        left, self._sent = [asked for asked in self._sent if asked is not None], deque()
        return left


class Pool(Generic[Q]):
    """Processes that answer questions about the same; `waiting` is how many more questions may wait than are processes."""

    def __init__(self, processes: Sequence[Process[Q]], limits: Limits, waiting: int) -> None:
        self.limits = limits
        self._pipelines = [_Pipeline(process, limits, self._go_on) for process in processes]
        self._most, self._running = len(processes) + waiting, 0
        self._waiting: deque[_Asked[Q]] = deque()
        self._given: OrderedDict[Hashable, Given] = OrderedDict()
        self._bytes = 0

    @property
    def running(self) -> int:
        """Return how many questions are asked now, those that wait included."""
        return self._running

    async def ask(self, question: Q) -> Given:
        """Return the answer of a question, the one that was given before where there is one.

        `BusyError` is raised when too many wait, other errors are the process's.
        """
        key = question.key
        found = self._given.get(key)
        if found is not None:
            self._given.move_to_end(key)
            return found
        if self._running >= self._most:
            raise BusyError
        self._running += 1
        try:
            line = self._pipelines[0].process.line(question, self.limits)
            awaited: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
            self._waiting.append(_Asked(question, line, awaited))
            self._go_on(())
            reply = await awaited
        finally:
            self._running -= 1
        digest = sha256(reply.content).hexdigest()[:32]
        given = Given(reply.form, question.forms.get(reply.form, ""), reply.content, digest)
        if len(given.content) <= _LARGEST_REMEMBERED:
            self._remember(key, given)
        return given

    def _go_on(self, returned: Sequence[_Asked[Q]]) -> None:
        """Send what waits to the processes that have least to do; what was `returned` by one is first."""
        self._waiting.extendleft(reversed(returned))
        while self._waiting:
            if self._waiting[0].awaited.done():  # nobody waits for it any more
                self._waiting.popleft()
                continue
            size = len(self._waiting[0].line)
            rooms = [(one.room(size), number) for number, one in enumerate(self._pipelines)]
            free = min((room for room in rooms if room[0] >= 0), default=None)
            if free is None:
                return
            self._pipelines[free[1]].send(self._waiting.popleft())

    def _remember(self, key: Hashable, given: Given) -> None:
        if key is not None and key not in self._given:
            self._given[key] = given
            self._bytes += len(given.content) + 1000
        while self._bytes > _MOST_REMEMBERED:
            _, oldest = self._given.popitem(last=False)
            self._bytes -= len(oldest.content) + 1000

    def close(self) -> None:
        """End all processes, in the middle of questions too: they get `UnavailableError`."""
        left = [asked for pipeline in self._pipelines for asked in pipeline.close()]
        for asked in (*left, *self._waiting):
            if not asked.awaited.done():
                asked.awaited.set_exception(UnavailableError("no query is answered any more: the server ends."))
        self._waiting.clear()
