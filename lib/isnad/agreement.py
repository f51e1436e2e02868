"""What a validation shows: how far the program agrees with people, and people with each other.

Every figure is a ratio of sums over the rows that coders judged; with several coders, each one's judgements weigh the same. An interval is
the wider of two: articles drawn again (rows of one article stand and fall together), and Wilson's for as many rows, which stays honest where
everything was right.
"""

from collections import defaultdict
from typing import Any

import numpy as np
import pandas as pd

from isnad.codingsheet import ASKED, SLOTS
from isnad.correctionfile import NOBODY, chain_fault, chain_parts
from isnad.corrections import occurrences
from isnad.messages import say
from isnad.schema import table
from isnad.sourcing.intervals import MIN_ARTICLES, bounds, resampled, wilson
from isnad.text import overlap
from isnad.validate import Coding, read

FIGURES = {"measure": "str", "value": "float", "low": "float", "high": "float", "n": "int"}
SHARES = {"column": "str", "code": "str", "program": "float", "coders": "float", "difference": "float", "low": "float", "high": "float", "n": "int"}  # fmt: skip
AGREEMENT = {"sheet": "str", "question": "str", "percent": "float", "kappa": "float", "n": "int"}
DIFFERENCES = {"sheet": "str", "id": "str", "coder": "str", "article_id": "str", "question": "str", "coded": "str", "found": "str", "context": "str"}  # fmt: skip
PROPOSED = ("kind", "article_id", "text", "n", "value", "note")
# A coder's words and a find are one quotation from this share of common characters.
SAME_SPAN = 0.5
DRAWS = 1000


def tables(coding: Coding) -> dict[str, pd.DataFrame]:
    """All that a validation shows: figures, shares, agreement, differences and draft corrections, by the names of their files."""
    return {
        "figures": figures(coding),
        "shares": shares(coding),
        "agreement": agreement(coding),
        "differences": differences(coding),
        "corrections": propose(coding),
    }


def of_sheets(sheets: list[str], language: str) -> dict[str, pd.DataFrame]:
    """`tables` of filled-in sheets (`isnad.validate.read`), with the classes of ``shares`` in words; all are empty without a sheet.

    Raises
    ------
    LoadError, SchemaError: as `isnad.validate.read`.
    """
    found = tables(read([*sheets]) if sheets else Coding("", {}, {}))
    told = [say(f"codes.{row.column}_{row.code}", language) for row in found["shares"].itertuples()]
    columns = [say(f"columns.{name}", language) for name in found["shares"]["column"]]
    found["shares"] = found["shares"].assign(column=columns, code=told)
    return found


def lines(frame: pd.DataFrame, language: str) -> list[str]:
    """`figures` or `agreement` as lines to be printed."""
    told = []
    for row in frame.to_dict("records"):
        if "measure" in row:
            told.append(
                say(
                    "validate.line_figure",
                    language,
                    what=say(f"codes.measure_{row['measure']}", language),
                    **row,
                )
            )
        else:
            key = "line_kappa" if pd.notna(row["kappa"]) else "line_percent"
            sheet = say(f"codes.sheet_{row['sheet']}", language)
            question = say(f"codes.question_{row['question']}", language)
            what = f"{sheet}: {question}"
            told.append(
                say(
                    f"validate.{key}",
                    language,
                    what=what,
                    **{k: row[k] for k in ("percent", "kappa", "n") if pd.notna(row[k])},
                )
            )
    return told


def figures(coding: Coding, *, seed: int = 0) -> pd.DataFrame:
    """How often the program is right, as the coders see it.

    Returns
    -------
    DataFrame, (measures x FIGURES), measures without any row left out
        ``quotes_precision``: finds that are quotations, whatever their limits; ``quotes_exact``: of those, with right limits; ``quotes_recall``: quotations
        of the passages that were found; ``quotes_f1`` of the two. ``speaker``, ``speaker_kind``, ``chain``, ``stance``: right, of the finds that are quotations
        (a speaker is right under any part of his name, or under another name of the same entity). ``marked_precision``, ``reported_precision``.
        ``times_precision``, ``times_type``, ``times_value``; ``times_recall`` compares numbers per passage and so is an upper bound.
        ``statements_precision``: matched pairs that are one statement; ``statements_missed``: unmatched pairs of one speaker that are one all the same.
        ``low`` and ``high`` bound 95 %; ``n`` counts judgements, not rows.
    """
    counts = _Counts(coding)
    records = []
    for name in ("quotes_precision", "marked_precision", "reported_precision", "quotes_exact", "quotes_recall", "quotes_f1", "speaker", "speaker_kind",
                 "chain", "stance", "times_precision", "times_type", "times_value", "times_recall", "statements_precision", "statements_missed"):  # fmt: skip
        found = counts.f1(seed) if name == "quotes_f1" else counts.ratio(name, seed)
        if found:
            records.append({"measure": name, **found})
    return table(records, FIGURES)


def shares(coding: Coding, *, seed: int = 0) -> pd.DataFrame:
    """What the error does to the shares that the notebooks show: the program's share of each kind of speaker and stance beside the coders'.

    Returns
    -------
    DataFrame, (codes x SHARES)
        Of the finds that the coders hold to be quotations. ``difference`` is program less coders, with its interval over articles (NaN for fewer than five).
    """
    rows = [(record, answer) for record, answer, _ in _judged(coding, "spans") if record["found"] and answer["said"] != "no"]  # fmt: skip
    records = []
    for column in ("speaker_kind", "stance"):
        pairs = [(r["article_id"], r["found"][column] or "unknown", a[column]) for r, a in rows]
        ids = sorted({article for article, _, _ in pairs})
        for code in ASKED["spans"][column]:
            counts = np.zeros((len(ids), 3))
            for article, program, coder in pairs:
                counts[ids.index(article)] += (program == code, coder == code, 1)
            if not counts[:, :2].any():
                continue
            low = high = np.array([np.nan])
            if len(ids) >= MIN_ARTICLES:
                drawn = resampled(counts, DRAWS, seed)
                with np.errstate(invalid="ignore", divide="ignore"):
                    low, high = bounds(((drawn[:, 0] - drawn[:, 1]) / drawn[:, 2])[:, None])
            a, b, whole = counts.sum(axis=0)
            records.append({"column": column, "code": code, "program": a / whole, "coders": b / whole, "difference": (a - b) / whole,
                            "low": low[0], "high": high[0], "n": int(whole)})  # fmt: skip
    return table(records, SHARES)


def agreement(coding: Coding) -> pd.DataFrame:
    """How far the coders agree with each other, question by question; empty for one coder.

    Returns
    -------
    DataFrame, (questions x AGREEMENT)
        ``percent`` 0 to 1 and Cohen's ``kappa`` over the rows that both answered; with three coders and more, the means over all pairs.
        ``kappa`` is NaN where all answers are the same: chance cannot be told from agreement there. Names are compared as `figures` does.
    """
    names = list(coding.coders)
    records = []
    for sheet, asked in ASKED.items():
        for question in asked:
            if question.startswith(("words_", "speaker_")) and question != "speaker_kind":
                continue
            found = [_pair(coding, sheet, question, a, b) for i, a in enumerate(names) for b in names[i + 1 :]]  # fmt: skip
            found = [one for one in found if one]
            if found:
                kappas = [one[1] for one in found if not np.isnan(one[1])]
                records.append({"sheet": sheet, "question": question, "percent": float(np.mean([one[0] for one in found])),
                                "kappa": float(np.mean(kappas)) if kappas else np.nan, "n": sum(one[2] for one in found)})  # fmt: skip
    return table(records, AGREEMENT)


def differences(coding: Coding) -> pd.DataFrame:
    """Every answer in which a coder and the program part, with its text.

    Returns
    -------
    DataFrame, (differences x DIFFERENCES), in the order of the sheets.
    """
    records = []
    for sheet in ASKED:
        for record, answer, coder in _judged(coding, sheet):
            for question, coded, found in _parted(sheet, record, answer):
                records.append({"sheet": sheet, "id": record["id"], "coder": coder, "article_id": record["article_id"], "question": question,
                                "coded": coded, "found": found, "context": record.get("context") or record.get("passage")})  # fmt: skip
    return table(records, DIFFERENCES)


def propose(coding: Coding) -> pd.DataFrame:
    """Corrections that follow from the coding, as a table for `isnad.corrections`: only where all coders who judged a row agree.

    Returns
    -------
    DataFrame, columns ``kind``, ``article_id``, ``text``, ``n``, ``value``, ``note``: finds that nobody said, speakers and chains that are others, and
    quotations of the passages that were missed, each with its speaker. Limits are left to the reader.
    """
    rows: list[dict[str, Any]] = []
    by_row: dict[str, list] = defaultdict(list)
    for record, answer, _ in _judged(coding, "spans"):
        by_row[record["id"]].append((record, answer))
    for told in by_row.values():
        record, answers = told[0][0], [answer for _, answer in told]
        if not record["found"]:
            continue
        place = {"article_id": record["article_id"], "text": record["found"]["text"]}
        if all(answer["said"] == "no" for answer in answers):
            rows.append({"kind": "quotation", **place, "value": "delete"})
        if any(answer["said"] == "no" for answer in answers):
            continue
        if not any(same_speaker(answer["speaker"], record["found"]) for answer in answers):
            if len({_name(answer["speaker"]) for answer in answers}) == 1:
                rows.append({"kind": "speaker", **place, "value": _dash(answers[0]["speaker"])})
        chains = {"؛ ".join(chain_parts(answer["chain"])) for answer in answers}
        chain = chains.pop()
        # What no correction can say is left to the reader.
        if not chains and not _same_chain(chain, record["found"]["chain"]) and not chain_fault(chain):
            rows.append({"kind": "chain", **place, "value": chain or None})
    missed: dict[tuple, list] = defaultdict(list)
    coders_of: dict[str, int] = defaultdict(int)
    for record, answer, _ in _judged(coding, "passages"):
        coders_of[record["id"]] += 1
        for words, speaker, find in _matched(record, answer):
            if find is None:
                missed[record["id"], record["article_id"], words].append(speaker)
    for (row, article_id, words), speakers in missed.items():
        if len(speakers) == coders_of[row]:
            rows.append({"kind": "quotation", "article_id": article_id, "text": words, "value": "add"})
            if _name(speakers[0]) and len({_name(one) for one in speakers}) == 1:
                rows.append({"kind": "speaker", "article_id": article_id, "text": words, "value": speakers[0]})  # fmt: skip
    return table([{**row, "note": f"validation {coding.id}"} for row in rows], dict.fromkeys(PROPOSED, "str"))


def same_speaker(coded: str | None, found: dict[str, Any]) -> bool:
    """Whether a coder's speaker is the program's: one name holds the other's words, or both are names of one entity; nobody equals nobody."""
    from isnad.entities import gazetteer, words_of

    name, other = _name(coded), found["speaker"]
    if not name or not other:
        return not name and not other
    a, b = set(words_of(name)), set(words_of(other))
    if a and b and (a <= b or b <= a):
        return True
    known = gazetteer().find(name)
    return known is not None and known in {found.get("speaker_id"), gazetteer().find(other)}


class _Counts:
    """Hits and totals of each measure by article, each coder's judgements weighed alike."""

    def __init__(self, coding: Coding):
        self.sums: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        self.n: dict[str, int] = defaultdict(int)
        self.weight = 1 / max(len(coding.coders), 1)
        for sheet, judge in (("spans", self.span), ("passages", self.passage), ("times", self.time), ("pairs", self.pair)):  # fmt: skip
            for record, answer, _ in _judged(coding, sheet):
                judge(record, answer)

    def add(self, measure: str, article: str, hit: float, whole: float = 1) -> None:
        if whole:
            self.sums[measure][article][0] += hit * self.weight
            self.sums[measure][article][1] += whole * self.weight
            self.n[measure] += round(whole)

    def span(self, record: dict[str, Any], answer: dict[str, Any]) -> None:
        found, article = record["found"], record["article_id"]
        if not found:
            return
        said = answer["said"] != "no"
        self.add("quotes_precision", article, said)
        self.add("marked_precision" if found["marked"] else "reported_precision", article, said)
        if said:
            self.add("quotes_exact", article, answer["said"] == "yes")
            self.add("speaker", article, same_speaker(answer["speaker"], found))
            self.add("speaker_kind", article, answer["speaker_kind"] == (found["speaker_kind"] or "unknown"))
            self.add("stance", article, answer["stance"] == (found["stance"] or "unknown"))
            self.add("chain", article, _same_chain(answer["chain"], found["chain"]))

    def passage(self, record: dict[str, Any], answer: dict[str, Any]) -> None:
        matched = _matched(record, answer)
        self.add("quotes_recall", record["article_id"], sum(find is not None for _, _, find in matched), len(matched))  # fmt: skip
        self.add("times_recall", record["article_id"], min(record["times_n"], answer["times_n"]), answer["times_n"])  # fmt: skip

    def time(self, record: dict[str, Any], answer: dict[str, Any]) -> None:
        found, article = record["found"], record["article_id"]
        self.add("times_precision", article, answer["is_time"] != "no")
        if answer["is_time"] != "no":
            self.add("times_type", article, answer["type"] == found["type"])
            self.add("times_value", article, (_dash(answer["value"]) or "").upper() == (found["value"] or ""))

    def pair(self, record: dict[str, Any], answer: dict[str, Any]) -> None:
        name = "statements_precision" if record["found"]["same"] else "statements_missed"
        self.add(name, record["article_id"], answer["same"] == "yes")

    def ratio(self, measure: str, seed: int) -> dict[str, Any] | None:
        if measure not in self.sums:
            return None
        counts = np.array(list(self.sums[measure].values()))
        hit, whole = counts.sum(axis=0)
        low, high = wilson(hit / whole, self.n[measure] * self.weight)
        drawn = _resampled(counts, seed)
        if drawn is not None:
            with np.errstate(invalid="ignore", divide="ignore"):
                low, high = _wider(low, high, drawn[:, 0] / drawn[:, 1])
        return {"value": hit / whole, "low": low, "high": high, "n": self.n[measure]}

    def f1(self, seed: int) -> dict[str, Any] | None:
        precision, recall = self.sums.get("quotes_precision"), self.sums.get("quotes_recall")
        if not precision or not recall:
            return None
        ids = sorted(precision.keys() | recall.keys())
        counts = np.array([[*precision.get(one, (0, 0)), *recall.get(one, (0, 0))] for one in ids])
        n = min(self.n["quotes_precision"], self.n["quotes_recall"])
        value = float(_f1(counts.sum(axis=0, keepdims=True))[0])
        low, high = wilson(value, n * self.weight)
        drawn = _resampled(counts, seed)
        if drawn is not None:
            low, high = _wider(low, high, _f1(drawn))
        return {"value": value, "low": low, "high": high, "n": n}


def _judged(coding: Coding, sheet: str):
    """(record, answer, coder) for every row that was answered, in the order of the sheet."""
    records = coding.rows.get(sheet, [])
    for coder, answers in coding.coders.items():
        told = {row["id"]: row for row in answers.get(sheet, pd.DataFrame()).to_dict("records")}
        yield from ((record, told[record["id"]], coder) for record in records if record["id"] in told)


def _matched(record: dict[str, Any], answer: dict[str, Any]) -> list[tuple[str, str | None, dict | None]]:
    """The quotations that a coder lists in a passage: words, speaker, and the find at that place or None, one to one."""
    left, matched = list(record["found"]), []
    for slot in range(1, SLOTS + 1):
        words = answer[f"words_{slot}"]
        if not words:
            continue
        start, end = occurrences(record["passage"], words)[0]
        best = max(left, key=lambda find: overlap((find["start"], find["end"]), (start, end)), default=None)
        if best is not None and overlap((best["start"], best["end"]), (start, end)) >= SAME_SPAN:
            left.remove(best)
        else:
            best = None
        matched.append((record["passage"][start:end], answer[f"speaker_{slot}"], best))
    return matched


def _parted(sheet: str, record: dict[str, Any], answer: dict[str, Any]):
    """(question, coded, found) for what differs in one row."""
    found = record["found"]
    if sheet == "passages":
        yield from (("words", words, None) for words, _, find in _matched(record, answer) if find is None)
        yield from (("speaker", speaker, find["speaker"]) for _, speaker, find in _matched(record, answer) if find and speaker and not same_speaker(speaker, find))  # fmt: skip
        if answer["times_n"] != record["times_n"]:
            yield "times_n", str(answer["times_n"]), str(record["times_n"])
    elif sheet == "pairs":
        if (answer["same"] == "yes") != found["same"]:
            yield "same", answer["same"], "yes" if found["same"] else "no"
    elif sheet == "times":
        if answer["is_time"] != "yes":
            yield "is_time", answer["is_time"], found["text"]
        if answer["is_time"] != "no":
            yield from ((name, _dash(answer[name]), found[name]) for name in ("type", "value") if (_dash(answer[name]) or "").upper() != (found[name] or ""))  # fmt: skip
    elif found is None:
        if answer["said"] != "no":
            yield "said", answer["said"], "no"
    else:
        if answer["said"] != "yes":
            yield "said", answer["said"], "yes"
        if answer["said"] != "no":
            if not same_speaker(answer["speaker"], found):
                yield "speaker", answer["speaker"], found["speaker"]
            if not _same_chain(answer["chain"], found["chain"]):
                yield "chain", answer["chain"], "؛ ".join(found["chain"])
            yield from ((name, answer[name], found[name]) for name in ("speaker_kind", "stance") if answer[name] != (found[name] or "unknown"))  # fmt: skip


def _pair(coding: Coding, sheet: str, question: str, a: str, b: str) -> tuple[float, float, int] | None:
    """Percent, kappa and number of rows for two coders and one question."""
    frames = [coding.coders[name].get(sheet) for name in (a, b)]
    if any(frame is None or frame.empty for frame in frames):
        return None
    first, second = (frame.set_index("id")[question] for frame in frames)  # type: ignore[union-attr]
    both = [one for one in first.index if one in second.index]
    answers = [(_plain(first[one], question), _plain(second[one], question)) for one in both]
    answers = [(x, y) for x, y in answers if x != "" or y != ""] if question != "chain" else answers
    if not answers:
        return None
    from sklearn.metrics import cohen_kappa_score

    same = [x == y for x, y in answers]
    labels = sorted({one for pair in answers for one in pair})
    kappa = (
        float(cohen_kappa_score(*zip(*answers, strict=True), labels=labels)) if len(labels) > 1 else np.nan
    )
    return float(np.mean(same)), kappa, len(answers)


def _plain(value: Any, question: str) -> str:
    """An answer as a text that is equal for equal answers."""
    from isnad.entities import gazetteer, name_key

    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if question == "speaker":
        return gazetteer().find(_name(value)) or name_key(_name(value)) or "-" if _name(value) else "-"
    if question == "chain":
        return "; ".join(gazetteer().find(one) or name_key(one) for one in chain_parts(value))
    return str(value)


def _same_chain(coded: str | None, found: list[str]) -> bool:
    links = chain_parts(coded)
    return len(links) == len(found) and all(same_speaker(a, {"speaker": b}) for a, b in zip(links, found, strict=True))  # fmt: skip


def _name(value: str | None) -> str:
    """A name, or nothing where the coder wrote that there is none."""
    return (_dash(value) or "").strip()


def _dash(value: str | None) -> str | None:
    return None if value is None or value.strip() in NOBODY else value.strip()


def _f1(counts: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        p, r = counts[:, 0] / counts[:, 1], counts[:, 2] / counts[:, 3]
        return np.where(p + r > 0, 2 * p * r / (p + r), np.where(np.isnan(p + r), np.nan, 0.0))


def _resampled(counts: np.ndarray, seed: int) -> np.ndarray | None:
    return resampled(counts, DRAWS, seed) if len(counts) >= MIN_ARTICLES else None


def _wider(low: float, high: float, samples: np.ndarray) -> tuple[float, float]:
    least, most = bounds(samples[:, None])
    return float(np.nanmin([low, least[0]])), float(np.nanmax([high, most[0]]))
