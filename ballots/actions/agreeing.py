"""When a bundle's ballots are settled: only sums stay."""

from collections.abc import Mapping

from ballots.actions.shredding import shred_when_done
from ballots.models import Bundle, BundleCount, BundleKeying, KeyedSheet
from ballots.rules.bundles import Sheet, compare, sums_of


def agree(*, bundle: Bundle, sheets: Mapping[int, Sheet]) -> None:
    """Add the ballots up and erase them, in the surrounding transaction; note how many cells each clerk had wrong."""
    subjects = list(bundle.style.subjects.order_by("position").values_list("pk", flat=True))
    sums = sums_of(sheets.values(), len(subjects), bundle.style.session.rules)
    BundleCount.objects.create(
        bundle=bundle,
        valid=sums.valid,
        wholly_invalid=sums.wholly_invalid,
        reasons=sums.reasons,
        lines={str(subject): line for subject, line in zip(subjects, sums.lines, strict=True)},
    )
    for keying in bundle.keyings.all():
        keying.is_submitted, keying.returned, keying.sheets = True, [], bundle.size
        keying.wrong_cells = _wrong_cells(keying, sheets)
        keying.save(update_fields=["is_submitted", "returned", "sheets", "wrong_cells"])
    erase_sheets(bundle)
    bundle.state = Bundle.State.AGREED
    bundle.save(update_fields=["state"])


def erase_sheets(bundle: Bundle) -> None:
    """Delete all that is known of the bundle's single ballots."""
    KeyedSheet.objects.filter(keying__bundle=bundle).delete()
    shred_when_done(KeyedSheet)


def _wrong_cells(keying: BundleKeying, final: Mapping[int, Sheet]) -> int:
    """In how many cells the clerk's first version of what came back was not what it came to."""
    rows = KeyedSheet.objects.filter(keying=keying).exclude(earlier="").values_list("position", "earlier")
    earlier = {position: Sheet(text) if text[0].isdigit() else Sheet(reason=text) for position, text in rows}
    return len(compare(earlier, {position: final[position] for position in earlier}))
