"""A sealed result as texts for QR codes, and back. Pure.

What is sealed is compressed and cut into parts, each one a text of its own:

    TN1:<first 8 digits of the digest>:<part>/<parts>:<body>/

A body is a piece of public key (32 bytes), signature (64) and compressed text, with a CRC-32 over the part's own head
and piece, so that a damaged part is named. Bytes are written in base 41: two of them as three characters, as dense as
base 45 but without the space that gets lost where a text is copied, and all of it in the characters that a QR code
packs tightly. Nothing in a part depends on letters of the Vietnamese alphabet surviving a scanner.
"""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from ballots.rules.seal_payload import Unreadable, digest_of

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-."
VALUES = {char: value for value, char in enumerate(ALPHABET)}
BASE = len(ALPHABET)
PIECE = 900  # bytes of a part: a symbol of version 25 at level M, which a photocopy and a phone still read
MOST_PARTS = 40
MOST_TEXT = 200_000  # characters looked at
MOST_UNPACKED = 1_000_000  # bytes: no session's result comes near
KEY, SIGNATURE, CHECK = 32, 64, 4
_PART = re.compile(rf"TN1:([0-9A-F]{{8}}):([1-9]\d?)/([1-9]\d?):([{re.escape(ALPHABET)}]+)/")

NO_CODE = "Không tìm thấy mã xác thực kết quả. Quét hoặc chụp rõ các mã ở trang cuối biên bản đã niêm phong."
TOO_LONG = "Nội dung quá dài. Chỉ dán nội dung các mã của một biên bản."
SEVERAL = "Có mã của nhiều biên bản khác nhau. Xác minh từng biên bản một."
DAMAGED = "Nội dung mã xác thực bị hỏng. Quét lại mã trên biên bản."


@dataclass(frozen=True)
class Wire:
    """What the codes of one paper say; nothing of it is believed before the signature is checked."""

    text: str
    public_key: bytes
    signature: bytes


def encode(wire: Wire) -> tuple[str, ...]:
    """The texts of the codes, of about the same length."""
    content = wire.public_key + wire.signature + zlib.compress(wire.text.encode(), 9)
    total = -(-len(content) // PIECE)
    size = -(-len(content) // total)
    head = digest_of(wire.text)[:8].upper()
    return tuple(
        _part(f"TN1:{head}:{number}/{total}:", content[(number - 1) * size : number * size])
        for number in range(1, total + 1)
    )


def decode(scanned: str) -> Wire:
    """What the codes in the text say, in whatever order they come and however often, between whatever else. Unreadable
    with what is missing, damaged or does not belong together."""
    if len(scanned) > MOST_TEXT:
        raise Unreadable(TOO_LONG)
    parts = _parts(_PART.findall("".join(scanned.split())))
    content = b"".join(parts)
    if len(content) <= KEY + SIGNATURE:
        raise Unreadable(DAMAGED)
    text = _unpacked(content[KEY + SIGNATURE :])
    return Wire(text, content[:KEY], content[KEY : KEY + SIGNATURE])


def head_of(scanned: str) -> str:
    """The digits that the parts carry of the digest; empty without a part."""
    found = _PART.search("".join(scanned[:MOST_TEXT].split()))
    return found.group(1) if found else ""


def _part(head: str, piece: bytes) -> str:
    return f"{head}{_written(piece + _check(head, piece))}/"


def _check(head: str, piece: bytes) -> bytes:
    return zlib.crc32(head.encode() + piece).to_bytes(CHECK, "big")


def _parts(found: Iterable[tuple[str, str, str, str]]) -> list[bytes]:
    """The pieces in their order."""
    found = list(found)
    heads = {(digits, int(total)) for digits, _number, total, _body in found}
    if not heads:
        raise Unreadable(NO_CODE)
    if len(heads) > 1:
        raise Unreadable(SEVERAL)
    pieces: dict[int, bytes] = {}
    for digits, number, total, body in found:
        piece = _piece(f"TN1:{digits}:{number}/{total}:", body, f"{number}/{total}")
        if pieces.setdefault(int(number), piece) != piece:
            raise Unreadable(f"Mã {number}/{total} có hai nội dung khác nhau. Quét lại mã này.")
    parts = heads.pop()[1]
    if parts > MOST_PARTS or max(pieces) > parts:
        raise Unreadable(DAMAGED)
    if missing := [f"{place}/{parts}" for place in range(1, parts + 1) if place not in pieces]:
        raise Unreadable(f"Còn thiếu mã {', '.join(missing)}. Quét thêm các mã còn thiếu rồi thử lại.")
    return [pieces[place] for place in sorted(pieces)]


def _piece(head: str, body: str, name: str) -> bytes:
    content = _read(body)
    if content is None or len(content) <= CHECK or _check(head, content[:-CHECK]) != content[-CHECK:]:
        raise Unreadable(f"Mã {name} bị sai ký tự. Quét lại mã này.")
    return content[:-CHECK]


def _unpacked(packed: bytes) -> str:
    """The text, and no more of it than a session's result can have: a few bytes can ask for any memory."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, MOST_UNPACKED)
        text = content.decode()
    except (zlib.error, UnicodeDecodeError):
        raise Unreadable(DAMAGED) from None
    if not unpacking.eof or unpacking.unused_data:
        raise Unreadable(DAMAGED)
    return text


def _written(content: bytes) -> str:
    """Two bytes as three characters, a last one alone as two."""
    out = []
    for place in range(0, len(content), 2):
        pair = content[place : place + 2]
        value = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            value, digit = divmod(value, BASE)
            out.append(ALPHABET[digit])
    return "".join(out)


def _read(body: str) -> bytes | None:
    """The bytes of what `_written` wrote; None for anything else."""
    out = []
    for place in range(0, len(body), 3):
        group = body[place : place + 3]
        value = sum(VALUES[char] * BASE**power for power, char in enumerate(group))
        if len(group) == 1 or value >= 256 ** (len(group) - 1):
            return None
        out.append(value.to_bytes(len(group) - 1, "big"))
    return b"".join(out)
