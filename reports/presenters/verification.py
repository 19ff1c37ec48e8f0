"""A verified result as the page and the command show it."""

from dataclasses import dataclass
from typing import Any

from ballots.queries.seals import Standing, Verified
from ballots.rules.seal_codes import encode
from ballots.rules.seal_payload import SealedSession, SealedStyle, short
from campaigns.rules.parameters import Parameters
from config.vietnamese import decimal_comma
from reports.presenters.pages import SessionView, session_view
from reports.queries.verification import PRINTED_WORDS, Printed, Verification

STANDING_WORDS = {
    Standing.OWN: "Chữ ký đúng, do chính hệ thống này niêm phong.",
    Standing.TRUSTED: "Chữ ký đúng, do nơi đã được tin niêm phong: {name}.",
    Standing.UNKNOWN: (
        "Chữ ký đúng nhưng khóa chưa được tin: số liệu không bị sửa từ lúc niêm phong, song chưa rõ ai niêm phong. "
        "Đối chiếu khóa với nơi gửi trước khi dùng."
    ),
}
USUAL = {
    "high": "Tín nhiệm cao",
    "normal": "Tín nhiệm",
    "low": "Tín nhiệm thấp",
    "confidence": "Tín nhiệm",
    "no_confidence": "Không tín nhiệm",
}
LEDGER = {"printed": "In ra", "spoiled": "Hỏng, đã đổi", "unused": "Còn lại chưa dùng"}


@dataclass(frozen=True)
class VerifiedView:
    """`kind` is the colour of the verdict; `ledgers`: by ballot what the ledger has besides the count."""

    sealed: SealedSession
    kind: str
    standing: str
    printed: str
    is_compared: bool
    digits: str
    key: str
    view: SessionView | None
    plain: tuple[str, ...]
    ledgers: tuple[str, ...]
    codes: str
    seal: Any


def verified_view(found: Verification) -> VerifiedView:
    verified = found.verified
    return VerifiedView(
        sealed=verified.sealed,
        kind="warning" if verified.standing == Standing.UNKNOWN or _is_replaced(verified) else "success",
        standing=standing_text(verified),
        printed=PRINTED_WORDS[found.printed],
        is_compared=found.printed == Printed.SAME,
        digits=short(verified.digest),
        key=verified.wire.public_key.hex(),
        view=session_view(found.result) if found.result else None,
        plain=() if found.result else figure_lines(verified.sealed, None),
        ledgers=tuple(_ledger(style) for style in verified.sealed.styles),
        codes="\n".join(encode(verified.wire)),
        seal=verified.seal,
    )


def standing_text(verified: Verified) -> str:
    """What the signature proves, and that the session was counted again since, where this installation knows it."""
    said = STANDING_WORDS[verified.standing].format(name=verified.key_name)
    seal = verified.seal
    if seal is None or not _is_replaced(verified):
        return said
    return (
        f"{said} Đây là kết quả kiểm phiếu lần {seal.version}; hội nghị đã mở lại kiểm phiếu và nay ở lần "
        f"{seal.session.count_version}. Dùng biên bản của lần sau cùng."
    )


def _is_replaced(verified: Verified) -> bool:
    return verified.seal is not None and verified.seal.session.count_version > verified.seal.version


def figure_lines(sealed: SealedSession, rules: Parameters | None) -> tuple[str, ...]:
    """Every figure in plain lines; the levels as the rule set names them, by their usual names where it is unknown."""
    labels = [level.label for level in rules.levels] if rules else [USUAL.get(code, code) for code in sealed.levels]
    people = f"Tổng số {_or_dash(sealed.total_members)}, triệu tập {_or_dash(sealed.summoned)}"
    lines = [f"{people}, có mặt {_or_dash(sealed.present)}."]
    for style in sealed.styles:
        ballots = "phát ra {issued}, thu về {returned}, hợp lệ {valid}, không hợp lệ toàn phiếu {wholly_invalid}"
        lines.append(f"{style.name}: {ballots.format(**style.total_figures)}.")
        for place, (person, marks) in enumerate(zip(style.people, style.total_lines, strict=False)):
            named = zip([*labels, "không hợp lệ riêng dòng"], marks, strict=True)
            told = ", ".join(f"{label.lower()} {number}" for label, number in named)
            lines.append(f"{place + 1}. {person.name}, {person.title}: {told}.")
    return tuple(lines)


def _ledger(style: SealedStyle) -> str:
    parts = [
        f"{label.lower()} {decimal_comma(sum(numbers))}"
        for name, label in LEDGER.items()
        if (numbers := [n for n in (getattr(count, name) for count in style.channels) if n is not None])
    ]
    return f"{style.name}: {', '.join(parts)}." if parts else ""


def _or_dash(number: int | None) -> str:
    return "–" if number is None else decimal_comma(number)
