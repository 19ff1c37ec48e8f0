"""Digests under the server's own secret, so that a copy of the database alone tells neither codes nor devices."""

from django.utils.crypto import salted_hmac

INVITED, IN_USE = "invited", "in use"  # what a kiosk's digest is of: its invitation, then what the device holds


def code_digest(box: int, code: str) -> str:
    return _digest("access code", f"{box}:{code}")


def nonce_digest(box: int, nonce: str) -> str:
    return _digest("nonce", f"{box}:{nonce}")


def device_digest(box: int, device: str) -> str:
    return _digest("device", f"{box}:{device}")


def kiosk_digest(use: str, token: str) -> str:
    """Of what a kiosk shows; an invitation and a device in use never have the same one."""
    return _digest(f"kiosk {use}", token)


def _digest(purpose: str, text: str) -> str:
    return salted_hmac(f"ballot box {purpose}", text, algorithm="sha256").hexdigest()
