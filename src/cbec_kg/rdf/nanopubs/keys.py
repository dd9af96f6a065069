"""Keys of RSA: a signature of a text by the user's own key, and whether one is of a text. No key is made or sent anywhere.

Signatures are RSASSA-PKCS1-v1_5 with SHA-256, as nanopublications have them; what does it is the package cryptography.
"""

from __future__ import annotations

import binascii
import os
import stat
from base64 import b64decode, b64encode
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.errors import UsageError
from cbec_kg.io.loading import read_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_LEAST_BITS = 2048
_LARGEST = 64 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_PUBLIC = (b"-----BEGIN PUBLIC", b"-----BEGIN RSA PUBLIC", b"ssh-", b"---- BEGIN SSH2 PUBLIC")
_HOW = "Make a key with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out FILE"


@dataclass(frozen=True)
class SigningKey:
    """A private key; `public` is its public half as nanopublications carry it."""

    private: RSAPrivateKey
    public: str

    def sign(self, text: str) -> str:
        """Return the signature of a text in Base64; the same text gives the same signature."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        return b64encode(self.private.sign(text.encode(), PKCS1v15(), SHA256())).decode()


def read_key(path: Path) -> SigningKey:
    """Return the private key of a file: PEM, OpenSSH's format, or the bare Base64 of other nanopublication tools.

    Raises
    ------
    UsageError
        When others may read the file, or it is no private RSA key without a passphrase.
    """
    content = read_bytes(path, _LARGEST).removeprefix(BOM_UTF8).strip()
    if hasattr(os, "getuid") and path.stat().st_mode & _OTHERS:
        raise UsageError(f"{path}: others than its owner may use this key. Close it to them first: chmod 600 {path}")
    with _installed():
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    if content.startswith(_PUBLIC):
        raise UsageError(f"{path}: is a public key; a signature takes the private one, which is beside it. Name that file.")
    try:
        private = _private(content)
    except TypeError:  # what the package raises for a passphrase that was not given
        step = f"Give a copy without one: openssl pkey -in {path} -out FILE"
        raise UsageError(f"{path}: the key has a passphrase, which is not asked for. {step}") from None
    except (ValueError, UnsupportedAlgorithm):
        if _is_public(content):
            raise UsageError(f"{path}: is a public key; a signature takes the private one. Name its file.") from None
        raise UsageError(f"{path}: is no private RSA key in PEM, OpenSSH's format or Base64. {_HOW}") from None
    if not isinstance(private, RSAPrivateKey):
        raise UsageError(f"{path}: is a key of another kind; nanopublications are signed with RSA. {_HOW}")
    if private.key_size < _LEAST_BITS:
        raise UsageError(f"{path}: has {private.key_size} bits, fewer than {_LEAST_BITS}: others could sign as you. {_HOW}")
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return SigningKey(private, b64encode(public).decode())


def signature_fits(public: str, signature: str, text: str) -> bool:
    """Return whether a signature was made of a text by the private half of a public key; UsageError as for `read_key`."""
    with _installed():
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import load_der_public_key
    try:
        key = load_der_public_key(b64decode(public))
        if isinstance(key, RSAPublicKey):
            key.verify(b64decode(signature), text.encode(), PKCS1v15(), SHA256())
            return True
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        pass
    return False


def _private(content: bytes) -> object:
    from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key, load_ssh_private_key

    if content.startswith(b"-----BEGIN OPENSSH"):
        return load_ssh_private_key(content, None)
    if content.startswith(b"-----BEGIN"):
        return load_pem_private_key(content, None)
    return load_der_private_key(_decoded(content), None)


def _is_public(content: bytes) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        load_der_public_key(_decoded(content))
    except (ValueError, UnsupportedAlgorithm):
        return False
    return True


def _decoded(content: bytes) -> bytes:
    try:
        return b64decode(b"".join(content.split()), validate=True)
    except binascii.Error as error:
        raise ValueError from error


@contextmanager
def _installed() -> Iterator[None]:
    """Turn a missing package into a line that says how to get it."""
    try:
        yield
    except ImportError:
        raise UsageError("signatures need the package cryptography. Install it: pip install 'cbec-kg[sign]'") from None
