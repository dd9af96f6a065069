"""Where the shipped ontology and data are: in the installed package, or beside the sources in a checkout."""

from __future__ import annotations

import os
from pathlib import Path

from cbec_kg.errors import UsageError

_PACKAGE = Path(__file__).parent


def asset_folder(name: str) -> Path:
    """Return the folder ``ontology``, ``data`` or ``checkers``.

    A wheel carries them within the package; an editable install leaves them at the top of the checkout.

    Raises
    ------
    UsageError
        When neither has it: the installation is broken.
    """
    for folder in (_PACKAGE / "_assets" / name, _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise UsageError(f"the installation lacks its folder {name!r}. Install cbec-kg anew.")


def refuse_installed(path: Path) -> None:
    """Raise when a path lies within the installed package, which the next installation would overwrite, or in a store.

    Raises
    ------
    UsageError
    """
    if Path(os.path.realpath(path)).is_relative_to(_PACKAGE.resolve()):
        step = "Copy the folder, and name the copy with --data."
        raise UsageError(f"{path}: is part of the installed package, which is not written to. {step}")
    if (path.parent / "paper.json").is_file():
        step = "Correct the folder that it was loaded from, and load that again."
        raise UsageError(f"{path}: is a store's copy of a paper, which is not written to. {step}")
