"""Small corpora for the sourcing tests, built from sentences of our own so that every offset is right."""

import pandas as pd

from isnad import schema

CUE_TYPES = {"قال": "neutral", "أكد": "emphasis", "زعم": "distancing", "أضاف": "continuation"}


def said(text: str, speaker: str | None = "سامي الحداد", **more: object) -> dict:
    """One quotation; ``marked`` unless told otherwise; ``frame`` is the sentence, with {} where the words stand."""
    return {"text": text, "speaker": speaker, "cue": "قال", "marked": True, **more}


def corpus(*articles: tuple) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(articles, quotes) from tuples (article_id, outlet, day, event, [said(…), …])."""
    rows, quotes = [], []
    for article_id, outlet, day, event, sayings in articles:
        body = ""
        for number, one in enumerate(sayings):
            mark = "«{}»" if one["marked"] else "{}"
            frame = one.get("frame") or f"{one['cue']} {one['speaker'] or 'أحدهم'} إن {mark}."
            at = len(body) + frame.index("{}")
            clause = one.get("clause")
            start = len(body) + frame.index(clause.split("{}")[0]) if clause else None
            body += frame.replace("{}", one["text"]) + "\n"
            quotes.append({
                "quote_id": f"{article_id}:{number}", "article_id": article_id, "start": at, "end": at + len(one["text"]), "text": one["text"],
                "marked": one["marked"], "in_title": False, "kind": one.get("form", "direct" if one["marked"] else "indirect"),
                "content_start": start, "content_end": None if start is None else start + len(clause.replace("{}", one["text"])),
                "cue": one["cue"], "cue_type": CUE_TYPES.get(one["cue"]), "speaker": one["speaker"], "mention": one["speaker"],
                "speaker_id": one.get("speaker_id", one["speaker"]), "speaker_kind": one.get("kind", "person"), "chain": one.get("chain", []),
                "medium": one.get("medium"), "statement": one.get("statement"),
            })  # fmt: skip
        rows.append({"article_id": article_id, "source": article_id, "outlet": outlet, "published": day, "title": f"خبر {article_id}", "body": body.strip("\n"),
                     "event": event, "language": "ar"})  # fmt: skip
    events, statements = [row.pop("event") for row in rows], [row.pop("statement") for row in quotes]
    made, told = schema.table(rows, schema.ARTICLES), schema.table(quotes, schema.QUOTES)
    made["event_id"] = pd.Series(events, dtype="str")
    told["statement_id"] = pd.Series(statements, dtype="str")
    told["match_tier"] = (
        told["statement_id"].map(lambda value: value if pd.isna(value) else "reworded").astype("str")
    )
    return made, told


def three_outlets() -> tuple[pd.DataFrame, pd.DataFrame]:
    """One event in three outlets, one of them with a statement of its own, and an event that one outlet alone covers."""
    refuse = "لن نقبل بأي اتفاق لا يضمن حقوق العمال في المصنع"
    return corpus(
        ("a1", "aawsat", "2021-04-13", "strike", [said(refuse, statement="s1"), said("الحوار مستمر", statement="s2", cue="أكد", chain=[{"name": "وكالة رويترز", "medium": None}])]),
        ("b1", "euronews", "2021-04-14", "strike", [said("لن نقبل بأي اتفاق", statement="s1"), said("المفاوضات تسير ببطء شديد", "ليلى منصور")]),
        ("c1", "bbc", "2021-04-15", "strike", [said("النقابة ترفض كل اتفاق لا يحمي العمال", statement="s1", marked=False)]),
        ("d1", "cnn", "2021-05-01", "alone", [said("الطقس جميل", "نادر قاسم")]),
    )  # fmt: skip
