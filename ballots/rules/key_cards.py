"""The key of a ballot box and the cards that hold it in shares. Pure, but for the randomness of the shares.

The private key of a box follows from a secret of 16 bytes, which Shamir's scheme shares out: any `threshold` of the
cards give it back, and fewer say nothing about it. A card's text is its number, its share and a check that also covers
the box, so that neither a slip of the pen nor another session's card passes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256
from itertools import combinations

from Crypto.Protocol.SecretSharing import Shamir
from nacl.public import PrivateKey

from ballots.rules.access_codes import ALPHABET, LOOK_ALIKES

SECRET_BYTES = 16
MOST_CARDS = 9
_CHECK_BYTES = 3
_CARD_BYTES = 1 + SECRET_BYTES + _CHECK_BYTES
_TEXT_LENGTH = 36  # digits of base 22 that hold 160 bits
_GROUP = 4


@dataclass(frozen=True)
class Card:
    """One share of a secret; `number` counts from 1."""

    number: int
    share: bytes


def private_key(secret: bytes) -> PrivateKey:
    return PrivateKey(blake2b(secret, digest_size=32, person=b"ballot box key").digest())


def public_key(secret: bytes) -> bytes:
    return bytes(private_key(secret).public_key)


def share_out(secret: bytes, threshold: int, holders: int) -> list[Card]:
    """The secret in `holders` shares, any `threshold` of which give it back. ValueError for other numbers than
    2 ≤ threshold ≤ holders ≤ 9: one card alone must never open a box."""
    if not 2 <= threshold <= holders <= MOST_CARDS:
        raise ValueError(f"{threshold} of {holders}")
    return [Card(number, share) for number, share in Shamir.split(threshold, holders, secret)]


def combined(cards: Collection[Card]) -> bytes:
    """The secret that these cards give: the right one only where there are enough, and all of one box."""
    return bytes(Shamir.combine([(card.number, card.share) for card in cards]))


def every_choice_opens(cards: Sequence[Card], threshold: int, key: bytes) -> bool:
    """Whether each choice of `threshold` cards gives the secret of the box with this public key."""
    return all(public_key(combined(chosen)) == key for chosen in combinations(cards, threshold))


def written(card: Card, box_key: bytes) -> str:
    """The card's text in groups of four; `box_key` is the public key of its box."""
    raw = bytes([card.number]) + card.share + _check(card, box_key)
    number, digits = int.from_bytes(raw), []
    for _ in range(_TEXT_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    text = "".join(reversed(digits))
    return "-".join(text[start : start + _GROUP] for start in range(0, _TEXT_LENGTH, _GROUP))


def read_card(text: str, box_key: bytes) -> Card | None:
    """The card that was typed or scanned, or None where it is not one of this box."""
    letters = "".join(char for char in text.upper().translate(LOOK_ALIKES) if char.isalnum())
    if len(letters) != _TEXT_LENGTH or not set(letters) <= set(ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    if number >> (8 * _CARD_BYTES):
        return None
    raw = number.to_bytes(_CARD_BYTES)
    card = Card(raw[0], raw[1 : 1 + SECRET_BYTES])
    return card if card.number and raw[1 + SECRET_BYTES :] == _check(card, box_key) else None


def _check(card: Card, box_key: bytes) -> bytes:
    return sha256(box_key + bytes([card.number]) + card.share).digest()[:_CHECK_BYTES]
