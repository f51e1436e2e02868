"""Speakers as articles name them, to entities across articles.

The shipped table comes first, then whoever holds the office that is named, then names clustered over the corpus.
"""

from pathlib import Path

import pandas as pd

from isnad import text
from isnad.entities import SPOKESPERSON, Gazetteer, gazetteer
from isnad.identities import NOBODY, Clusters, Speaker, speaker
from isnad.schema import require


def resolve_speakers(
    quotes: pd.DataFrame, articles: pd.DataFrame, entities: str | Path | None = None
) -> pd.DataFrame:
    """Give every speaker an id that holds across articles, and a kind. Looks at the whole corpus.

    Parameters
    ----------
    quotes : DataFrame
        Needs ``article_id`` and ``speaker``; uses ``mention`` where it is there.
    articles : DataFrame
        Needs ``article_id``; ``published`` decides who held an office and which surname is whose.
    entities : str or Path, optional
        A CSV file with rows of your own for the table of entities (`isnad.entities.load_entities`).

    Returns
    -------
    DataFrame
        *quotes* with two columns, same index and order:

        ``speaker_id`` : the ``entity_id`` of the table, else ``name:`` and the commonest full spelling in this corpus;
        joint speakers are joined by ``+``; NA for unknown and unnamed sources, who are nobody across articles.
        A spokesperson without a name has the id of the institution.

        ``speaker_kind`` : person, institution, spokesperson, document, unnamed, group, or NA where the speaker is unknown.

    Notes
    -----
    People outside the table are joined by similarity of whole names, never by a surname alone, unless one person
    only bears it in the articles of the same days. Two people of exactly the same name are one id.

    Raises
    ------
    SchemaError
        A needed column is not there.
    LexiconError
        *entities* cannot be read.
    """
    require(quotes, ["article_id", "speaker"], "resolve_speakers")
    require(articles, ["article_id"], "resolve_speakers")
    found = identify(quotes, articles, gazetteer(None if entities is None else str(entities)))
    out = quotes.copy()
    out["speaker_id"] = pd.Series(["+".join(s.ids) or None for s in found], index=quotes.index, dtype="str")
    out["speaker_kind"] = pd.Series([s.kind for s in found], index=quotes.index, dtype="str")
    return out


def identify(quotes: pd.DataFrame, articles: pd.DataFrame, known: Gazetteer) -> list[Speaker]:
    """The `Speaker` of each row of *quotes*, in order."""
    days = _days(articles)
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True)) if "body" in articles else {}
    names = [name if isinstance(name, str) and name.strip() else None for name in quotes["speaker"]]
    when = [days.get(article) for article in quotes["article_id"]]
    mentions = quotes["mention"] if "mention" in quotes else [None] * len(quotes)
    clusters = Clusters(names, when, known)
    seen: dict = {}
    keys: dict[object, str] = {}
    out = []
    for name, day, article, mention in zip(names, when, quotes["article_id"], mentions, strict=True):
        if name is None:
            out.append(NOBODY)
            continue
        says_so = isinstance(mention, str) and bool(SPOKESPERSON.match(text.key(mention).strip()))
        if (name, article, says_so) not in seen:
            if article not in keys:
                body = bodies.get(article)
                keys = {article: text.key(body) if isinstance(body, str) else ""}
            seen[name, article, says_so] = speaker(name, day, says_so, keys[article], clusters, known)
        out.append(seen[name, article, says_so])
    return out


def _days(articles: pd.DataFrame) -> dict:
    if "published" not in articles:
        return {}
    published = pd.to_datetime(articles["published"], errors="coerce", utc=True)
    return {a: d.date() for a, d in zip(articles["article_id"], published, strict=True) if pd.notna(d)}
