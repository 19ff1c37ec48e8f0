"""What counting the deck of a rehearsal has to give, as a result."""

from dataclasses import replace

from ballots.queries.rehearsals import StyleDeck, decks_of
from ballots.rules.results import Figures, line_result
from campaigns.models import VotingSession
from campaigns.rules.parameters import Parameters
from reports.queries.results import PersonResult, SessionResult, StyleResult, session_before_count


def expected_result(session: VotingSession) -> SessionResult:
    """Of a rehearsal: everybody on its roll is there, and every ballot of the deck comes back."""
    frame, voters = session_before_count(session.pk), session.voter_count
    colours = dict(session.styles.values_list("pk", "colour"))
    styles = tuple(_style(deck, colours[deck.style.key], voters, frame.parameters) for deck in decks_of(session))
    return replace(frame, total_members=voters, summoned=voters, present=voters, styles=styles)


def _style(deck: StyleDeck, colour: str, voters: int, parameters: Parameters) -> StyleResult:
    wanted = deck.expected
    figures = Figures(
        total_members=voters,
        summoned=voters,
        present=voters,
        issued=wanted.returned,
        returned=wanted.returned,
        valid=wanted.valid,
        wholly_invalid=wanted.wholly_invalid,
    )
    people = tuple(
        PersonResult(
            number,
            line.name,
            line.title,
            line_result(dict(zip(parameters.level_codes, votes, strict=True)), invalid, figures, parameters),
        )
        for number, (line, votes, invalid) in enumerate(
            zip(deck.style.lines, wanted.votes, wanted.line_invalid, strict=True), 1
        )
    )
    return StyleResult(deck.style.name, colour, figures, (), people)
