"""What the indexed support graph answers with: rows of node numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NodeNumbers: TypeAlias = "Sequence[int] | NDArray[np.int64]"
"""Numbers of nodes, one by one."""


@dataclass(frozen=True)
class Rows:
    """Rows of node numbers of unequal length, one after the other.

    Attributes
    ----------
    offsets : array of int, shape (rows + 1,)
        Row k is ``values[offsets[k]:offsets[k + 1]]``.
    values : array of int, shape (sum of the rows' lengths,)
    """

    offsets: array[int]
    values: array[int]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> array[int]:
        """Return one row, counted from 0.

        Raises
        ------
        IndexError
            If there is no such row.
        """
        if not 0 <= row < len(self):
            raise IndexError(f"row {row} of {len(self)}")
        return self.values[self.offsets[row] : self.offsets[row + 1]]

    def __iter__(self) -> Iterator[array[int]]:
        return (self[row] for row in range(len(self)))

    def lists(self) -> list[list[int]]:
        """Return the rows as lists."""
        return [row.tolist() for row in self]


def number_error(place: str, number: int, size: int) -> ValueError:
    """Return the error for a node number that is out of range."""
    return ValueError(f"{place} has node {number}; nodes are numbered from 0 to {size - 1}")


def source_error(number: int) -> ValueError:
    """Return the error for a source that rests on something."""
    return ValueError(f"an edge ends in node {number}, which is a source; a source rests on nothing")
