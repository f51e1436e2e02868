"""Words that are surnames by their place: common words, roles, particles and foreign words behind a first name."""

from isnad.attribution.boundaries import closes_subject
from isnad.attribution.shapes import is_inflected, is_plain, is_relational_surname, unlisted
from isnad.attribution.tokens import PUNCTUATION, WORD, Token
from isnad.words import (
    CITY,
    COMMON,
    DEFINITE,
    GROUPS,
    INSTITUTION,
    NAME,
    NAME_HEAD,
    NOT_NAME,
    PREPOSITION,
    ROLE,
    is_listed,
    look_up,
    strip_article,
)

# A word of so few letters may begin an East Asian name whatever else it is (``ها تاي-كونغ``).
SHORT = 4


def is_van(tokens: list[Token], at: int) -> bool:
    """Whether فان stands inside a name (``لويس فان جال``): a first name before it, one plain word and a close behind it."""
    return (
        tokens[at].text == "فان"
        and (bool(tokens[at - 1].word.flags & NAME) or unlisted(tokens[at - 1]))
        and at + 1 < len(tokens)
        and (is_plain(tokens[at + 1]) or tokens[at + 1].word.flags == CITY)
        and closes_subject(tokens, at + 2)
    )


def is_ki(tokens: list[Token], at: int) -> bool:
    """Whether كي stands between two names (``بان كي مون``)."""
    return (
        tokens[at].text == "كي"
        and bool(tokens[at - 1].word.flags & NAME)
        and at + 1 < len(tokens)
        and bool(tokens[at + 1].word.flags & NAME)
    )


def is_definite_feminine(token: Token) -> bool:
    """Whether a word is a definite noun in ة (``سلمان العودة``), which may be a surname as well as an object."""
    return bool(token.word.flags & DEFINITE) and token.text.endswith("ه")


def is_adjective_in_ta(token: Token) -> bool:
    """Whether a word is a definite adjective in ـية (``غابة كليفورد [الوطنية]``): what it describes is no person's first name."""
    return (
        bool(token.word.flags & DEFINITE)
        and token.text.endswith("يه")
        and not token.word.flags & (NAME | ROLE)
        and bool(look_up(strip_article(token.text)).flags & COMMON)
    )


def is_noun_behind_surname(tokens: list[Token], at: int) -> bool:
    """Whether a definite noun follows a surname alone (``اعتبر السروي الحضور``): the verb's object, no second name."""
    token, previous = tokens[at], tokens[at - 1]
    if token.word.flags & NAME or token.text.endswith("ي") or not previous.word.flags & DEFINITE:
        return False
    earlier = tokens[at - 2] if at > 1 else None
    alone = earlier is None or (
        not earlier.word.flags & NAME and earlier.text not in GROUPS["name_particles"]
    )
    return alone and is_listed(strip_article(token.text))


def is_nisba_of_noun(token: Token) -> bool:
    """Whether a definite word in ي is made from a listed noun (``يوسف الحربي``): behind a first name no object ends so."""
    word = strip_article(token.text)
    return (
        word.endswith("ي")
        and word != token.text
        and len(word) > 3
        and bool(look_up(word[:-1]).flags & (COMMON | NOT_NAME))
    )


def is_nisba_of_role(token: Token, previous: Token) -> bool:
    """Whether a definite word behind a first name is a family name made from a role (``رشيد الطالبي``)."""
    stem = strip_article(token.text)
    return (
        stem.endswith("ي")
        and bool(look_up(stem[:-1]).flags & ROLE)
        and previous.word.flags & (NAME | DEFINITE) == NAME
    )


def _is_plain_definite(token: Token) -> bool:
    """Whether a definite common noun, singular and masculine, may be a surname (``أحمد الديك المستشار``)."""
    return token.word.flags == COMMON | DEFINITE and not token.text.endswith(("ه", "ات", "ين", "ون", "اء"))


def is_surname_by_apposition(tokens: list[Token], at: int) -> bool:
    """Whether a plain or role word is a surname: a first name before it, a role in apposition behind it."""
    token, previous = tokens[at], tokens[at - 1]
    first = bool(previous.word.flags & NAME) or unlisted(previous)
    if at + 1 >= len(tokens) or not first or previous.word.flags & DEFINITE:
        return False
    following = tokens[at + 1].word
    definite = following.key.startswith("ال")
    role = bool(token.word.flags & ROLE)
    plain = not token.word.flags & ~(COMMON | ROLE | NAME) and not token.text.endswith(("ها", "هم", "ات"))
    plain = plain or (definite and _is_plain_definite(token))
    apposed = (
        following.flags & (ROLE | INSTITUTION) == ROLE
        and not following.preposition
        and not following.conjunction
    )
    second = at > 1 and (bool(tokens[at - 2].word.flags & NAME) or unlisted(tokens[at - 2]))
    return plain and apposed and (not role or (definite and not second))


def between_names(tokens: list[Token], at: int, middle: int) -> bool:
    """Whether a common word stands between a first name and a surname (``مصطفى ترك حميداني``)."""
    if (
        middle != at + 1
        or middle + 1 >= len(tokens)
        or tokens[middle].kind != WORD
        or not (tokens[at].word.flags & NAME or unlisted(tokens[at]))
    ):
        return False
    token, following = tokens[middle], tokens[middle + 1]
    plain = (
        token.word.flags == COMMON
        and token.word.cue is None
        and not token.word.conjunction
        and not is_inflected(token)
    )
    surname = (
        following.kind == WORD
        and not following.text[0].isdigit()
        and (
            not following.word.flags
            or (following.word.flags & NAME and not following.word.flags & COMMON)
            or is_relational_surname(following)
        )
        and following.word.cue is None
    )
    return bool(plain and surname) and not following.word.conjunction and not following.word.preposition


def is_title_between_names(tokens: list[Token], at: int) -> bool:
    """Whether a title that is a first name too stands between two names (``إياد أمين منصور``)."""
    if tokens[at - 1].word.flags & (NAME | DEFINITE) != NAME or at + 1 >= len(tokens):
        return False
    word = tokens[at + 1].word
    named = word.flags & (NAME | DEFINITE) == NAME and not word.conjunction and not word.preposition
    return bool(named or is_plain(tokens[at + 1])) and closes_subject(tokens, at + 2)


def role_as_surname(tokens: list[Token], at: int) -> int:
    """ROLE where a role at *at* can only be a surname: it is definite, or a comma follows (``إبراهيم نجم، مستشار …``)."""
    parted = at + 1 < len(tokens) and tokens[at + 1].kind == PUNCTUATION and tokens[at + 1].text in "،,"
    return ROLE if tokens[at].word.flags & DEFINITE or parted else 0


def is_feminine_noun(token: Token) -> bool:
    """Whether a listed noun ends in ة: behind a lineage it is the verb's object (``قدم محمد بن فهد التهنئة``)."""
    return token.text.endswith("ه") and bool(token.word.flags & COMMON)


def joins_name(token: Token) -> bool:
    """Whether و joins a second name (``يوسف الحربي [ومهدي] اليماني``)."""
    return token.word.conjunction == "و" and bool(token.word.flags & NAME) and token.word.cue is None


def is_placed(token: Token) -> bool:
    """Whether a noun in construct bears a place's name (``مدير مهرجان [أبها] للتسوق``)."""
    return bool(token.word.flags & NAME_HEAD) and not token.word.flags & DEFINITE


def ends_name(token: Token) -> bool:
    """Whether a plain word is a verb or a question that ends a foreign name (``سوزي كيندي [أصبحت]``)."""
    return token.text in GROUPS["phrase_ends"]


def is_construct(tokens: list[Token], start: int, at: int) -> bool:
    """Whether a title is definite by its genitive up to *at* (``نائب وزير العمل [كيرياك لوزاد]``), as a source with no name is not."""
    definite = tokens[start].word.flags & ROLE and tokens[at - 1].word.flags & DEFINITE
    inside = tokens[start + 1 : at]
    return bool(definite and inside) and not any(
        t.word.flags & PREPOSITION or t.word.preposition for t in inside
    )


def is_plain_behind_honorific(tokens: list[Token], at: int) -> bool:
    """Whether a common word right behind a form of address is a first name, a surname with ال behind it (``الأستاذ [عايد] العنزي``)."""
    previous = tokens[at - 1]
    if not previous.text.startswith("ال") or not is_plain(tokens[at]):
        return False
    following = tokens[at + 1].word if at + 1 < len(tokens) else None
    return following is not None and following.flags & ~NAME == DEFINITE and not following.preposition


def is_plural_or_owned(word: str) -> bool:
    """Whether a word ends as a plural or with a pronoun; foreign names that end so (``ماكرون``) have no listed stem."""
    if word.endswith(("ون", "ين", "ات")):
        return bool(look_up(word[:-2]).flags or look_up(word[:-2] + "ه").flags)
    return word.endswith(("ها", "هم"))


def is_object_in_construct(tokens: list[Token], at: int) -> bool:
    """Whether an ordinary noun and a definite one stand at *at* (``واعتبرت هايلي [مشروع القرار] …``): no name goes on so."""
    if at + 1 >= len(tokens) or tokens[at].kind != WORD:
        return False
    word, following = tokens[at].word, tokens[at + 1].word
    ordinary = bool(word.flags & NOT_NAME) and not word.flags & (DEFINITE | ROLE | NAME)
    return ordinary and not word.conjunction and not word.preposition and bool(following.flags & DEFINITE)


def foreign_name_end(tokens: list[Token], at: int) -> int:
    """Where two to four plain words end that close a subject (``تشونغ أوي يونغو قد``); *at* where there are none."""
    end = at
    while end < len(tokens) and end - at < 4 and is_plain(tokens[end]) and not ends_name(tokens[end]):
        end += 1
    closes = closes_subject(tokens, end) or tokens[end].text in GROUPS["auxiliaries"]
    return end if end - at > 1 and closes and any(unlisted(t) for t in tokens[at:end]) else at


def is_hyphened(tokens: list[Token], at: int) -> bool:
    """Whether a short word and a hyphened one make an East Asian name (``ها تاي-كونغ``)."""
    return (
        at + 3 < len(tokens)
        and len(tokens[at].text) <= SHORT
        and not tokens[at].word.preposition
        and tokens[at + 1].kind == WORD
        and tokens[at + 2].text == "-"
        and tokens[at + 1].joins
        and tokens[at + 2].joins
    )
