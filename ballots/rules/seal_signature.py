"""Signing and checking a seal: Ed25519 (RFC 8032) over the digest, in a domain of its own. Pure."""

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

DOMAIN = b"tin-nhiem/seal/1\n"  # so that a signature can never be taken for one over something else


def sign(key: SigningKey, digest: str) -> bytes:
    """64 bytes over a SHA-256 in hex."""
    return key.sign(DOMAIN + bytes.fromhex(digest)).signature


def is_signed(public_key: bytes, signature: bytes, digest: str) -> bool:
    """Whether the signature over this digest was made with the key that belongs to `public_key`."""
    try:
        VerifyKey(public_key).verify(DOMAIN + bytes.fromhex(digest), signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True
