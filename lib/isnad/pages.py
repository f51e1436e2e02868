"""Saved HTML pages → text with line breaks, and what the page says of itself.

trafilatura finds the main content; the cleaning of this library goes over it afterwards. Nothing is fetched.
"""

import json
import logging
import re
from typing import Any, NamedTuple

from isnad import linewords, metadata

CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{3,20})""", re.I)
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|table)[\s>]", re.I)
SCRIPT = re.compile(r"<script\b([^<>]{0,500})>", re.I)
META = re.compile(r"<meta\s[^>]{5,600}>", re.I)
PUBLISHED = re.compile(
    r"""(?:property|name|itemprop|http-equiv)\s*=\s*["']?(?:article:published(?:_time)?|og:published_time|datepublished|publish[-_]?date"""
    r"""|pubdate|date|dc\.date(?:\.issued)?|dcterms\.(?:created|date)|parsely-pub-date|sailthru\.date|cxenseparse:recs:publishtime)["'\s>]""",
    re.I,
)
CONTENT = re.compile(r"""content\s*=\s*(["'])(.{6,60}?)\1""", re.I)
TIME = re.compile(r"""<time\s[^>]{0,300}?datetime\s*=\s*(["'])(.{6,60}?)\1""", re.I)
HEADING = re.compile(r"<h1[\s>]", re.I)
UNSEEN = re.compile(r"<(?:script|style|noscript|template|!--)", re.I)
TAGS = re.compile(r"<[^<>]{0,2000}>")
# Dates are found here, by rules for Arabic pages: a format that is none spares the search for them there.
NO_DATE = {"outputformat": "none"}
JSON_LD_MAX = 1_000_000
# A paragraph that is one link and nothing else points to another article.
LINK_ALONE = re.compile(
    r"<p\b[^<>]{0,300}>\s*(?:<(?:strong|b|span|em)\b[^<>]{0,200}>\s*){0,3}<a\b[^<>]{0,2000}>[^<>]{1,300}"
    r"(?:</?(?:strong|b|span|em)\b[^<>]{0,200}>[^<>]{0,300}){0,4}</a>\s*(?:</(?:strong|b|span|em)>\s*){0,3}</p>",
    re.I,
)
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

    # They report on their logs what is reported here as a reason.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    stated = _json_ld(source)
    try:
        found: Any = trafilatura.bare_extraction(
            LINK_ALONE.sub("", source),
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params=NO_DATE,
        )
    except Exception as problem:
        raise ValueError(f"HTML: {type(problem).__name__}: {problem}") from None
    if found is None:
        return Page("", "", {})
    title = _title(stated, found)
    text = found.text or ""
    whole = stated.get("articleBody")
    if isinstance(whole, str) and len(text) < 0.4 * len(whole):
        text = whole
    address = url or found.url or ""
    published, basis = _published(source, stated, found, address)
    fields = {
        "url": address, "outlet": "", "published": published, "published_basis": basis,
        "byline": _name(stated.get("author")) or found.author or "",
    }  # fmt: skip
    if not metadata.host_of(address):
        fields["outlet"] = _name(stated.get("publisher")) or found.sitename or ""
    return Page(text, title, fields)


def _title(stated: dict, found) -> str:
    title = str(stated.get("headline") or found.title or "").strip()
    return without_site(title, found.sitename or "")


def without_site(title: str, site: str) -> str:
    """*title* without the name of the site at its end: `… - اليوم السابع`, `… | الجزيرة نت`."""
    head, mark, tail = re.match(r"(.*?)(\s+[-–—|:]\s+|\s*\|\s*)?([^-–—|]*)$", title, re.S).groups()  # type: ignore[union-attr]
    if (
        mark
        and head
        and (
            linewords.line_key(tail) in linewords.outlet_names()
            or (site and linewords.line_key(tail) == linewords.line_key(site))
        )
    ):
        return head.strip()
    return title


def _published(source: str, stated: dict, found, address: str) -> tuple[object, str]:
    """The moment of publication by JSON-LD, the head's meta elements or a `time` element, the address, else a guess."""
    for value in (stated.get("datePublished"), stated.get("dateCreated"), *_meta_dates(source)):
        moment = metadata.parse_date(value)
        if moment:
            return moment, "metadata"
    moment = metadata.date_in_url(address)
    if moment:
        return moment, "url"
    moment = _written_date(source)
    return (moment, "text") if moment else (None, "none")


def _written_date(source: str):
    """The first line of the page, after its headline where there is one, that is a date and nothing else."""
    begin = HEADING.search(source)
    begin = begin.end() if begin else 0
    texts = TAGS.sub("\n", _seen(source[begin : begin + 200_000])).split("\n")
    for text in (text.strip() for text in texts):
        if 6 <= len(text) <= 80 and any(map(str.isdigit, text)):
            name = linewords.line_key(text)
            if linewords.is_date_line(name, text):
                moment = metadata.date_in_text(text)
                if moment:
                    return moment
    return None


def _meta_dates(source: str):
    for match in META.finditer(source[:400_000]):
        if PUBLISHED.search(match[0]):
            content = CONTENT.search(match[0])
            if content:
                yield content[2]
    for match in TIME.finditer(source):
        yield match[2]


def _name(value: object) -> str:
    if isinstance(value, list):
        return "، ".join(name for name in map(_name, value[:10]) if name)
    if isinstance(value, dict):
        return str(value.get("name") or "").strip()
    return value.strip() if isinstance(value, str) and "http" not in value else ""


def _json_ld(source: str) -> dict:
    """The article that a page describes in JSON-LD; empty where it describes none."""
    for match in SCRIPT.finditer(source):
        if "ld+json" not in match[1]:
            continue
        end = source.find("</script", match.end(), match.end() + JSON_LD_MAX)
        try:
            data = json.loads(source[match.end() : end] if end > 0 else "", strict=False)
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


def _seen(source: str) -> str:
    """HTML without scripts, styles, templates and comments; what is not closed runs to the end."""
    pieces, last, lower = [], 0, source.lower()
    while match := UNSEEN.search(source, last):
        pieces.append(source[last : match.start()])
        closing = "-->" if match[0] == "<!--" else f"</{match[0][1:].lower()}"
        end = lower.find(closing, match.end()) if len(pieces) < 500 else -1
        if end < 0:
            return "".join(pieces)
        last = end + len(closing)
    return "".join((*pieces, source[last:]))
