"""Sides of a conflict, as a user gives them in a parameter."""

from isnad.errors import ParameterError


def read_sides(given: list[str]) -> dict[str, str]:
    """Country, speaker_id or type of source to the name of its side, from lines like ``الغرب: US GB FR``.

    Raises
    ------
    ParameterError: a line has no colon or no member, or one member stands in two sides.
    """
    sides: dict[str, str] = {}
    for line in given:
        name, colon, members = line.partition(":")
        if not colon or not name.strip() or not members.split():
            raise ParameterError(
                f"sides: {line!r} is not of the form 'name: US GB' (countries by two letters, or ids of speakers)"
            )
        for member in members.split():
            if sides.get(member, name.strip()) != name.strip():
                raise ParameterError(f"sides: {member} stands in {sides[member]} and in {name.strip()}")
            sides[member] = name.strip()
    return sides
