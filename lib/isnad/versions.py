"""The versions of one statement: who had it first, through whom, and what each changed."""

import pandas as pd

from isnad import wording
from isnad.errors import ParameterError
from isnad.schema import require
from isnad.sourcing.describe import without_copies
from isnad.text import key

STATEMENTS = (
    "statement_id", "outlets", "versions", "chains", "different_chains", "speaker", "speaker_id", "first_on", "last_on", "words",
    "mean_shared", "text", "brief", "outlet_ids", "paths",
)  # fmt: skip
VERSIONS = (
    "version", "outlet", "article_id", "published", "days_after", "is_first", "is_reference", "form", "speaker", "cue", "cue_type", "path",
    "match_tier", "text", "quoted", "kept", "form_changed", "synonyms", "moved", "added", "dropped", "kept_share", "start", "end",
)  # fmt: skip
BRIEF = 6
_KEY = ["article_id", "clause_start", "clause_end"]


def list_statements(sourced: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The statements that two or more outlets carry, those of most outlets first.

    Returns
    -------
    DataFrame (STATEMENTS), one row a ``statement_id``: numbers of ``outlets``, ``versions`` (clauses) and different ``chains`` (speaker and links
    together); ``different_chains``: the outlets do not all name the same ones; the earliest and latest day; ``words`` of the fullest version,
    ``mean_shared``: the mean share of its words that the others keep (0–1), ``text``: the fullest version, ``brief``: the
    shortest of six words or more; ``outlet_ids`` and, in the same
    order, the ``paths`` of each outlet.
    """
    require(sourced, ["statement_id", "outlet", *_KEY], "list_statements")
    rows = []
    for statement, clauses in version_clauses(sourced, articles):
        fullest = _reference(clauses, "fullest")
        kept = {row["text"]: row["words"] for row in clauses}
        kept = {text: _share(clauses[fullest]["words"], words) for text, words in kept.items()}
        shares = [kept[row["text"]] for place, row in enumerate(clauses) if place != fullest]
        outlets = sorted({row["outlet"] for row in clauses})
        mine = [[row for row in clauses if row["outlet"] == outlet] for outlet in outlets]
        hands = [frozenset(row["path_id"] for row in rows_) for rows_ in mine]
        paths = [
            list({row["path_id"]: row["path"] for row in rows_ if row["path"]}.values()) for rows_ in mine
        ]
        days = pd.Series([row["published"] for row in clauses], dtype="datetime64[s]")
        rows.append({
            "statement_id": statement, "outlets": len(outlets), "versions": len(clauses), "chains": len(frozenset().union(*hands)),
            "different_chains": len(set(hands)) > 1, "speaker": _commonest(clauses, "speaker"),
            "speaker_id": _commonest(clauses, "speaker_id"), "first_on": days.min(), "last_on": days.max(), "words": len(clauses[fullest]["words"]),
            "mean_shared": sum(shares) / len(shares) if shares else 1.0, "text": clauses[fullest]["text"], "brief": clauses[_briefest(clauses, fullest)]["text"], "outlet_ids": outlets,
            "paths": [" / ".join(each) for each in paths],
        })  # fmt: skip
    out = pd.DataFrame(rows, columns=list(STATEMENTS))
    return out.sort_values(
        ["outlets", "versions", "words", "statement_id"],
        ascending=[False, False, False, True],
        ignore_index=True,
    )


def by_outlet(statements: pd.DataFrame) -> pd.DataFrame:
    """What `list_statements` returns, one row a statement and outlet: its ``outlet``, and the ``path`` it came through there; NA where none is told."""
    named = statements.rename(columns={"outlet_ids": "outlet", "paths": "path"})
    out = named.explode(["outlet", "path"], ignore_index=True)
    return out.assign(outlet=out["outlet"].astype("str"), path=out["path"].replace("", None).astype("str"))


def choose_statement(statements: pd.DataFrame, wanted: str = "") -> str:
    """The ``statement_id`` that *wanted* names: the id itself, or words that its fullest version or its speaker's name holds; empty takes the first, or gives "" when there is none.

    Raises
    ------
    ParameterError: no statement of two outlets holds it.
    """
    if statements.empty and not wanted.strip():
        return ""
    if not wanted.strip():
        return str(statements["statement_id"].iloc[0])
    if (statements["statement_id"] == wanted).any():
        return wanted
    look = key(wanted)
    texts = (statements["text"] + " " + statements["speaker"].fillna("")).map(key)
    found = statements[texts.str.contains(look, regex=False)]
    if found.empty:
        near = "; ".join(" ".join(str(t).split()[:8]) for t in statements["text"].head(5))
        raise ParameterError(
            f"statement: no statement of two outlets holds {wanted!r}; the most carried ones begin: {near}"
        )
    return str(found["statement_id"].iloc[0])


def list_versions(
    sourced: pd.DataFrame, articles: pd.DataFrame, statement_id: str, *, reference: str = "first"
) -> pd.DataFrame:
    """Every version of one statement, in order of publication, compared word by word with one of them.

    Parameters
    ----------
    reference : {"first", "fullest"} or an outlet
        The version that the others are compared with. Where several are first (one day, or no date), the fullest of them.

    Returns
    -------
    DataFrame (VERSIONS), a row a clause of an article. ``text == body[start:end]`` is the whole clause, ``quoted`` the words of it that stand between
    quotation marks. ``path``: the speaker, then the links of the chain. ``days_after`` the first: whole days, NA without a date. ``kept``, ``form_changed``, ``synonyms``,
    ``moved``, ``added``, ``dropped``: numbers of words against the reference; ``kept_share`` = (kept + form_changed + synonyms + moved) / words of the reference.

    Raises
    ------
    ParameterError: *reference* is neither word nor an outlet that has a version.
    """
    require(sourced, ["statement_id", "outlet", *_KEY], "list_versions")
    group = sourced[sourced["statement_id"] == statement_id]
    if group.empty:
        return pd.DataFrame(columns=list(VERSIONS))
    bodies = _bodies(group, articles)
    clauses = _clauses(group, bodies)
    base = _reference(clauses, reference)
    first = min((row["published"] for row in clauses if pd.notna(row["published"])), default=pd.NaT)
    rows = []
    for place, row in enumerate(clauses):
        n = wording.counts(wording.compare(clauses[base]["words"], row["words"]))
        dated = pd.notna(row["published"])
        rows.append({
            **{name: row[name] for name in VERSIONS if name in row}, "version": place + 1, "is_reference": place == base,
            "days_after": (row["published"].normalize() - first.normalize()).days if dated else pd.NA, "is_first": bool(dated and row["published"] == first),
            "kept": n["kept"], "form_changed": n["form"], "synonyms": n["synonym"], "moved": n["moved"], "added": n["added"], "dropped": n["dropped"],
            "kept_share": (n["kept"] + n["form"] + n["synonym"] + n["moved"]) / max(1, len(clauses[base]["words"])),
        })  # fmt: skip
    return pd.DataFrame(rows, columns=list(VERSIONS)).astype({"days_after": "Int64"})


def version_clauses(sourced: pd.DataFrame, articles: pd.DataFrame):
    """Each statement of two or more outlets with its clauses: dicts with article_id, outlet, published, text, words (`isnad.wording`), path."""
    matched = sourced[sourced["statement_id"].notna()]
    matched = matched[matched.groupby("statement_id")["outlet"].transform("nunique") >= 2]
    bodies = _bodies(matched, articles)
    for statement, group in matched.groupby("statement_id", sort=True):
        yield statement, _clauses(group, bodies)


def _bodies(sourced: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """The texts that *sourced* stands in, by ``article_id``."""
    read = articles[articles["article_id"].isin(sourced["article_id"])]
    return without_copies(read).drop_duplicates("article_id").set_index("article_id")["body"]


def _clauses(group: pd.DataFrame, bodies: pd.Series) -> list[dict]:
    """One dict a clause, fragments of one clause and clauses that overlap joined; by day, outlet, place."""
    found: list[dict] = []
    for row in group.sort_values([*_KEY, "start"], kind="stable").to_dict("records"):
        last = found[-1] if found else None
        if last and last["article_id"] == row["article_id"] and row["clause_start"] < last["end"]:
            last["end"] = max(last["end"], row["clause_end"])
            last["spans"].append((row["start"], row["end"], row["marked"]))
            if len(row["path_id"]) > len(last["path_id"]):
                last["path"], last["path_id"] = _text(row["path"]), row["path_id"]
            continue
        found.append(
            {
                **row,
                "start": row["clause_start"],
                "end": row["clause_end"],
                "path": _text(row["path"]),
                "spans": [(row["start"], row["end"], row["marked"])],
            }
        )
    words: dict[str, list[wording.Word]] = {}
    for row in found:
        body = bodies[row["article_id"]]
        row["text"] = body[row["start"] : row["end"]]
        if row["text"] not in words:
            words[row["text"]] = wording.words(row["text"])
        row["words"] = words[row["text"]]
        marked = [body[start:end] for start, end, is_marked in row["spans"] if is_marked]
        row["quoted"] = " … ".join(marked) or None
        row["form"] = (
            "indirect"
            if not marked
            else "direct"
            if sum(map(len, marked)) >= 0.6 * len(row["text"])
            else "mixed"
        )
    return sorted(
        found,
        key=lambda row: (
            pd.isna(row["published"]),
            row["published"] if pd.notna(row["published"]) else pd.Timestamp(0),
            row["outlet"],
            row["article_id"],
            row["start"],
        ),
    )


def _reference(clauses: list[dict], wanted: str) -> int:
    places = range(len(clauses))
    if wanted == "first":
        earliest = clauses[0]["published"]
        places = [place for place in places if clauses[place]["published"] == earliest] or [*places]
    elif wanted != "fullest":
        places = [place for place in places if clauses[place]["outlet"] == wanted]
        if not places:
            have = ", ".join(dict.fromkeys(row["outlet"] for row in clauses))
            raise ParameterError(
                f"reference: {wanted!r} is neither first, fullest nor an outlet with a version; these have one: {have}"
            )
    return max(places, key=lambda place: (len(clauses[place]["words"]), -place))


def _briefest(clauses: list[dict], otherwise: int) -> int:
    places = [place for place, row in enumerate(clauses) if len(row["words"]) >= BRIEF]
    return min(places, key=lambda place: (len(clauses[place]["words"]), place), default=otherwise)


def _share(reference: list[wording.Word], other: list[wording.Word]) -> float:
    n = wording.counts(wording.compare(reference, other))
    return (n["kept"] + n["form"] + n["synonym"] + n["moved"]) / max(1, len(reference))


def _commonest(clauses: list[dict], name: str) -> str | None:
    known = [row[name] for row in clauses if isinstance(row[name], str)]
    return min(known, key=lambda value: (-known.count(value), value)) if known else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
