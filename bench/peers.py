"""One peer on the same articles, run in an environment of its own: prints seconds, MB and finds as JSON.

python peers.py tokenise|direct_quotations|dates TEXTS.json CUES.json
"""

import json
import sys
import time
from pathlib import Path

# dateparser takes about a second an article: a few are enough to know.
FEW = 60
OPENERS = {"«": "»", "“": "”", '"': '"'}


def tokenise(texts, cues):
    """spaCy's blank Arabic pipeline: the least that any pipeline on spaCy does."""
    import spacy

    pipe = spacy.blank("ar").tokenizer
    return sum(len(pipe(text)) for text in texts)


def direct_quotations(texts, cues):
    """The logic of textacy's direct quotations on spaCy tokens: paired marks, a cue within the sentence around, the words beside it as speaker.

    textacy itself needs a dependency parse, which no Arabic pipeline offers without a download; the parse is left out here, so this is quicker than textacy would be.
    """
    import spacy

    nlp = spacy.blank("ar")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    known, found = set(cues), 0
    for doc in nlp.pipe(texts):
        starts = [sentence.start for sentence in doc.sents] + [len(doc)]
        opened = None
        for token in doc:
            if opened is None and token.text in OPENERS:
                opened = token
            elif opened is not None and token.text == OPENERS[opened.text]:
                left = max(start for start in starts if start <= opened.i)
                right = min(start for start in starts if start > token.i)
                around = [*doc[left : opened.i], *doc[token.i + 1 : right]]
                found += any(word.text in known or word.text[1:] in known for word in around)
                opened = None
    return found


def dates(texts, cues):
    """dateparser's search for dates in Arabic text."""
    from dateparser.search import search_dates

    return sum(len(search_dates(text, languages=["ar"]) or []) for text in texts)


def main():
    name, texts, cues = (
        sys.argv[1],
        *(json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[2:4]),
    )
    what = {
        "tokenise": "spaCy, tokens alone",
        "direct_quotations": "textacy's direct quotations, ported",
        "dates": "dateparser, search for dates",
    }
    texts = texts[:FEW] if name == "dates" else texts
    run = globals()[name]
    run(texts[:2], cues)
    start = time.process_time()
    found = run(texts, cues)
    took = time.process_time() - start
    print(
        json.dumps(
            {
                "what": what[name],
                "seconds": took,
                "MB": sum(len(text.encode()) for text in texts) / 1e6,
                "articles": len(texts),
                "found": found,
            }
        )
    )


if __name__ == "__main__":
    main()
