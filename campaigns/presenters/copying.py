"""What a copied campaign cannot take over, in sentences."""

from collections.abc import Iterator

from campaigns.actions.copying import Model
from campaigns.models import Campaign
from campaigns.presenters.rule_sets import ROWS

MOST_NAMES = 10
PARAMETER_WORDS = {name: words for name, words, _show, _citation in ROWS}


def notes_of(source: Campaign, model: Model) -> list[str]:
    """A sentence for each thing that is not as in the source."""
    return list(_notes(source, model))


def _notes(source: Campaign, model: Model) -> Iterator[str]:
    if model.organiser_ended:
        yield f"{source.organiser} đã kết thúc hoạt động nên không còn là cơ quan tổ chức. Chọn cơ quan khác."
    if model.units_ended:
        names = ", ".join(unit.name for unit in model.units_ended[:MOST_NAMES])
        more = len(model.units_ended) - MOST_NAMES
        yield (
            f"{len(model.units_ended)} đơn vị có hội nghị ở đợt trước đã kết thúc hoạt động, không lập hội nghị nữa: "
            f"{names}{f' và {more} đơn vị khác' if more > 0 else ''}."
        )
    for rules in model.other_rules:
        differing = ", ".join(PARAMETER_WORDS.get(name, name).lower() for name in rules.differing)
        yield (
            f"Giai đoạn {rules.phase}: dùng {rules.after} thay cho {rules.before}"
            f"{f'; khác ở: {differing}' if differing else '; nội dung như nhau'}."
        )
