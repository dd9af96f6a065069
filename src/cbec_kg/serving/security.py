"""What every server of this package holds to: the headers that it sends, and the hosts that it answers as."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Sent with every answer."""

OWN_ALONE = {"Cross-Origin-Resource-Policy": "same-origin"}
"""Sent where no other origin may read the answer."""

NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""Content-Security-Policy of what is no page."""


def is_own_host(host: str, own: Collection[str], *, any_address: bool = False) -> bool:
    """Return whether the Host of a request is one of the server's own, and no name that another site made point here.

    Parameters
    ----------
    own : collection of str
        As a browser sends them, with the port unless it is the scheme's own; in lower case.
    any_address : bool
        Take every numeric address, too: no site can make one of those point elsewhere.

    Examples
    --------
    >>> is_own_host("127.0.0.1:8000", ["127.0.0.1:8000"]), is_own_host("evil.example:8000", ["127.0.0.1:8000"])
    (True, False)
    >>> is_own_host("192.0.2.7:8000", [], any_address=True), is_own_host("[::1]", [], any_address=True)
    (True, True)
    """
    return host.lower() in own or (any_address and _is_address(host))


def _is_address(host: str) -> bool:
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
