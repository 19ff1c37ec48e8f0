"""Why a whole ballot is invalid, and the key that says so. Pure.

Which of these spoil a ballot is the rule set's `ballot_validity`; the place it comes from is its citation "invalid". A
line without a mark, or with several, is invalid for that person only and never for the ballot.
"""

from dataclasses import dataclass

from campaigns.rules.parameters import Parameters


@dataclass(frozen=True)
class Flaw:
    """Something about a ballot as a whole. `key` is its key on the number pad."""

    code: str
    label: str
    key: str

    @property
    def switch(self) -> str:
        """The name of the rule set's switch."""
        return f"{self.code}_invalid"


FLAWS: dict[str, Flaw] = {
    flaw.code: flaw
    for flaw in (
        Flaw("not_of_board", "Không phải phiếu do ban kiểm phiếu phát ra", "/"),
        Flaw("struck_name", "Gạch hoặc sửa họ tên trên phiếu", "*"),
        Flaw("no_stamp", "Phiếu không đóng dấu", "-"),
        Flaw("added_name", "Viết thêm họ tên vào phiếu", "+"),
        Flaw("signed", "Phiếu có chữ ký của người ghi", "."),
    )
}


def spoils(code: str, parameters: Parameters) -> bool:
    """Whether a ballot with this flaw is wholly invalid; a flaw that the rule set does not name spoils nothing."""
    flaw = FLAWS.get(code)
    return flaw is not None and parameters.ballot_validity.get(flaw.switch, False)


def spoiling(parameters: Parameters) -> tuple[Flaw, ...]:
    """The flaws that make a ballot wholly invalid, in the order of the table."""
    return tuple(flaw for flaw in FLAWS.values() if spoils(flaw.code, parameters))


def harmless(parameters: Parameters) -> tuple[Flaw, ...]:
    """The flaws with which a ballot stays valid and is counted like any other."""
    return tuple(flaw for flaw in FLAWS.values() if not spoils(flaw.code, parameters))


def citation(parameters: Parameters) -> str:
    """Where the rule set says so."""
    return parameters.citations.get("invalid", "")
