"""Whose a place is: a file is believed where this user alone can write it, and nobody else can put another in its place."""

from __future__ import annotations

import os
import stat

LARGEST = 256 << 20
"""Bytes from which on a file of the cache is not read."""

_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_MOST_LINKS = 40
_REGULAR = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_ours(state: os.stat_result) -> bool:
    """Return whether a file belongs to this user and nobody else may write to it; true where the platform has no uids."""
    return not hasattr(os, "getuid") or (state.st_uid == os.getuid() and not state.st_mode & _OTHERS)


def changeable_by_others(path: str) -> str | None:
    """Return the first folder or link on the way to a place that another user could replace, None where there is none.

    A folder above that others can write to does where it is sticky, as ``/tmp`` is: what is in there can be replaced by its
    owner alone. The place itself has to be this user's and to be written by nobody else. What is not there yet is nobody's.

    Raises
    ------
    OSError
        When it cannot be looked at.
    """
    if not hasattr(os, "getuid"):
        return None
    root = os.stat("/")  # noqa: PTH116  # plain calls, likewise below: this is asked before every answer
    trusted = {os.getuid(), 0, root.st_uid}
    place, rest, links = "/", os.path.abspath(path).split("/")[::-1], 0  # noqa: PTH100
    while rest:
        name = rest.pop()
        if name in ("", "."):
            continue
        above, place = place, os.path.normpath(os.path.join(place, name))  # noqa: PTH118
        try:
            state = os.lstat(place)
        except FileNotFoundError:
            return None
        if state.st_uid not in trusted:
            return place
        if stat.S_ISLNK(state.st_mode):
            links += 1
            if links > _MOST_LINKS:
                return place
            target = os.readlink(place)  # noqa: PTH115
            place = "/" if target.startswith("/") else above
            rest += target.split("/")[::-1]
        elif any(rest):
            if state.st_mode & _OTHERS and not state.st_mode & stat.S_ISVTX and not _is_of_one(state):
                return place
        elif not is_ours(state):
            return place
    return None


def _is_of_one(state: os.stat_result) -> bool:
    """Return whether a folder's owner is its group's only member, as many systems set users up."""
    if state.st_mode & stat.S_IWOTH or state.st_uid != os.getuid():
        return False
    import grp
    import pwd

    try:
        owner, members = pwd.getpwuid(state.st_uid).pw_name, grp.getgrgid(state.st_gid).gr_mem
    except KeyError:
        return False
    return set(members) <= {owner} and all(
        user.pw_uid == state.st_uid for user in pwd.getpwall() if user.pw_gid == state.st_gid
    )


def read_ours(path: str) -> tuple[bytes, os.stat_result] | None:
    """Return the content of a regular file of this user's, and its state; None where it is anything else, or too large."""
    try:
        with open(os.open(path, _REGULAR), "rb") as file:  # noqa: PTH123
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or not is_ours(state) or state.st_size > LARGEST:
                return None
            return file.read(LARGEST), state
    except OSError:
        return None
