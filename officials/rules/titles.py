"""How a title is written together with its unit. Pure."""


def full_title(title: str, unit: str) -> str:
    """ "Bí thư" at "Đảng ủy xã Tân An" is "Bí thư Đảng ủy xã Tân An"; words that end the title and begin the unit stand
    once: "Chủ tịch Hội đồng nhân dân" at "Hội đồng nhân dân tỉnh" is "Chủ tịch Hội đồng nhân dân tỉnh"."""
    title_words, unit_words = title.split(), unit.split()
    for shared in range(min(len(title_words), len(unit_words)), 0, -1):
        if [w.casefold() for w in title_words[-shared:]] == [w.casefold() for w in unit_words[:shared]]:
            return " ".join([*title_words, *unit_words[shared:]])
    return f"{title} {unit}".strip()
