"""Run tests where there is no network: ``unshare --map-root-user --net python scripts/offline.py [pytest's arguments]``.

A new network namespace has a loopback that is down and nothing else. It is brought up, since tests talk to servers of their
own; any other address is unreachable.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

_SET_FLAGS, _UP, _RUNNING = 0x8914, 0x1, 0x40  # SIOCSIFFLAGS of Linux and the flags of an interface


def main() -> None:
    """Bring the loopback up, make sure that it is all there is, and become pytest."""
    others = [name for _, name in socket.if_nameindex() if name != "lo" and not _is_tunnel(name)]
    if others:
        sys.exit(f"{', '.join(others)}: there is a network here. Run it by: nox -s offline")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP | _RUNNING))
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *sys.argv[1:]])


def _is_tunnel(name: str) -> bool:
    """Return whether an interface is one that the kernel puts into every namespace, without a way out."""
    return name.startswith(("tunl", "gre", "sit", "ip6", "ip_vti", "erspan"))


if __name__ == "__main__":
    main()
