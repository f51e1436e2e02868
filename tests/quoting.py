"""What the tests of quotations share: the first quotation of a text, the names of its links."""

from isnad.quotes import quotes_of


def first(body: str, **more) -> dict:
    found = quotes_of(body, **more)
    assert found, f"no quotation found in: {body}"
    return found[0]


def links(row: dict) -> list[str]:
    return [link["name"] for link in row["chain"]]
