"""What an expression of time looks like, as regular expressions over word classes (see timewords.CODES).

Every repeat is bounded. Alternatives stand longest first: at one place the first that fits is taken.
"""

import re
from functools import cache

ORD = "(?:O(?:C|&7|&C)?|7)"
LISTED = "(?:N|O(?:C|&7|&C)?)"
DIGIT = "[NnY]"
CARD = "C(?:&?C){0,4}"
NUMBER = f"(?:{DIGIT}(?:[;,]{DIGIT})?|{CARD})"
MONTH = "(?:[MH](?:[/-]?M>?|<M>?)?)"
YEAR = "(?:[,]?[jk]?[Vv]?0?YG?|,?[jk]?[Vv]nG)"
OF_YEAR = "(?:j?(?:vP|hv)|j(?:sv|vs|UP))"  # من العام الماضي
TAIL = f"(?:{YEAR}|{OF_YEAR}|P)?"
DATE = f"(?:(?:N|{ORD})(?:j?[KU])?(?:j)?{MONTH}{TAIL}|(?:N|{ORD})j?UP|{ORD}P|MN(?:,?Y|(?=$|[!,>-])))"
NUMERIC = "(?:[Nn]/[Nn]/[YNn]G?|Y/N/NG?|N-N-YG?|Y-N-NG?|N;N;YG?|Y;N;NG?)"
EXACT = f"(?:{DATE}|{NUMERIC})"
WEEKDAY = "D?W"
# A day: today, yesterday, a weekday, a date, and what stands beside them for the same day.
DAY = (
    f"(?:(?:D?[Ty]|%(?=D?W))(?:[,<]?y?{WEEKDAY}>?|<y>?)?(?:[,<#]?D?{EXACT}>?)?"
    f"|{WEEKDAY}P?(?:[,<#-]?D?{EXACT}>?)?"
    f"|D?{EXACT}(?:<{WEEKDAY}>|{WEEKDAY})?)"
)
UNIT = "[iuxVKDloUv]"
FRACTION = "(?:&F[UvTVuKDx]?|=F)"
MINUTES = f"(?:(?:&|=)(?:F|{NUMBER}[xl]))"
CLOCK = f"(?:c(?:[Nn](?:[:;,][Nn])?|{ORD}){MINUTES}?|[Nn][:;,][Nn](?::[Nn])?(?=[aAZq'G])|[Nn](?=[aA]))"
CLOCK_TIME = f"(?:{DAY}(?:(?=c)|,?(?=[Nn]:[Nn])))?{CLOCK}(?:j?[Aa]|['G])?Z?(?:[k,]?{DAY})?Z?"
BARE_CLOCK = "[Nn]:[Nn]Z?"
PART_OF_DAY = f"(?:9(?:A?j?k?{DAY}|A)|A(?:j|k)?(?:TP|{DAY}(?:[/&-]?{WEEKDAY})?|Z)|hA|zP?|AP|{ORD}(?:j?A{DAY}|[aA](?:{DAY})?)|LO?jA{DAY}|{DAY}[aA]|kA)"
YEAR_LIKE = "(?:(?:v0?P|hv)YG?|[Vv]0?YG?|v0P|[Vv]nG|hv|vP|sv|tv|hV)"
SPAN_LIKE = "(?:h[UT]P?|UP|sU|tU|TP|tT|sT)"
FRACTION_OF = f"(?:UOj(?:K?{MONTH}{TAIL}|{YEAR_LIKE})|F(?:[OP]j?|j)(?:{YEAR_LIKE}|Y|{SPAN_LIKE}|v))"
CENTURY = f"(?:U(?:{ORD}|N)G?|3(?:j?(?:UP|U{ORD}))?)"
ONE = f"(?:J?(?:{NUMBER}[-r]{NUMBER}|{NUMBER})X?{UNIT}|FUP?|F[uVDKx]|[dg]|Q[iuxVKDloUvL]|[uVKD]rd|drC{UNIT}|[uVKDxi]X|[VKu]J|lX|lQ|I{UNIT})"
DURATION = f"(?:J?{ONE}(?:{FRACTION}|&{ONE}){{0,2}}X?P?|[uVKx]{FRACTION})"

RULES = {
    "straight": "[TDvVUKu]O6",
    "time": f"{PART_OF_DAY}|{CLOCK_TIME}",
    "listed": f"(?:N|{ORD})(?=(?:(?:[-e,]|,?&){LISTED}){{0,4}}(?:[-e,]|,?&){LISTED}j?K?{MONTH})",
    "day": f"S?j?TP|S?j?D[Ty](?:[,<]?{WEEKDAY}>?)?|S?(?:{DAY})",
    "part": f"{FRACTION_OF}|FO",
    "spans": f"L(?:I|{NUMBER}|{ORD})Oj(?:{YEAR_LIKE}|v|Y|{SPAN_LIKE}|K?{MONTH}{TAIL})|L(?:I|{NUMBER}|{ORD})P|L(?:I|{NUMBER})O|[7I]{UNIT}P|L(?:I|{NUMBER})|BP|{NUMBER}{UNIT}P|L?I?{NUMBER}{UNIT}P",
    "owned": f"%{ORD}",
    "vague": "@X?P|L&LP|LX?PX?|mX?P|[dB]X?P(?=!)",
    "month": f"(?:[SJ]j?)?K?{MONTH}{TAIL}",
    "unit": f"(?:Sj?)?(?:{YEAR_LIKE}|{SPAN_LIKE})|(?:Sj?)?{CENTURY}|[SJ]j?[vUT]",
    "season": "(?:Sj?)?(?:[ht]1|1P|[12]j?[Vv]?Y|2j?vP|1)",
    "set": f"S?E(?:{NUMBER}{UNIT}|[uVKDx](?!C)|D?[Ww]|D?C(?!&?[iuxVKDlo])|d)|5|g",
    "duration": f"{DURATION}",
    "bare": "[loumxVKDB]|U|v|d",
    "lapse": "4X?",
    "year": "(?:Sj?)?YG?",
    "ref": "R|[bf](?:lX?|oX?)",
    "adverb": "a|A",
    "past": "P",
    "clock": BARE_CLOCK,
}


# The classes that each rule can begin with: at most places of a text no rule is asked, and at the others few.
OPENERS = {
    "straight": "DKTUVuv", "time": "%79ADLMNOTWYchknyz", "listed": "7NO", "day": "%7DMNOSTWYjny", "part": "FU",
    "spans": "7BCILNYn", "owned": "%", "vague": "@BLdm", "month": "HJKMS", "unit": "3JSTUVhstv",
    "season": "12Sht", "set": "5ESg", "duration": "CDFIJKNQVYdgilnux", "bare": "BDKUVdlmouvx", "lapse": "4",
    "year": "SY", "ref": "Rbf", "adverb": "Aa", "past": "P", "clock": "Nn",
}  # fmt: skip


@cache
def rules() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """For each class the rules that can begin with it, in their order: name and expression."""
    compiled = {name: re.compile(rule) for name, rule in RULES.items()}
    return {
        opener: [(name, rule) for name, rule in compiled.items() if opener in OPENERS[name]]
        for opener in sorted(set("".join(OPENERS.values())))
    }
