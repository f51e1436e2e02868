"""An article of our own, texts that differ, and why a file was rejected: for the tests of loading."""

import pandas as pd

import isnad

TITLE = "اتفاق على آلية لتقاسم بيانات النهر"
FIRST = "اتفق وزراء المياه في دول الحوض، اليوم الثلاثاء، على آلية مشتركة لتقاسم بيانات التدفق اليومية، بعد اجتماع استمر سبع ساعات."
SECOND = "وقال وزير المياه كريم الدالي في مؤتمر صحافي إن الاتفاق «خطوة أولى على طريق طويل»، مضيفاً أن بلاده ستنشر بياناتها قريباً."
THIRD = "ورأى خبراء أن نجاح الآلية مرهون بقدرة اللجنة الفنية على العمل بعيداً عن الخلافات السياسية التي عطلت اتفاقين سابقين."
BODY = "\n".join((FIRST, SECOND, THIRD))
PAGE = f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n"


def reasons(articles: pd.DataFrame) -> list[str]:
    return isnad.rejected(articles)["reason"].tolist()


def other(n: int) -> str:
    """A text of its own for every *n*, so that no two are duplicates."""
    words = (
        "النهر",
        "السد",
        "الجسر",
        "الميناء",
        "المطار",
        "السوق",
        "الملعب",
        "المتحف",
        "الجامعة",
        "المستشفى",
    )
    return "\n".join(
        f"زار الوفد رقم {n * 7 + i} موقع {words[(n + i) % 10]} واطلع على {words[(n * 3 + i) % 10]} قرب {words[(n * i) % 10]} في يوم {n + i} من الشهر."
        for i in range(1, 5)
    )
