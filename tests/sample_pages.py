"""Pages in the manner of a dozen outlets, written for the tests: own sentences, the markup such sites use."""

import json

TITLE = "وزراء المياه في دول الحوض يتفقون على آلية لتقاسم البيانات"
SITE = "موقع الضفتين"
CAPTION = "وزراء المياه خلال الجلسة الختامية (رويترز)"
STANDFIRST = "اجتماع في العاصمة ينتهي باتفاق أولي، وخبراء يحذرون من غياب جدول زمني ملزم"
PARAGRAPHS = (
    "اتفق وزراء المياه في دول الحوض، اليوم الثلاثاء، على آلية مشتركة لتقاسم بيانات التدفق اليومية، بعد اجتماع استمر سبع ساعات في العاصمة.",
    "وقال وزير المياه كريم الدالي، في مؤتمر صحافي أعقب الجلسة الختامية، إن الاتفاق «خطوة أولى على طريق طويل»، مضيفاً أن بلاده ستنشر بياناتها ابتداء من الشهر المقبل.",
    "وأوضح الوزير أن الآلية تلزم كل دولة بإبلاغ جيرانها قبل فتح بوابات السدود بثلاثة أيام على الأقل، وأن لجنة فنية ستتولى مراجعة الأرقام كل أسبوع.",
    "من جهتها، اعتبرت رئيسة الهيئة الإقليمية للأنهار سلمى الحاج أن «البيانات وحدها لا تكفي»، داعية إلى وضع جدول زمني ملزم لتنفيذ ما تم الاتفاق عليه.",
    "وبحسب بيان مشترك وزع على الصحافيين، فإن الدول الأربع ستعقد اجتماعاً ثانياً قبل نهاية العام لبحث تمويل محطات القياس الجديدة.",
    "ورأى خبراء تحدثوا إلى الموقع أن نجاح الآلية مرهون بقدرة اللجنة الفنية على العمل بعيداً عن الخلافات السياسية التي عطلت اتفاقين سابقين.",
    "ويشهد الحوض منذ عامين موجة جفاف هي الأشد منذ نصف قرن، بحسب تقديرات مراكز الأرصاد في المنطقة، وقد تراجع منسوب البحيرة الرئيسية بنحو مترين.",
)
BODY = "\n".join(PARAGRAPHS)
RELATED = (
    "مزارعون على ضفاف النهر يشكون من ملوحة المياه",
    "لماذا فشل اتفاق السدود السابق؟",
    "خريطة: أين تقع محطات القياس الجديدة",
)
NAV = "".join(
    f'<li><a href="/{i}">{name}</a></li>'
    for i, name in enumerate(("الرئيسية", "سياسة", "اقتصاد", "رياضة", "ثقافة", "فيديو", "من نحن"))
)
LINKS = "".join(f'<li><a href="/news/{i}">{name}</a></li>' for i, name in enumerate(RELATED * 4))
FOOTER = f"<footer><p>جميع الحقوق محفوظة © {SITE}</p><ul><li>سياسة الخصوصية</li><li>شروط الاستخدام</li></ul></footer>"
SHARE = '<ul class="share"><li>فيسبوك</li><li>تويتر</li><li>واتساب</li><li>نسخ الرابط</li></ul>'


def _ps(parts=PARAGRAPHS) -> str:
    return "".join(f"<p>{part}</p>" for part in parts)


def _page(main: str, head: str = "", title: str = f"{TITLE} | {SITE}") -> str:
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><header><nav><ul>{NAV}</ul></nav></header>{main}"
        f'<aside><h3>الأكثر قراءة</h3><ul>{LINKS}</ul></aside>{FOOTER}<script>var x = "لا تقرأني";</script></body></html>'
    )


def _meta(date: str = "2024-03-05T18:20:00+03:00") -> str:
    return f'<meta property="article:published_time" content="{date}"><meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{SITE}">'


JSON_LD = (
    '<script type="application/ld+json">'
    + json.dumps(
        {
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebSite", "name": SITE},
                {
                    "@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-05T18:20:00+03:00",
                    "author": {"@type": "Person", "name": "نادر الخطيب"}, "publisher": {"@type": "Organization", "name": SITE},
                },
            ],
        },
        ensure_ascii=False,
    )
    + "</script>"
)  # fmt: skip
MIDDLE = (
    '<div class="related"><h4>اقرأ أيضا</h4><ul>'
    + "".join(f'<li><a href="/n/{i}">{name}</a></li>' for i, name in enumerate(RELATED))
    + "</ul></div>"
)
FIGURE = f'<figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>'

PAGES = {
    "drupal": _page(
        f'<main><article><h1>{TITLE}</h1><div class="subtitle"><h2>{STANDFIRST}</h2></div>{FIGURE}<div class="field-body">{_ps()}</div>{SHARE}</article></main>',
        _meta(),
    ),
    "wordpress": _page(
        f'<div id="content" class="post"><h1 class="entry-title">{TITLE}</h1><div class="meta"><span class="author">نادر الخطيب</span> <time datetime="2024-03-05T18:20:00+03:00">5 مارس 2024</time></div>'
        f'<div class="entry-content">{_ps(PARAGRAPHS[:3])}<p><strong>إقرأ أيضًا: <a href="/x">{RELATED[0]}</a></strong></p>{_ps(PARAGRAPHS[3:])}</div>'
        f'<div id="comments"><h3>اترك رد</h3><p>لن يتم نشر عنوان بريدك الإلكتروني.</p><p>تعليق: كلام لا علاقة له بالخبر على الإطلاق، كتبه زائر غاضب.</p></div></div>',
        _meta(),
    ),
    "wysiwyg": _page(
        f'<main id="main-content"><article><header><h1>{TITLE}</h1><p class="article-excerpt"><em>{STANDFIRST}</em></p></header>{FIGURE}<div class="wysiwyg">{_ps(PARAGRAPHS[:4])}{MIDDLE}{_ps(PARAGRAPHS[4:])}</div><div class="article-source">المصدر : رويترز</div></article></main>',
        JSON_LD,
    ),
    "line breaks": _page(
        f'<table><tr><td class="sidebar"><ul>{LINKS}</ul></td><td class="news"><h2 class="title">{TITLE}</h2><span class="date">الثلاثاء 5 مارس 2024</span><div class="text">'
        + "<br><br>".join(PARAGRAPHS)
        + "</div></td></tr></table>",
        title=TITLE,
    ),
    "divs": _page(
        f'<div class="wrap"><h1>{TITLE}</h1><div class="date">نشر في: 05/03/2024 18:20</div><div class="article-body">'
        + "".join(f"<div>{part}</div>" for part in PARAGRAPHS)
        + f"</div>{SHARE}</div>"
    ),
    "subheads": _page(
        f"<main><h1>{TITLE}</h1>{FIGURE}<section>{_ps(PARAGRAPHS[:2])}<h2>تفاصيل الآلية</h2>{_ps(PARAGRAPHS[2:5])}<h2>جفاف مستمر</h2>{_ps(PARAGRAPHS[5:])}</section></main>",
        _meta(),
    ),
    "agency": _page(
        f'<div class="detay"><h1>{TITLE}</h1><h4>{STANDFIRST}</h4><p><span>05.03.2024</span></p><div class="detay-icerik"><p>عمّان/ نادر الخطيب/ الأناضول</p>{_ps()}</div></div>',
        _meta(),
    ),
    "dateline": _page(
        f"<main><article><h1>{TITLE}</h1><p>عمّان (رويترز) - {PARAGRAPHS[0]}</p>{_ps(PARAGRAPHS[1:])}<p>(إعداد نادر الخطيب للنشرة العربية - تحرير ليلى سعد)</p></article></main>",
        JSON_LD,
    ),
    "advertisements": _page(
        "<main><article><h1>"
        + TITLE
        + "</h1>"
        + '<div class="ad">اعلان</div>'.join(f"<p>{part}</p>" for part in PARAGRAPHS)
        + f"{SHARE}<p>شارك هذا المقال</p><h3>مواضيع إضافية</h3><ul>{LINKS}</ul></article></main>",
        _meta(),
    ),
    "tags": _page(
        f'<article itemscope><h1 itemprop="headline">{TITLE}</h1><div itemprop="articleBody">{_ps()}</div><div class="tags">الكلمات المفتاحية: <a href="/t/1">المياه</a> <a href="/t/2">السدود</a></div></article>',
        _meta(),
    ),
    "gallery": _page(
        f"<main><article><h1>{TITLE}</h1>{FIGURE}{FIGURE}{_ps(PARAGRAPHS[:3])}{FIGURE}{_ps(PARAGRAPHS[3:])}</article></main>",
        _meta(),
    ),
    "video": _page(
        f'<main><h1>{TITLE}</h1><div class="player"><p>المتصفح الخاص بك لا يدعم تشغيل الفيديو.</p></div><div class="story">{_ps()}</div><div class="newsletter"><p>اشترك في النشرة البريدية لتصلك أهم الأخبار.</p></div></main>',
        _meta(),
    ),
}

# Ways to mark up a text, each with the paragraphs that it holds.
STRUCTURES: dict[str, tuple[str, tuple[str, ...]]] = {}
STRUCTURES["br in div"] = (
    _page(
        f'<div class="c"><h1>{TITLE}</h1><div itemprop="articleBody">'
        + "<br/>\n<br/>".join(PARAGRAPHS)
        + "</div></div>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["spans"] = (
    _page(
        f'<div class="c"><h1>{TITLE}</h1><div class="body">'
        + "<br>".join(f'<span style="x">{p}</span>' for p in PARAGRAPHS)
        + "</div></div>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["nested tables"] = (
    _page(
        f"<table><tr><td><table><tr><td><h1>{TITLE}</h1></td></tr><tr><td><table><tr><td>"
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
        + "</td></tr></table></td></tr></table></td></tr></table>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["short"] = (
    _page(
        f'<div><h1>{TITLE}</h1><div class="t"><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div></div>',
        _meta(),
    ),
    PARAGRAPHS[:2],
)
STRUCTURES["very short"] = (
    _page(f'<div><h1>{TITLE}</h1><div class="t"><p>{PARAGRAPHS[0]}</p></div></div>', _meta()),
    PARAGRAPHS[:1],
)
STRUCTURES["list"] = (
    _page(
        f"<article><h1>{TITLE}</h1>{_ps(PARAGRAPHS[:3])}<ul><li>{PARAGRAPHS[3]}</li><li>{PARAGRAPHS[4]}</li></ul>{_ps(PARAGRAPHS[5:])}</article>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["quote"] = (
    _page(
        f"<article><h1>{TITLE}</h1>{_ps(PARAGRAPHS[:3])}<blockquote><p>{PARAGRAPHS[3]}</p></blockquote>{_ps(PARAGRAPHS[4:])}</article>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["jsonld body"] = (
    f'<html lang=ar><head><title>{TITLE}</title><script type="application/ld+json">'
    + json.dumps(
        {
            "@type": "NewsArticle",
            "headline": TITLE,
            "datePublished": "2024-03-05",
            "articleBody": " ".join(PARAGRAPHS),
        },
        ensure_ascii=False,
    )
    + '</script></head><body><div id="app"></div></body></html>',
    PARAGRAPHS,
)
STRUCTURES["h3 title"] = (
    _page(
        f'<div class="details"><h3 class="title">{TITLE}</h3><div class="txt">{_ps()}</div></div>', _meta()
    ),
    PARAGRAPHS,
)
STRUCTURES["strong p"] = (
    _page(
        f'<div class="details"><h1>{TITLE}</h1><div class="txt">'
        + "".join(f'<p dir="rtl" style="text-align:right"><strong>{p}</strong></p>' for p in PARAGRAPHS[:2])
        + _ps(PARAGRAPHS[2:])
        + "</div></div>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["comments"] = (
    _page(
        f'<div class="post"><h1>{TITLE}</h1><div class="txt">{_ps()}</div><div class="comments"><h4>التعليقات</h4>'
        + "".join(
            f'<div class="comment"><b>زائر {i}</b><p>هذا تعليق طويل من زائر لا علاقة له بالخبر ويتحدث فيه عن أمور كثيرة لا تخص الموضوع أبداً رقم {i}.</p></div>'
            for i in range(15)
        )
        + "</div></div>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["section p"] = (
    _page(
        f"<main><section><h1>{TITLE}</h1></section>"
        + "".join(f"<section><p>{p}</p></section>" for p in PARAGRAPHS)
        + "</main>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["dup text mobile"] = (
    _page(
        f'<main><h1>{TITLE}</h1><div class="desktop">{_ps()}</div><div class="mobile" style="display:none">{_ps()}</div></main>',
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["related p"] = (
    _page(
        f"<article><h1>{TITLE}</h1>{_ps(PARAGRAPHS[:3])}<p><strong>إقرأ أيضاً: </strong><a href=x>{RELATED[0]}</a></p><p><a href=y>{RELATED[1]}</a></p>{_ps(PARAGRAPHS[3:])}</article>",
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["caption p"] = (
    _page(
        f'<article><h1>{TITLE}</h1><div class="img"><img><p class="caption">{CAPTION}</p></div>{_ps()}</article>',
        _meta(),
    ),
    PARAGRAPHS,
)
STRUCTURES["old asp"] = (
    f'<HTML dir=rtl><HEAD><TITLE>{TITLE} - صحيفة الضفتين</TITLE><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1256"></HEAD><BODY><TABLE width=100%><TR><TD width=20%>'
    + "<BR>".join(f"<A HREF=a{i}>{r}</A>" for i, r in enumerate(RELATED * 3))
    + f"</TD><TD><FONT size=5><B>{TITLE}</B></FONT><BR><FONT size=2>الثلاثاء 5 مارس 2024</FONT><BR><BR><FONT size=4>"
    + "<BR><BR>".join(PARAGRAPHS)
    + "</FONT></TD></TR></TABLE></BODY></HTML>",
    PARAGRAPHS,
)
