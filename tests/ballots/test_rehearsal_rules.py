"""The made-up deck of a rehearsal."""

from hypothesis import given
from hypothesis import strategies as st

from ballots.rules.rehearsal import LEAST_FOR_EVERY_KIND, SEVERAL, UNMARKED, deck, expected

FLAWS = ("signed", "no_stamp")


@given(st.integers(1, 120), st.integers(1, 40), st.integers(2, 3), st.booleans(), st.text(max_size=8))
def test_the_deck_and_its_figures_keep_the_laws(size: int, lines: int, levels: int, spoils: bool, seed: str) -> None:
    flaws = FLAWS if spoils else ()
    sheets = deck(size, lines, levels, flaws, seed)
    assert len(sheets) == size
    allowed = {UNMARKED, SEVERAL, *map(str, range(1, levels + 1))}
    for sheet in sheets:
        assert bool(sheet.flaw) != bool(sheet.marks)
        assert sheet.flaw in ("", *flaws)
        assert not sheet.marks or (len(sheet.marks) == lines and set(sheet.marks) <= allowed)
    figures = expected(sheets, lines, levels)
    assert figures.returned == figures.valid + figures.wholly_invalid == size
    for votes, bad in zip(figures.votes, figures.line_invalid, strict=True):
        assert sum(votes) + bad == figures.valid
    if size >= LEAST_FOR_EVERY_KIND:
        assert sum(figures.line_invalid) >= 2
        assert not spoils or figures.wholly_invalid


def test_the_same_code_gives_the_same_deck() -> None:
    assert deck(30, 5, 3, FLAWS, "HN1-DT1") == deck(30, 5, 3, FLAWS, "HN1-DT1")
    assert deck(30, 5, 3, FLAWS, "HN1-DT1") != deck(30, 5, 3, FLAWS, "HN1-DT2")
    # written down once: paper that was marked before an update must still fit
    assert [sheet.marks for sheet in deck(3, 4, 3, FLAWS, "HN1-DT1")] == ["1991", "1322", "1313"]
