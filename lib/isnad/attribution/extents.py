"""How far a source's phrase goes: which words belong to it, and which prepositional parts of a title.

Each test is read in order; the first that knows the word decides.
"""

from isnad.attribution.boundaries import closes_subject, is_masdar_cue, opens_speech
from isnad.attribution.complements import between_part, prepositional_part
from isnad.attribution.shapes import (
    has_verb_shape,
    is_accusative,
    is_nominative_plural,
    is_oblique_construct,
    is_oblique_plural,
    is_owned,
    is_verbal_noun,
)
from isnad.attribution.tokens import PUNCTUATION, QUOTE, WORD, Token
from isnad.remembered import remembered
from isnad.words import (
    ADVERB,
    CITY,
    COMMON,
    COMPLEMENTISER,
    CONJUNCTION,
    COUNTRY,
    DEFINITE,
    DEMONSTRATIVE,
    DOCUMENT,
    GROUPS,
    HONORIFIC,
    INSTITUTION,
    MEDIA,
    MEDIUM,
    NAME,
    NAME_HEAD,
    NATIONALITY,
    NOT_NAME,
    OUTLET,
    PLACE,
    POINTING,
    PREPOSITION,
    RELATIVE,
    ROLE,
    SOURCE_HEAD,
    TIME,
    TIME_MODIFIER,
    UNNAMED,
    WEEKDAY,
    strip_article,
)

NEVER_INSIDE = COMPLEMENTISER | RELATIVE | WEEKDAY | CONJUNCTION | POINTING
LOCALITY = CITY | PLACE | COUNTRY
GOES_ON = NATIONALITY | NOT_NAME | COUNTRY | CITY | DEMONSTRATIVE
KNOWN_AS_OTHER = DEFINITE | ROLE | UNNAMED | NATIONALITY | COUNTRY | CITY | DEMONSTRATIVE | NAME
CARRIER = DOCUMENT | MEDIUM
BODY = MEDIA | INSTITUTION
ISSUER = DOCUMENT | BODY
PEOPLE_OR_PAPERS = ROLE | UNNAMED | DOCUMENT

LONGEST = 24


def after_bracket(tokens: list[Token], at: int) -> int:
    """The position after the bracket that opens at *at*; the bracket alone where it is never closed."""
    for position in range(at + 1, min(len(tokens), at + 14)):
        if tokens[position].text in (")", "]"):
            return position + 1
    return at + 1


def continues(tokens: list[Token], at: int, start: int, head: int) -> int:
    """How many tokens from *at*, behind *start*, go on with a phrase that has no personal name yet (0: none)."""
    token = tokens[at]
    word = token.word
    flags = word.flags
    if token.kind == QUOTE:
        holder = tokens[at - 1].word.flags & (MEDIA | INSTITUTION | NAME_HEAD | ROLE | UNNAMED) or head & (
            MEDIA | ROLE
        )
        holder = holder or (head & DOCUMENT and tokens[at - 1].text in GROUPS["issuing"])
        return 1 if token.words <= 5 and tokens[at - 1].text not in ":،," and holder else 0
    if _is_never_inside(token):
        return 0
    before = tokens[at - 1]
    behind = before.word.flags
    own = _has_own_rule(token)
    if behind & DEMONSTRATIVE and at - start > 1:
        return 0
    if flags & DEFINITE and behind & DEFINITE and not word.preposition:
        if flags & CARRIER and not (word.conjunction and head & (INSTITUTION | ROLE)):
            return 0
        second = flags & INSTITUTION and head & DEFINITE and head & ISSUER
        if second and not flags & NATIONALITY and token.text != "المنظمه":
            return 0
    if before.kind == QUOTE and flags & ROLE and flags & DEFINITE:
        return 0
    plural = behind & (ROLE | UNNAMED | NATIONALITY) and is_nominative_plural(before)
    if plural and (word.preposition == "ل" or is_owned(token.text)):
        if strip_article(before.text) not in GROUPS["representing"]:
            return 0
    if flags & DEFINITE and not word.conjunction and not word.preposition:
        if plural or (behind & DEFINITE and token.text.endswith("ين") and _are_others(tokens, start, at)):
            return 0
        state = COUNTRY if head & UNNAMED and at == start + 2 else 0
        if head & PEOPLE_OR_PAPERS and behind & COUNTRY <= state and at - start > 1:
            if _is_object_behind_adjective(before, token):
                return 0
    if behind & NATIONALITY and behind & DEFINITE and is_oblique_construct(token):
        return 0
    if head & DOCUMENT:
        if token.text in GROUPS["issued"]:
            return 0
        if token.text in GROUPS["issuing"] and closes_subject(tokens, at + 1):
            return 0 if at + 1 >= len(tokens) or tokens[at + 1].kind == WORD else 1
        if head & DEFINITE and token.text == "من":
            return 0
    if before.word.base in GROUPS["brands"] and is_verbal_noun(token):
        return 0
    if is_accusative(token) and (
        behind & (DEFINITE | NATIONALITY) or (at == start + 1 and before.text.endswith("ون"))
    ):
        return 0
    if (
        head & MEDIA
        and before.text.isascii()
        and before.text.isalpha()
        and not token.text.isascii()
        and not flags & DEFINITE
    ):
        return 0
    if (
        (head & MEDIA or (tokens[start].word.base in GROUPS["named_heads"] and _is_foreign(before, token)))
        and token.kind == WORD
        and at - start < 6
        and token.text not in GROUPS["phrase_ends"]
        and not word.cue
        and not word.conjunction
        and not word.preposition
    ):
        unlisted = not flags & ~(COMMON | NAME | CITY | OUTLET | COUNTRY | PLACE) and not head & DEFINITE
        near = any(
            closes_subject(tokens, k) or tokens[k].word.cue or tokens[k].text in GROUPS["paper_words"]
            for k in range(at + 1, min(at + 3, len(tokens)))
        )
        if token.text in GROUPS["paper_words"]:
            return 1
        common = flags & COMMON and at - start > 1 and not flags & OUTLET and not near
        if unlisted and not common and not behind & NATIONALITY:
            return 1
    if own:
        if token.text in GROUPS["ordinals"] and not behind & (ROLE | DEFINITE):
            return 0
        if token.text == "فيس" and at + 1 < len(tokens) and tokens[at + 1].text == "بوك":
            return 2
        if token.text in GROUPS["social"] and before.text == "الاجتماعي":
            return 1
        if (
            token.text in GROUPS["brand_words"]
            and before.word.base in GROUPS["brands"] | GROUPS["brand_words"]
        ):
            return 1
        if token.text in GROUPS["club_words"] and behind & LOCALITY:
            return 1
    if token.kind == PUNCTUATION:
        if token.text == "(":
            after = after_bracket(tokens, at)
            return (
                after - at
                if after - at <= 8
                and after < len(tokens)
                and not tokens[at + 1].text.isdigit()
                and (tokens[at + 1].kind != WORD or not tokens[at + 1].word.cue)
                else 0
            )
        if token.text in "-–" and at + 1 < len(tokens) and tokens[at - 1].joins and token.joins:
            return 2 if tokens[at + 1].kind == WORD else 0
        return 0
    if (
        flags & POINTING
        and head & ROLE
        and at + 1 < len(tokens)
        and tokens[at + 1].word.flags & DEFINITE
        and behind & ROLE
        and not behind & (DEFINITE | INSTITUTION)
    ):
        return 2
    if flags & NEVER_INSIDE:
        return 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        own
        and following is not None
        and (
            (token.text == "اول" and following.text in ("امس", "من"))
            or (token.text in {"عام", "سنه", "العام"} and following.text[0].isdigit())
        )
    ):
        return 0
    if (
        before.kind == QUOTE
        and not flags & (DEFINITE | NATIONALITY | COUNTRY | PREPOSITION)
        and not word.preposition
    ):
        return 0
    if own:
        if token.text == "الله" and behind & DEFINITE:
            return 0
        if token.text == "العام" and following is not None:
            if not head & ROLE and following.word.flags & TIME_MODIFIER:
                return 0
            if head & DEFINITE and behind & DEFINITE:
                return 0 if following.word.flags & (TIME_MODIFIER | POINTING) else 1
    if (
        flags & TIME
        and not flags & (SOURCE_HEAD & ~OUTLET)
        and not (head & UNNAMED and token.text == "مطلع")
        and not (flags & OUTLET and behind & MEDIA)
    ):
        return 0
    if own and token.text == "بين":
        return between_part(tokens, at)
    if (
        word.cue
        and word.cue.form in {"past", "present", "participle"}
        and not flags & (SOURCE_HEAD | NATIONALITY)
        and not _is_genitive_name(word, tokens[at - 1])
    ):
        return 0
    if flags & ADVERB and not flags & SOURCE_HEAD:
        return 0
    if own and token.text == "المعروف" and following is not None and following.word.preposition == "ب":
        return 0
    if _opens_predicate(token):
        return 0
    if (
        head & DOCUMENT
        and not head & DEFINITE
        and len(token.text) > 3
        and token.text.endswith("ت")
        and not token.text.endswith("ات")
        and flags == COMMON
    ):
        return 0
    if (
        at == start + 1
        and head & DEFINITE
        and _is_object_of(before, token)
        and not _is_hyphenated(tokens, at)
    ):
        return 0
    if flags == COMMON and not head & (DEFINITE | COUNTRY | CITY) and _agrees_in_ta(tokens, start, at):
        return 1
    if following is not None and following.text == "عدم" and not flags & DEFINITE:
        return 0
    if (
        flags & MEDIUM
        and not flags & (DEFINITE | INSTITUTION | MEDIA)
        and head & (INSTITUTION | MEDIA)
        and at - start > 1
    ):
        return 0
    if (
        flags & BODY
        and not flags & (DEFINITE | NAME | ROLE | UNNAMED)
        and head & BODY
        and behind & DEFINITE
        and not word.preposition
        and not word.conjunction
    ):
        return 0
    if (
        own
        and token.text in {"عليه", "عليها", "عليهم"}
        and any(stem in before.text for stem in GROUPS["in_charge"])
    ):
        return 1
    if (
        at - start > 1
        and not flags & (NAME | CITY)
        and behind & (ROLE | INSTITUTION) != ROLE
        and not (behind & INSTITUTION and head & ROLE and not behind & DEFINITE)
        and token.text.endswith(("ها", "هم"))
    ):
        return 0
    if own and token.text == "وسط" and before.text in {"لاعب", "خط", "لاعبي", "متوسط"}:
        return 1
    if token.text == "باسم" or (flags & PREPOSITION and not flags & (SOURCE_HEAD | NAME)):
        return prepositional_part(tokens, at, start, head)
    if word.preposition:
        return prepositional_part(tokens, at, start, head)
    if word.conjunction:
        if head & UNNAMED and word.base.endswith(("ي", "يه")) and before.text.endswith(word.base[-2:]):
            return 1
        if not flags and token.text.endswith(("ها", "هم")):
            return 0
        if head & UNNAMED and at == start + 2 and _goes_on_in_construct(tokens, at):
            return 1
        if head & UNNAMED and before.word.preposition == "ب" and word.base.startswith("بال"):
            return 1
        if head & INSTITUTION and behind & DEFINITE and _is_second_task(tokens, at):
            return 1
        return (
            1
            if flags & DEFINITE
            or ((flags & NOT_NAME and not token.text.endswith(("ها", "هم", "ه"))) and not word.cue)
            else 0
        )
    if head & (COUNTRY | CITY) and not head & SOURCE_HEAD:
        if token.text in GROUPS["paper_words"]:
            return 1
        return 1 if flags & (COUNTRY | DEFINITE) and behind & COUNTRY and flags & COUNTRY else 0
    settled = before.kind == WORD and bool(behind & NATIONALITY) and before.text.startswith("ال")
    closed = before.kind == WORD and bool(behind & DEFINITE)
    if closed and not flags & KNOWN_AS_OTHER and flags & (NOT_NAME | COMMON | MEDIUM | DOCUMENT):
        return 0
    if closed and flags & (COUNTRY | CITY) and not flags & (SOURCE_HEAD | NATIONALITY | DEFINITE | NAME):
        return 0
    if (
        settled
        and flags & DEFINITE
        and not flags & (NATIONALITY | NOT_NAME | ROLE | NAME)
        and not token.text.endswith(("ي", "يه"))
    ):
        return 0
    if flags & DEFINITE or flags & GOES_ON:
        return 1
    if flags & SOURCE_HEAD:
        return 1
    if (
        flags & COMMON
        and before.kind == WORD
        and ((head & ROLE and not behind & (DEFINITE | NATIONALITY)) or token.text.endswith(("ي", "يه")))
    ):
        return 1
    construct = before.kind == WORD and not behind & DEFINITE and behind & (SOURCE_HEAD | NOT_NAME | NAME)
    return 1 if construct or head & UNNAMED or not flags else 0


def _is_hyphenated(tokens: list[Token], at: int) -> bool:
    """Whether a hyphen joins a word to the next (``الأورو-متوسطية``)."""
    return at + 2 < len(tokens) and tokens[at + 1].text in "-–" and tokens[at].joins and tokens[at + 1].joins


@remembered
def _is_never_inside(token: Token) -> bool:
    """Whether a word or stop ends any phrase: all stops but brackets and hyphens, a letter alone, a cue with a pronoun, a complementiser."""
    if token.kind == PUNCTUATION:
        return token.text not in "(-–"
    if (len(token.text) == 1 and not token.text.isascii() and token.text != "د") or is_masdar_cue(token):
        return True
    flags = token.word.flags
    asked = _has_own_rule(token) or any(token.text in GROUPS[name] for name in ("paper_words", "issuing"))
    return bool(flags & NEVER_INSIDE) and not flags & POINTING and not asked


@remembered
def _opens_predicate(token: Token) -> bool:
    """Whether a word begins what is said of a subject: an auxiliary, a word that the lists know so, or one with a verb's shape."""
    base = token.word.base
    return base in GROUPS["phrase_ends"] or base in GROUPS["auxiliaries"] or has_verb_shape(token)


OWN = frozenset("فيس اول بين عام سنه العام الله المعروف عليه عليها عليهم وسط".split())


@remembered
def _has_own_rule(token: Token) -> bool:
    """Whether `continues` asks for the very word."""
    groups = ("ordinals", "social", "brand_words", "club_words")
    return token.text in OWN or any(token.text in GROUPS[name] for name in groups)


def _are_others(tokens: list[Token], start: int, at: int) -> bool:
    """Whether definite people in ين are the verb's object: behind a singular they are no adjective (``حث مجلس الأمن اللبنانيين``)."""
    token, before, head = tokens[at], tokens[at - 1], tokens[start].word.flags
    flags = before.word.flags
    if head & UNNAMED or flags & (ROLE | UNNAMED):
        return False
    if head & ROLE:
        return is_oblique_plural(token) and not flags & ~DEFINITE and at == start + 2
    if token.word.flags & ~(DEFINITE | COMMON | NATIONALITY | ROLE | UNNAMED):
        return False
    if before.text.endswith("ه"):
        return strip_article(before.word.base) not in GROUPS["masculine_in_ta"]
    return bool(flags & (NOT_NAME | NATIONALITY)) and not before.text.endswith(("ون", "ين", "ات"))


def _is_object_behind_adjective(before: Token, token: Token) -> bool:
    """Whether a definite word follows an indefinite adjective in ي (``أرجع محلل مالي [التراجع]``), which has no genitive but of origin."""
    flags = before.word.flags
    adjective = (
        flags & (NATIONALITY | NOT_NAME) and before.text.endswith(("ي", "يه")) and not flags & DEFINITE
    )
    other = INSTITUTION | ROLE | UNNAMED | NAME_HEAD | MEDIA | NAME
    if not adjective or flags & other or before.word.base in GROUPS["ordinals"]:
        return False
    return token.text not in GROUPS["origins"]


def _goes_on_in_construct(tokens: list[Token], at: int) -> bool:
    """Whether two indefinite nouns joined by و stand behind a head in construct, up to the speech (``خبراء أسلحة وذخائر، إن``)."""
    pair = (tokens[at - 1].word, tokens[at].word)
    close = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in "،," else at + 1
    plain = all(not word.flags & ~COMMON and word.cue is None for word in pair)
    return plain and not pair[0].conjunction and opens_speech(tokens, close)


def _is_second_task(tokens: list[Token], at: int) -> bool:
    """Whether و joins a second construct to a body's task, up to the speech (``الهيئة العامة للأرصاد وحماية البيئة، أن``)."""
    word = tokens[at].word
    noun = word.flags == COMMON and word.cue is None and word.base.endswith("ه")
    if not noun or at + 2 >= len(tokens) or not tokens[at + 1].word.flags & DEFINITE:
        return False
    return opens_speech(tokens, at + 3 if tokens[at + 2].text in "،," else at + 2)


def _agrees_in_ta(tokens: list[Token], start: int, at: int) -> bool:
    """Whether an indefinite adjective in ة goes on with an indefinite phrase all in ة (``دراسة أمريكية حديثة``)."""
    token = tokens[at]
    return (
        token.word.cue is None
        and all(t.text.endswith("ه") and not t.word.preposition for t in tokens[start : at + 1])
        and closes_subject(tokens, at + 1)
    )


def _is_foreign(before: Token, token: Token) -> bool:
    """Whether a word behind a company or body in construct may go on with its foreign name (``منظمة هيومن رايتس ووتش``)."""
    return (
        before.kind == WORD
        and not before.word.flags & (DEFINITE | NATIONALITY | NAME | CITY | COUNTRY)
        and (
            not before.word.flags & INSTITUTION
            or before.word.base in GROUPS["named_heads"] | GROUPS["brands"]
        )
        and (not token.word.flags or not token.text.endswith(("ا", "ه", "ها", "هم", "ات", "ين", "ون")))
    )


def _is_object_of(head: Token, token: Token) -> bool:
    """Whether a definite word behind a definite subject is its verb's object: an adjective would agree (``الشرطة الهجوم``)."""
    flags = token.word.flags
    if flags & NATIONALITY and token.text.endswith("ين") and head.text.endswith("ه"):
        return True
    body = INSTITUTION if head.text.endswith("ون") else 0
    plain = flags & DEFINITE and not flags & ~(DEFINITE | COMMON | NOT_NAME | body)
    if not plain or token.text.endswith(("ي", "يه")):
        return False
    if head.text.endswith(("ون", "اء")) and head.text != "اللواء":
        return not token.text.endswith(("ون", "ين", "اء"))
    if head.text.endswith("ه") and len(head.text) > 4:
        return token.text != "الام" and not token.text.endswith(("ه", "ات", "ي", "اء", "ا"))
    singular = (
        head.word.flags & ROLE and not head.word.flags & HONORIFIC and not head.text.endswith(("ات", "ان"))
    )
    return bool(singular) and token.text.endswith("ه")


def _is_genitive_name(word, previous: Token) -> bool:
    return bool(word.flags & NAME) and bool(previous.word.flags & (ROLE | INSTITUTION))
