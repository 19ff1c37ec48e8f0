"""How an action or a command says no."""


class Refused(Exception):
    """What was asked for cannot be done. The text is a Vietnamese sentence for people that says what to do."""
