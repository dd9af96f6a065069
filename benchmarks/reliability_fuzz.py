"""Which inputs a reader answers with anything but what it read or one line of ours: mutants of files that are right.

    python benchmarks/reliability_fuzz.py --inputs 20000
    python benchmarks/reliability_fuzz.py --format ris --inputs 500 --seed 7 --keep found/

Each input is a seed that a reader takes, with one to four changes: bytes turned, cut out, repeated and exchanged, nesting,
huge numbers, other encodings, characters that are not seen, and words of the format. It is read in a process that is ended
after some seconds; a fault is an exception that is not the package's own, a process that ends, or one that hangs. The same
number and seed give the same inputs; ``--keep`` writes the faulty ones to a folder.
"""

from __future__ import annotations

import argparse
import os
import select
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from fuzz_seeds import FORMATS, Format
from measured import Figure, counted

from cbec_kg.errors import CbecError, visible
from cbec_kg.io.processes import bound_memory

SECONDS = 30.0
"""How long one input may take: far more than any takes, so that a busy machine makes no fault."""

_MEMORY = 1 << 30
_BATCH = 200
_LONGEST = 60_000


class Fault(NamedTuple):
    """An input that was not answered as it should be: its format and number, what happened, and its bytes."""

    form: str
    number: int
    what: str
    content: bytes


class Result(NamedTuple):
    """What became of the inputs of a format."""

    form: str
    inputs: int
    read: int
    refused: int
    faults: tuple[Fault, ...]
    seconds: float


def run(quick: bool) -> list[Figure]:
    """Return a figure a format: how many of 20,000 inputs, or 200 if `quick`, were faults."""
    how = "mutants of files that are right: each is read, or refused in short lines, within its time"
    results = [fuzzed(form, 200 if quick else 20_000) for form in FORMATS]
    return [counted(f"faults in {one.form}", len(one.faults), one.inputs, how) for one in results]


def fuzzed(name: str, inputs: int, seed: int = 0) -> Result:
    """Return what became of so many inputs of a format."""
    with tempfile.TemporaryDirectory(prefix="cbec-kg-fuzz-") as scratch:
        form = FORMATS[name](Path(scratch))
        begun, states, faults = time.monotonic(), {"read": 0, "refused": 0}, list[Fault]()
        for number, what in _outcomes(form, inputs, seed):
            if what in states:
                states[what] += 1
            else:
                faults.append(Fault(name, number, what, mutant(form, number, seed)))
        return Result(name, inputs, states["read"], states["refused"], tuple(faults), time.monotonic() - begun)


def _outcomes(form: Format, inputs: int, seed: int) -> Iterator[tuple[int, str]]:
    """Yield the number of each input and what became of it, by processes that read many."""
    first = 0
    while first < inputs:
        numbers = range(first, min(first + _BATCH, inputs))
        output, child_output = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(output)
            _read_batch(form, numbers, seed, child_output)
        os.close(child_output)
        with os.fdopen(output, "rb", buffering=0) as answers:  # `select` looks at the pipe alone
            for number in numbers:
                line = answers.readline() if select.select([answers], [], [], SECONDS)[0] else b"hangs"
                yield number, line.decode().strip() or "ends its process"
                first = number + 1
                if not line.endswith(b"\n"):  # its process has ended, or is ended below
                    break
        os.kill(child, 9)
        os.waitpid(child, 0)


def _read_batch(form: Format, numbers: range, seed: int, output: int) -> None:
    """Read inputs, write a line for each, and end this process."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    bound_memory(_MEMORY)
    for number in numbers:
        os.write(output, f"{outcome(form.read, mutant(form, number, seed))}\n".encode())
        time.sleep(0)
    os._exit(0)


def outcome(read: Callable[[bytes], object], content: bytes) -> str:
    """Return ``read``, ``refused``, or the exception that is not the package's own and where it was raised."""
    try:
        read(content)
    except CbecError as error:
        message = str(error)
        if any(len(line) > 2_000 for line in message.split("\n")) or message.count("\n") > 130:
            return f"a message of {len(message):,} characters"
        return "refused" if message == visible(message, keep="\t\n") else "a character in a message that is not seen"
    except Exception as error:  # any that is not the package's own is what is looked for
        places = [one for one in traceback.extract_tb(error.__traceback__) if "cbec_kg" in one.filename]
        place = f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "?"
        return f"{type(error).__name__} at {place}: {ascii(str(error))[:120]}"
    return "read"


def mutant(form: Format, number: int, seed: int = 0) -> bytes:
    """Return an input by its number: the same one each time."""
    chance = Random(f"{seed}/{number}")
    content = chance.choice(form.seeds)
    parts = form.taken_apart(content) if form.taken_apart and chance.random() < 0.8 else None
    if parts is None:
        return _changed(content, form, chance)
    place = chance.randrange(len(parts))
    name, part = parts[place]
    return form.put_together([*parts[:place], (name, _changed(part, form, chance)), *parts[place + 1 :]])


def _changed(content: bytes, form: Format, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4))):
        content = chance.choice(CHANGES)(content, form, chance)
    return content[:_LONGEST] if len(content) > 4 * _LONGEST else content


def _span(content: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 2, 8, 40, 400)))


def _turn_bits(content: bytes, form: Format, chance: Random) -> bytes:
    turned = bytearray(content)
    for _ in range(chance.choice((1, 1, 4, 20)) if turned else 0):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def _cut_out(content: bytes, form: Format, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def _cut_off(content: bytes, form: Format, chance: Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _repeat(content: bytes, form: Format, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 30, 400)) + content[end:]


def _exchange(content: bytes, form: Format, chance: Random) -> bytes:
    (a, b), (c, d) = sorted((_span(content, chance), _span(content, chance)))
    return content if b > c else content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def _insert(content: bytes, form: Format, chance: Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    word = chance.choice((*HOSTILE, *form.words))
    return content[:place] + word * chance.choice((1, 1, 1, 3, 100)) + content[place:]


def _nest(content: bytes, form: Format, chance: Random) -> bytes:
    before, after = chance.choice((*NESTS, *form.nests))
    start, end = _span(content, chance)
    times = chance.choice((1, 5, 60, 3_000))
    return content[:start] + before * times + content[start:end] + after * times + content[end:]


def _number(content: bytes, form: Format, chance: Random) -> bytes:
    """Put another number in the place of one."""
    places = [place for place, one in enumerate(content[:_LONGEST]) if 48 <= one < 58]
    if not places:
        return content
    start = end = chance.choice(places)
    while end < len(content) and 48 <= content[end] < 58:
        end += 1
    return content[:start] + chance.choice(NUMBERS) + content[end:]


def _splice(content: bytes, form: Format, chance: Random) -> bytes:
    other = chance.choice(form.seeds)
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]


def _recode(content: bytes, form: Format, chance: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = chance.choice(("utf-16", "utf-16-le", "utf-32", "gb18030", "big5", "latin-1", "utf-8-sig", "utf-7"))
    return text.encode(encoding, "replace")


def _lines(content: bytes, form: Format, chance: Random) -> bytes:
    """Put the lines in another order, or give them other ends."""
    lines = content.split(b"\n")
    if chance.random() < 0.5:
        return chance.choice((b"\r\n", b"\r", b"\x85", b"\xe2\x80\xa8", b"\n\n")).join(lines)
    place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[place], lines[other] = lines[other], lines[place]
    return b"\n".join(lines)


Change = Callable[[bytes, Format, Random], bytes]
CHANGES: Sequence[Change] = (
    _turn_bits, _cut_out, _cut_off, _repeat, _exchange, _insert, _insert, _nest, _number, _splice, _recode, _lines,
)  # fmt: skip

_HOSTILE = (
    "\0", "\ufeff", "\x1b[2J", "\u202e", "\u2066", "\ud800", "\udcff", "\U0010ffff", "\uffff", "\x85", "\u2028", "\u3000",
    "\u200b", "e\u0301", "％", "，", "［1］", "[123456789]", "[0]", "[1-999999]", "\\u0000", "\\ud800", "&#0;",
    "&#xD800;", "%00", "../../etc/passwd", "a" * 5_000, "茶" * 2_000, " " * 3_000, "\n" * 500, "\t" * 500, ",", ";", ":",
    "-", "#", "@",
)  # fmt: skip
_BROKEN = (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xfe\xff", b"\xff\xfe")
HOSTILE = (*(text.encode("utf-8", "surrogatepass") for text in _HOSTILE), *_BROKEN)

NESTS = ((b"[", b"]"), (b"{", b"}"), (b"(", b")"), (b"<", b">"), (b'"', b'"'), (b"'", b"'"))

NUMBERS = (
    b"0", b"-1", b"00", b"9" * 19, b"9" * 400, b"9" * 5_000, b"1e999999999", b"1e-999999999", b"0x10", b"NaN", b"Infinity",
    b"1.5", b"1_000", b"2147483648", b"4294967296", b"18446744073709551616", "٣".encode(), "½".encode(), "²".encode(),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--format", dest="forms", action="append", choices=sorted(FORMATS))
    parser.add_argument("--inputs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="Write each faulty input into this folder.")
    arguments = parser.parse_args()
    print(f"{'format':10} {'inputs':>7} {'read':>7} {'refused':>8} {'faults':>7} {'seconds':>8}")
    found = 0
    for name in arguments.forms or FORMATS:
        result = fuzzed(name, arguments.inputs, arguments.seed)
        counts = f"{result.inputs:7,} {result.read:7,} {result.refused:8,} {len(result.faults):7,} {result.seconds:8.1f}"
        print(f"{name:10} {counts}", flush=True)
        kinds: dict[str, list[int]] = {}
        for fault in result.faults:
            kinds.setdefault(fault.what, []).append(fault.number)
            if arguments.keep is not None:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / f"{name}-{fault.number}").write_bytes(fault.content)
        for what, numbers in kinds.items():
            print(f"    {len(numbers)} x {what} ({', '.join(map(str, numbers[:5]))})", flush=True)
        found += len(result.faults)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
