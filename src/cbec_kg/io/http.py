"""Requests to a server that somebody named: bounded in time and size, and one clear line for all that can go wrong.

Credentials come from the environment or from netrc and are sent to the named server alone, over https or to this machine;
over plain http only as a digest. No message ever shows them. Redirections are not followed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from cbec_kg.errors import LimitError, QueryError, UnavailableError, UsageError

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

_LOCAL = ("localhost", "127.0.0.1", "::1")
_CHUNK = 1 << 16
_SHOWN = 400
"""Characters of a server's message that are shown."""


@dataclass(frozen=True)
class Credentials:
    """A user's name and password, or a token; never printed."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __repr__(self) -> str:
        return "<Credentials>"


@dataclass(frozen=True)
class Reply:
    """What a server answered: the media type without parameters, and the content."""

    media_type: str
    content: bytes


def checked_url(url: str) -> str:
    """Return a URL that requests can go to.

    Raises
    ------
    UsageError
        When it is not of http or https, or has credentials in it; they are not shown.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"{parts.scheme}://…@{host}: credentials are not read from a URL, which others see. Set CBEC_KG_ENDPOINT_USER "
            "and CBEC_KG_ENDPOINT_PASSWORD (or CBEC_KG_ENDPOINT_TOKEN), or write them into ~/.netrc."
        )
    if parts.scheme not in ("http", "https") or not host or any(character <= " " for character in url):
        raise UsageError(f"{shown_url(url)!r}: is no URL of an endpoint; expected is http://HOST/PATH or https://HOST/PATH.")
    return url.partition("#")[0]


def shown_url(url: str) -> str:
    """Return a URL as a message shows it: without credentials, and without its query, in which some servers want a key.

    Examples
    --------
    >>> shown_url("https://me:secret@example.org/sparql?key=secret")
    'https://…@example.org/sparql?…'
    """
    place, query, _ = url.partition("?")
    scheme, slashes, rest = place.partition("//")
    place = f"{scheme}//…@{rest.rpartition('@')[2]}" if slashes and "@" in rest else place
    return f"{place}?…" if query else place


def credentials_for(url: str) -> Credentials | None:
    """Return the credentials for a server, from the environment or else from netrc; None where there are none.

    Raises
    ------
    UsageError
        When the netrc file cannot be read.
    """
    user, password = os.environ.get("CBEC_KG_ENDPOINT_USER", ""), os.environ.get("CBEC_KG_ENDPOINT_PASSWORD", "")
    token = os.environ.get("CBEC_KG_ENDPOINT_TOKEN", "")
    if user or token:
        return Credentials(user, password, token)
    import netrc

    try:
        found = netrc.netrc(os.environ.get("NETRC")).authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        return None
    except (OSError, netrc.NetrcParseError) as error:
        place = getattr(error, "filename", None) or "netrc"
        raise UsageError(f"{place}: cannot be read as netrc. Correct it, or set NETRC to another file.") from None
    return None if found is None else Credentials(found[0] or "", found[2] or "")


def post_form(
    url: str,
    fields: Iterable[tuple[str, str]],
    accept: str,
    *,
    seconds: float,
    most_bytes: int,
    credentials: Credentials | None = None,
) -> Reply:
    """Return what a server answers to a form; `seconds` is the longest that it may be silent.

    Raises
    ------
    UnavailableError
        When nobody answers, or the answer breaks off.
    LimitError
        When the server is silent for too long, or the answer is larger than `most_bytes`.
    UsageError
        When the server wants other credentials, has moved, or has nothing at this address.
    QueryError
        When the server refuses the request; its message is shown.
    """
    import http.client
    import urllib.error
    import urllib.request

    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded", "User-Agent": "cbec-kg"}
    called, safe = shown_url(url), urlsplit(url).scheme == "https" or urlsplit(url).hostname in _LOCAL
    if credentials is not None and credentials.token and safe:
        headers["Authorization"] = f"Bearer {credentials.token}"
    request = urllib.request.Request(url, urlencode(list(fields)).encode(), headers)
    try:
        with _opener(url, credentials, safe).open(request, timeout=seconds) as response:
            return Reply(response.headers.get_content_type(), _content(called, response, most_bytes))
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(called, error, credentials, safe) from None
    except TimeoutError:
        raise LimitError(_silent(called, seconds)) from None
    except http.client.IncompleteRead as error:
        raise UnavailableError(f"{called}: the answer broke off after {len(error.partial):,} bytes. Try again.") from None
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise LimitError(_silent(called, seconds)) from None
        raise UnavailableError(
            f"{called}: cannot be reached: {_without(str(reason), credentials).lower()}. "
            "Is the server running, the URL right?"
        ) from None


def _silent(called: str, seconds: float) -> str:
    return f"{called}: was silent for {seconds:g} s and was given up. Try again later, or allow more with --timeout."


def _opener(url: str, credentials: Credentials | None, safe: bool) -> OpenerDirector:
    import urllib.request

    class Stay(urllib.request.HTTPRedirectHandler):
        """Follows no redirection, which could lead the request, and credentials, elsewhere."""

        def redirect_request(self, *arguments: Any, **named: Any) -> None:
            """Return nothing: the redirection is told as what it is."""

    class Closing(urllib.request.BaseHandler):
        """Closes the answer that asked for credentials once they are sent, which the library leaves to the garbage."""

        def http_error_401(self, request: Any, answer: Any, *rest: Any) -> Any:
            """Return the answer to the second request, None where there was none."""
            try:
                found = super().http_error_401(request, answer, *rest)  # type: ignore[misc]  # of the handler beside
            except Exception:  # whatever it is goes on; the answer before it is closed first
                answer.close()
                raise
            if found is not None:
                answer.close()
            return found

    class Digest(Closing, urllib.request.HTTPDigestAuthHandler):
        """Answers a demand for a digest."""

    class Basic(Closing, urllib.request.HTTPBasicAuthHandler):
        """Answers a demand for a password."""

    handlers: list[urllib.request.BaseHandler] = [Stay()]
    if urlsplit(url).hostname in _LOCAL:
        handlers.append(urllib.request.ProxyHandler({}))
    if credentials is not None and credentials.user:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, url, credentials.user, credentials.password)
        handlers.append(Digest(passwords))
        if safe:
            handlers.append(Basic(passwords))
    return urllib.request.build_opener(*handlers)


def _content(called: str, response: Any, most_bytes: int) -> bytes:
    parts, size = [], 0
    while part := response.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > most_bytes:
            raise LimitError(
                f"{called}: the answer is larger than {most_bytes // 2**20:,} MiB. Narrow the query or add LIMIT."
            )
    if response.length:  # of what was announced, so much is missing; in pieces the library itself says so
        raise UnavailableError(f"{called}: the answer broke off after {size:,} bytes. Try again.")
    return b"".join(parts)


def _refusal(called: str, error: Any, credentials: Credentials | None, safe: bool) -> Exception:
    """Return the error that says why a server refused a request, with its own words."""
    code = int(error.code)
    if code in (401, 403):
        if credentials is None:
            which = "wants credentials: set CBEC_KG_ENDPOINT_USER and CBEC_KG_ENDPOINT_PASSWORD, or write them into ~/.netrc"
        elif not safe:
            which = "refuses the credentials, which are sent over plain http only as a digest: use https"
        else:
            which = "refuses the credentials that the environment or netrc has: correct them"
        return UsageError(f"{called}: {which} (HTTP {code}).")
    if 300 <= code < 400:
        place = str(error.headers.get("Location", "another address")).partition("?")[0]
        return UsageError(f"{called}: has moved to {place} (HTTP {code}). Name that address.")
    if code in (404, 405, 410, 415, 501):
        return UsageError(
            f"{called}: takes no queries (HTTP {code}). Name the endpoint; often it ends with /sparql or /query."
        )
    try:
        content = error.read(_CHUNK)
    except OSError:
        content = b""
    words = _without(_plain(content, error.headers.get_content_type()), credentials) or str(error.reason)
    if code in (429, 502, 503, 504):
        return UnavailableError(f"{called}: is not available now (HTTP {code}): {words}. Try again later.")
    return QueryError(f"{called}: refused the query (HTTP {code}): {words}")


def _plain(content: bytes, media_type: str) -> str:
    """Return the first words of a server's message, on one line and without markup."""
    import re

    text = content.decode("utf-8", errors="replace")
    if media_type == "text/html" or text.lstrip().startswith("<"):
        text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", text)
    text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} ..."


def _without(text: str, credentials: Credentials | None) -> str:
    """Return a text without credentials that a server may have sent back."""
    for secret in (credentials.password, credentials.token) if credentials else ():
        text = text.replace(secret, "…") if secret else text
    return text
