"""How many changes of the code the tests notice, by room of the code, as `mutmut` tried them; exit code 1 under 80 % in one.

    python scripts/mutants.py
    python scripts/mutants.py --sample 60 --seed 1
    python scripts/mutants.py --sample 60 --seed 1 --names

With ``--sample``, at most so many changes of each room, drawn by the seed from all that mutmut makes; ``--names`` prints
their names, to be given to ``mutmut run``. A change that no test runs counts as one that was not noticed; one that makes the
code run for ever, or ends the tests' process, as noticed. The range is the interval of 95 % (Wilson) for all of a room.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterable
from math import sqrt
from pathlib import Path

LEAST = 80.0
NOTICED = ("killed", "timeout", "segfault")


def made() -> dict[str, list[str]]:
    """Return the names of all changes that mutmut makes, by room."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.file_utils import walk_mutatable_files
    from mutmut.utils.format_utils import get_mutant_name

    rooms: dict[str, list[str]] = {}
    for path in sorted(walk_mutatable_files()):
        changed = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
        rooms.setdefault(path.parent.name, []).extend(get_mutant_name(path, name) for name in changed.mutant_names)
    return rooms


def outcomes() -> dict[str, dict[str, str]]:
    """Return what came of each change, by room and name; ``not checked`` where it was not tried."""
    from mutmut.stats import status_by_exit_code

    rooms: dict[str, dict[str, str]] = {}
    for path in sorted(Path("mutants", "src").rglob("*.py.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
        rooms.setdefault(path.parent.name, {}).update((name, status_by_exit_code[code]) for name, code in codes.items())
    return rooms


def between(noticed: int, tried: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % for a share, in per cent.

    Examples
    --------
    >>> [round(end, 1) for end in between(8, 10)]
    [49.0, 94.3]
    """
    z = 1.96
    share = noticed / tried
    middle = share + z * z / (2 * tried)
    half = z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    scale = 100 / (1 + z * z / tried)
    return scale * (middle - half), scale * (middle + half)


def line(room: str, of: int, statuses: Iterable[str]) -> tuple[str, float]:
    """Return the row of a room, and its score."""
    tried = list(statuses)
    noticed = sum(status in NOTICED for status in tried)
    score = 100 * noticed / len(tried)
    low, high = (score, score) if len(tried) == of else between(noticed, len(tried))
    return f"{room:10}{of:8}{len(tried):8}{noticed:9}{score:8.1f} %{low:9.1f}–{high:.1f} %", score


def main() -> int:
    """Print the scores, or the names of a sample."""
    options = argparse.ArgumentParser(description="How many changes of the code the tests notice.")
    options.add_argument("--sample", type=int, help="at most so many changes of each room")
    options.add_argument("--seed", type=int, default=1, help="another seed draws other changes")
    options.add_argument("--names", action="store_true", help="print the names of the sample")
    given = options.parse_args()
    found = {} if given.names else outcomes()
    rooms = made() if given.names else {room: list(statuses) for room, statuses in found.items()}
    drawn = dict(rooms)
    if given.sample:
        chance = random.Random(given.seed)
        drawn = {room: chance.sample(names, min(given.sample, len(names))) for room, names in rooms.items()}
    if given.names:
        print(*(name for names in drawn.values() for name in names), sep="\n")
        return 0
    print("room          made   tried  noticed     score   interval of 95 %")
    scores = []
    for room, names in drawn.items():
        statuses = [found[room][name] for name in names]
        if tried := [status for status in statuses if status != "not checked"]:
            text, score = line(room, len(rooms[room]), tried)
            scores.append(score)
            print(text)
    if not scores:
        print("no change was tried: does mutmut run say why?", file=sys.stderr)
        return 1
    print("Those that were not noticed: mutmut results; what each is: mutmut show NAME")
    return int(min(scores) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
