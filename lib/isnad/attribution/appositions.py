"""Names and roles in apposition: between commas behind a title, behind a form of address, a role behind a name."""

from isnad.attribution.boundaries import is_masdar_cue, opens_speech
from isnad.attribution.extents import LONGEST, continues
from isnad.attribution.names import name_end, starts_name
from isnad.attribution.shapes import has_verb_shape, unlisted
from isnad.attribution.surnames import foreign_name_end
from isnad.attribution.tokens import PUNCTUATION, WORD, Token
from isnad.words import (
    CITY,
    COMMON,
    COMPLEMENTISER,
    DEFINITE,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    NAME,
    NATIONALITY,
    NOT_NAME,
    PLACE,
    PREPOSITION,
    RELATIVE,
    ROLE,
    TIME,
    UNNAMED,
)


def honorific_ahead(tokens: list[Token], at: int) -> int | None:
    """Where a name begins that a form of address announces further on in a long title (``مدير … الدكتور بدر …``)."""
    for position in range(at, min(len(tokens) - 1, at + 9)):
        token = tokens[position]
        if (
            token.kind != WORD
            or token.word.flags & (COMPLEMENTISER | RELATIVE)
            or (token.word.cue and token.word.cue.form != "noun")
        ):
            return None
        if (
            token.word.flags & HONORIFIC
            and token.text.startswith("ال")
            and starts_name(tokens, position + 1, at, False)
        ):
            return position + 1
    return None


def apposed_name(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """A name between commas, brackets or quotation marks after a title: ``وزير الخارجية، جون كيري، إن``."""
    if at + 1 >= len(tokens):
        return None
    if tokens[at].text in {"،", ",", "-", "–"} and tokens[at].kind == PUNCTUATION:
        begin = at + 1
        while begin < len(tokens) and (
            tokens[begin].word.flags & HONORIFIC
            or (tokens[begin].word.flags & ROLE and tokens[begin].word.flags & DEFINITE)
        ):
            begin += 1
        if begin + 1 < len(tokens) and _is_superlative(tokens, begin):
            return None
        if begin < len(tokens) and (
            starts_name(tokens, begin, begin, False)
            or unlisted(tokens[begin])
            or foreign_name_end(tokens, begin) > begin
        ):
            end = name_end(tokens, begin)
            end = max(end, foreign_name_end(tokens, begin))
            alone = not tokens[begin].word.flags and end < len(tokens) and tokens[end].text in ("،", ",")
            named = end - begin >= 2 or tokens[begin].word.flags & NAME or alone
            closes = (
                end >= len(tokens)
                or tokens[end].kind != WORD
                or bool(tokens[end].word.flags & (COMPLEMENTISER | TIME | PREPOSITION | ROLE))
                or is_masdar_cue(tokens[end])
            )
            if named and closes:
                return begin, end
        end = begin
        while end < len(tokens) and end - begin < 4 and _may_be_apposed(tokens[end], end > begin):
            end += 1
        closed = end < len(tokens) and tokens[end].text in "،," and tokens[end].kind == PUNCTUATION
        if (
            closed
            and end - begin > 1
            and any(not t.word.flags & ~(DEFINITE | NAME | CITY | NATIONALITY) for t in tokens[begin:end])
        ):
            return begin, end
    return None


def _is_superlative(tokens: list[Token], at: int) -> bool:
    """Whether what stands between commas is said of the noun before (``الهند، أكبر مستوردي الغاز،``), no name."""
    flags = tokens[at + 1].word.flags
    return tokens[at].text in GROUPS["superlatives"] and not flags & NAME


def _may_be_apposed(token: Token, last: bool) -> bool:
    """Whether a word between commas may be part of a name, whatever else the lists know of it (``نادية``, ``الخضر``)."""
    flags = token.word.flags
    known = COMMON | DEFINITE | NAME | CITY | PLACE | NOT_NAME
    owned = INSTITUTION if token.text.endswith("ه") and flags & COMMON else 0
    owned |= NATIONALITY if last and flags & DEFINITE else 0
    return (
        token.kind == WORD
        and not flags & ~(known | owned)
        and token.word.cue is None
        and not token.word.conjunction
        and (not token.word.preposition or bool(flags & CITY))
        and not token.text.endswith(("ا", "ون", "ين"))
        and not has_verb_shape(token)
    )


def name_after_title(tokens: list[Token], at: int, head: int) -> tuple[int, int] | None:
    """A name between commas behind the rest of a title too long to be read (``المدير الجهوي لإدارة … بجهة …، حسن أعناية،``)."""
    if not head & ROLE:
        return None
    for comma in range(at, min(at + 12, len(tokens))):
        token = tokens[comma]
        if token.text in "،," and token.kind == PUNCTUATION:
            named = apposed_name(tokens, comma) if comma > at else None
            closed = named is not None and named[1] < len(tokens) and tokens[named[1]].kind == PUNCTUATION
            if closed:
                return named
            following = tokens[comma + 1].word if comma + 1 < len(tokens) else None
            if following is None or not (following.preposition or following.flags & PREPOSITION):
                return None
            continue
        verbal = token.word.cue is not None and not token.word.cue.needs
        if token.kind != WORD or verbal or token.word.flags & (COMPLEMENTISER | RELATIVE | TIME):
            return None
    return None


def name_behind_aside(tokens: list[Token], at: int, head: int) -> tuple[int, int] | None:
    """A name parted from its title by where the words were said (``وقال السفير أمام المحكمة سامي الحداد: «…»``)."""
    if not head & ROLE or at >= len(tokens) or not tokens[at].word.flags & PREPOSITION:
        return None
    for position in range(at + 1, min(at + 8, len(tokens))):
        token = tokens[position]
        flags = token.word.flags
        if token.kind != WORD or flags & (ROLE | UNNAMED | COMPLEMENTISER | RELATIVE) or token.word.cue:
            return None
        settled = position > at + 1 and tokens[position - 1].word.flags & (DEFINITE | NATIONALITY)
        if settled and flags & (NAME | DEFINITE) == NAME and starts_name(tokens, position, at, False):
            end = name_end(tokens, position)
            return (position, end) if end - position > 1 and opens_speech(tokens, end) else None
    return None


def apposed_role(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """A role after a name, with or without a comma: ``جون تيري مدافع تشيلسي``, ``جين ساكي، المتحدثة باسم …``."""
    begin = at
    if begin < len(tokens) and tokens[begin].text in ("،", ","):
        begin += 1
    elif begin < len(tokens) and tokens[begin].text in GROUPS["counterparts"]:
        return None
    if begin >= len(tokens) or tokens[begin].kind != WORD:
        return None
    word = tokens[begin].word
    if (
        not word.flags & (ROLE | UNNAMED)
        or word.conjunction
        or word.preposition
        or (word.cue and word.cue.form == "participle")
    ):
        return None
    end = begin
    while end < len(tokens) and end - begin < LONGEST:
        step = continues(tokens, end, begin, word.flags) if end > begin else 1
        if step == 0:
            break
        end += step
    return begin, end
