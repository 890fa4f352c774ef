"""A private authority and certificates for a scheduler, its workers and those who send them work."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from bpm2sop.errors import Refused, Where

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

ROLES: Final = ("scheduler", "worker", "client")
"""Who gets a certificate: each may talk to each, and nobody else to any of them."""
DAYS: Final = 825
"""How long certificates hold."""


class _Signed(NamedTuple):
    """A certificate with its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def write_certificates(folder: Path, *, days: int = DAYS) -> tuple[Path, ...]:
    """Write `ca.pem`, and for each role `ROLE.pem` and `ROLE-key.pem`, which only the owner may read.

    The authority's own key is not kept: nobody can make another certificate that these machines trust.

    Raises:
        Refused: the folder holds such files already, or a package is missing.
    """
    try:
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError as error:
        raise Refused("engine-extra", Where(file=str(folder))) from error
    names = ["ca.pem"]
    for role in ROLES:
        names += [f"{role}.pem", f"{role}-key.pem"]
    paths = tuple(folder / name for name in names)
    for path in paths:
        if path.exists():
            raise Refused("certificates-there", Where(file=str(path)))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority = _signed("authority", None, days, ec.generate_private_key(ec.SECP256R1()))
    _write(paths[0], _certificate(authority))
    for role, path, secret in zip(ROLES, paths[1::2], paths[2::2], strict=True):
        signed = _signed(role, authority, days, ec.generate_private_key(ec.SECP256R1()))
        _write(path, _certificate(signed))
        _write(secret, _key(signed), mode=0o600)
    return paths


def _signed(role: str, by: _Signed | None, days: int, key: EllipticCurvePrivateKey) -> _Signed:
    """Make a certificate; without another who signs it, one that signs others."""
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415

    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"bpm2sop {role}")])
    start = datetime.now(UTC) - timedelta(hours=1)  # clocks of machines differ
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by.certificate.subject if by else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=days))
        .add_extension(
            x509.BasicConstraints(ca=by is None, path_length=0 if by is None else None),
            critical=True,
        )
    )
    return _Signed(builder.sign(by.key if by else key, hashes.SHA256()), key)


def _certificate(signed: _Signed) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    return signed.certificate.public_bytes(Encoding.PEM)


def _key(signed: _Signed) -> bytes:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    return signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a new file; a key is never readable by others, not even for a moment."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(data)
