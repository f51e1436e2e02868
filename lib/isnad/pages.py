"""Saved HTML pages → text with line breaks, and what the page says of itself.

trafilatura finds the main content; the cleaning of this library goes over it afterwards. Nothing is fetched.
"""

import json
import re
from typing import NamedTuple

from isnad import metadata

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{3,20})""", re.I)
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|table)[\s>]", re.I)
JSON_LD = re.compile(r"""<script[^>]+application/ld\+json[^>]*>(.{2,200000}?)</script>""", re.I | re.S)
ARTICLE_TYPES = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "blogposting",
    "analysisnewsarticle",
    "opinionnewsarticle",
)


class Page(NamedTuple):
    """Text of a page, its title, and fields: url, outlet, published, published_basis, byline, standfirst."""

    text: str
    title: str
    fields: dict[str, object]


def looks_like_html(start: bytes) -> bool:
    """Whether a file that begins so is HTML."""
    return start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and MARKUP.search(start) is not None


def declared_encoding(data: bytes) -> str | None:
    """The character set that a page declares in its head."""
    match = CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def part_of_mhtml(data: bytes) -> bytes:
    """The first HTML part of a MIME archive."""
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            return part.get_payload(decode=True) or b""  # type: ignore[return-value]
    return b""


def read(source: str, url: str | None = None) -> Page:
    """What stands on a page.

    Parameters
    ----------
    source : str
        HTML.
    url : str, optional
        Its address where that is known; else the one that the page gives.
    """
    import trafilatura

    stated = _json_ld(source)
    found = trafilatura.bare_extraction(
        source,
        url=url,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        favor_recall=False,
        deduplicate=False,
    )
    if found is None:
        return Page("", "", {})
    title = _title(stated, found)
    address = url or found.url or ""
    published, basis = _published(stated, found, address)
    fields = {
        "url": address, "outlet": "", "published": published, "published_basis": basis,
        "byline": _name(stated.get("author")) or found.author or "",
    }  # fmt: skip
    if not metadata.host_of(address):
        fields["outlet"] = _name(stated.get("publisher")) or found.sitename or ""
    return Page(found.text or "", title, fields)


def _title(stated: dict, found) -> str:
    title = str(stated.get("headline") or found.title or "").strip()
    return without_site(title, found.sitename or "")


def without_site(title: str, site: str) -> str:
    """*title* without the name of the site at its end: `… - اليوم السابع`, `… | الجزيرة نت`."""
    from isnad import linewords

    head, mark, tail = re.match(r"(.*?)(\s+[-–—|:]\s+|\s*\|\s*)?([^-–—|]*)$", title, re.S).groups()  # type: ignore[union-attr]
    if (
        mark
        and head
        and (
            linewords.line_key(tail) in linewords.outlet_names()
            or (site
            and linewords.line_key(tail) == linewords.line_key(site))
        )
    ):
        return head.strip()
    return title


def _published(stated: dict, found, address: str) -> tuple[object, str]:
    for value in (stated.get("datePublished"), stated.get("dateCreated")):
        moment = metadata.parse_date(value)
        if moment:
            return moment, "metadata"
    moment = metadata.date_in_url(address)
    if moment:
        return moment, "url"
    moment = metadata.parse_date(found.date)
    return (moment, "metadata") if moment else (None, "none")


def _name(value: object) -> str:
    if isinstance(value, list):
        return "، ".join(name for name in map(_name, value[:10]) if name)
    if isinstance(value, dict):
        return str(value.get("name") or "").strip()
    return value.strip() if isinstance(value, str) and "http" not in value else ""


def _json_ld(source: str) -> dict:
    """The article that a page describes in JSON-LD; empty where it describes none."""
    for match in JSON_LD.finditer(source):
        try:
            data = json.loads(match[1], strict=False)
        except (ValueError, RecursionError):
            continue
        for one in _objects(data, 0):
            kinds = one.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            if any(str(kind).lower() in ARTICLE_TYPES for kind in kinds):
                return one
    return {}


def _objects(data: object, depth: int):
    if isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if depth < 4 and name in data:
                yield from _objects(data[name], depth + 1)
    elif isinstance(data, list) and depth < 4:
        for one in data[:50]:
            yield from _objects(one, depth + 1)
