"""A sealed result as the pages and papers take results, worked out from what is sealed and the rule set alone."""

from dataclasses import replace
from datetime import datetime

from ballots.models import Source
from ballots.queries.seals import rules_digest
from ballots.rules.channels import ChannelFigures, side_by_side
from ballots.rules.results import Figures, line_result
from ballots.rules.seal_payload import SealedSession, SealedStyle
from campaigns.models import BoardMember, PhaseKind, RuleSet, Secrecy
from campaigns.rules.parameters import Parameters
from reports.queries.results import PersonResult, SessionResult, StyleResult


def sealed_result(sealed: SealedSession) -> SessionResult | None:
    """None where this version of the rule set is not known here, or is another one than it was where the result was
    sealed: then shares and bands cannot be told."""
    rule_set = RuleSet.objects.filter(code=sealed.rule_set, version=sealed.rule_set_version).first()
    if rule_set is None or rules_digest(rule_set) != sealed.rules_digest:
        return None
    rules = rule_set.rules.for_motion() if sealed.kind == "motion" else rule_set.rules
    try:
        styles = tuple(_style(sealed, style, rules) for style in sealed.styles)
        return replace(_frame(sealed, rule_set.citation, rules), styles=styles)
    except ValueError:
        return None


def _frame(sealed: SealedSession, citation: str, rules: Parameters) -> SessionResult:
    """The session without its styles. ValueError where a time cannot be read."""
    datetime.fromisoformat(sealed.sealed_at)
    board = {role: tuple(m.name for m in sealed.board if m.role == role) for role in BoardMember.Role.values}
    return SessionResult(
        pk=0,
        code=sealed.code,
        name=sealed.name,
        campaign_code=sealed.campaign,
        campaign_name=sealed.campaign_name,
        secrecy=dict(Secrecy.choices).get(sealed.secrecy, "") if sealed.secrecy else "",
        phase=dict(PhaseKind.choices).get(sealed.phase, sealed.phase),
        citation=citation,
        parameters=rules,
        unit_id=0,
        unit=sealed.unit,
        superior="",
        letterhead=sealed.letterhead,
        place=sealed.seat,
        venue=sealed.place,
        held_at=datetime.fromisoformat(sealed.held_at),
        chair=sealed.chair,
        board_head="".join(board[BoardMember.Role.HEAD][:1]),
        board_members=board[BoardMember.Role.SECRETARY] + board[BoardMember.Role.MEMBER],
        board_secretaries=board[BoardMember.Role.SECRETARY],
        total_members=sealed.total_members,
        summoned=sealed.summoned,
        present=sealed.present,
        styles=(),
        is_sealed=True,
        is_rehearsal=sealed.is_rehearsal,
        count_version=sealed.count_version,
        count_began=_moment(sealed.minutes.began_at),
        count_ended=_moment(sealed.minutes.ended_at),
        copies=sealed.minutes.copies,
        witnesses=sealed.minutes.witnesses,
        recipients=sealed.minutes.recipients,
        trigger=tuple(sealed.trigger.splitlines()),
        box=tuple(sealed.box.splitlines()),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _style(sealed: SealedSession, style: SealedStyle, rules: Parameters) -> StyleResult:
    """Its channels added up. ValueError where a figure that the percentages need is unknown."""
    if rules.level_codes != sealed.levels:
        raise ValueError("other levels than the rule set's")
    figures = Figures(
        total_members=sealed.total_members,
        summoned=sealed.summoned,
        present=sealed.present,
        **style.total_figures,
    )
    people = []
    for place, (person, marks) in enumerate(zip(style.people, style.total_lines, strict=True)):
        *votes, invalid = marks
        by_level = dict(zip(sealed.levels, votes, strict=True))
        line = line_result(by_level, invalid, figures, rules)
        people.append(PersonResult(place + 1, person.name, person.title, line))
    channels = side_by_side(
        ChannelFigures(
            channel=count.channel,
            issued=count.issued,
            returned=count.returned,
            valid=count.valid,
            wholly_invalid=count.wholly_invalid,
            votes=tuple(tuple(votes) for *votes, _ in count.lines),
        )
        for count in style.channels
    )
    return StyleResult(style.name, style.colour, figures, (Source.SEALED.label,), tuple(people), channels)
