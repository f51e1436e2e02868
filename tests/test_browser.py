"""The site in a real Chromium with the network off: order of letters, figures, search, toggles, keyboard, print."""

from pathlib import Path

import pytest

from audit import SCRIPT, audit, faults
from isnad.views.output import PLOTLY

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]


@pytest.fixture
def opened(browser):
    """Open a page of the site; requests that would leave the disk, and errors, are collected."""
    pages = []

    def visit(path: Path, anchor: str = "", **options):
        page = browser.new_page(**{"viewport": {"width": 1100, "height": 900}, **options})
        page.outside, page.errors = [], []
        page.route(
            "**/*",
            lambda route: (
                route.continue_()
                if route.request.url.startswith(("file:", "data:", "blob:"))
                else (page.outside.append(route.request.url), route.abort())
            ),
        )
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on(
            "console", lambda message: page.errors.append(message.text) if message.type == "error" else None
        )
        page.goto(path.resolve().as_uri() + anchor)
        page.wait_for_function(
            "() => [...document.querySelectorAll('.isnad-plot')].every((e) => e.querySelector('.main-svg'))"
        )
        pages.append(page)
        return page

    yield visit
    for page in pages:
        page.close()


def every_page(site: Path) -> list[Path]:
    return [*sorted(site.glob("*.html")), *sorted(site.glob("articles/*.html"))]


@pytest.fixture(scope="session")
def eastern_site(tmp_path_factory):
    """Three pages with names of months and digits that are not those of the seeds."""
    from isnad.report import report

    made = report(
        "",
        tmp_path_factory.mktemp("eastern") / "site",
        parameters={"digits": "arabic", "months": "both"},
        only=["10", "30", "40"],
        show=False,
    )
    return made.index.parent


SITES = pytest.mark.parametrize("which", ["site", "english_site", "eastern_site"])


@SITES
def test_every_page_reads_right_and_asks_nothing(which, opened, request):
    site, language = request.getfixturevalue(which), "en" if which == "english_site" else "ar"
    for path in every_page(site):
        page = opened(path)
        assert page.outside == [] and page.errors == [], path.name
        assert faults(page) == [], path.name
        assert page.get_attribute("html", "lang") == language and page.get_attribute("html", "dir") == (
            "rtl" if language == "ar" else "ltr"
        )
        page.close()


@SITES
def test_hover_labels_read_right(which, opened, request):
    """The label of a first, a middle and a last mark of every trace of every figure."""
    looked, wrong = 0, []
    for path in sorted(request.getfixturevalue(which).glob("[0-9]*.html")):
        page = opened(path)
        read, found = page.evaluate(HOVER)
        looked, wrong = looked + read, wrong + [f"{path.name}: {fault}" for fault in found]
        page.close()
    assert wrong == [] and looked > {"site": 200, "english_site": 40, "eastern_site": 10}[which]


# Plotly draws a label at most every 50 ms.
HOVER = f"""async () => {{
  const audit = {SCRIPT};
  let read = 0; const faults = [];
  for (const element of document.querySelectorAll('.isnad-plot:not([data-rtl-demo])')) {{
    element.scrollIntoView();
    for (const [place, trace] of element.holder._fullData.entries()) {{
      if (trace.visible !== true || trace.hoverinfo === 'skip') continue;
      const n = trace._length || 0;
      for (const point of new Set([0, n >> 1, n - 1].filter((p) => p >= 0 && p < n))) {{
        Plotly.Fx.unhover(element.holder);
        await new Promise((done) => setTimeout(done, 60));
        Plotly.Fx.hover(element.holder, [{{ curveNumber: place, pointNumber: point }}], (trace.xaxis || 'x') + (trace.yaxis || 'y'));
        await new Promise((done) => setTimeout(done, 60));
        const found = audit('.hoverlayer');
        read += found.read; faults.push(...found.faults.map((fault) => `trace ${{place}}: ${{fault}}`));
      }}
    }}
  }}
  return [read, faults]; }}"""


def test_the_mouse_brings_a_label(opened, site):
    page = opened(site / "10-what-is-in-the-corpus.html")
    bar = page.locator(".isnad-plot .bars .point path").first
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".hovertext text")
    assert faults(page, ".hoverlayer") == []


def test_the_audit_sees_what_is_wrong(browser):
    """The same strings as a left-to-right page shows them, reshaped, and as isnad writes them."""
    from isnad import rtl

    hard = [
        "انتهى الاجتماع.",
        "حلف «الناتو» (NATO)",
        "14 حزيران/يونيو 2021",
        "كان في 2021-06-14",
        "هبط -5.2% أمس",
    ]
    page = browser.new_page()
    for text in hard:
        page.set_content(f"<p>{text}</p>")
        assert audit(page)[1], text
        page.set_content(f"<svg width='600' height='60'><text x='300' y='30'>{text}</text></svg>")
        assert audit(page)[1], text
        page.set_content(f"<p>{rtl.picture(text)}</p>")
        assert audit(page)[1], text
        page.set_content(
            f"{rtl.html(text, 'p')}<svg width='600' height='60'><text x='300' y='30'>{rtl.line(text)}</text></svg>"
        )
        assert audit(page)[0] >= 2 and audit(page)[1] == [], text
    page.set_content(f"<svg width='200' height='60'><text x='190' y='30'>{rtl.line(hard[1])}</text></svg>")
    assert "outside its picture" in audit(page)[1][0]
    page.close()


def test_pages_do_not_scroll_sideways_on_a_phone(opened, site):
    for path in every_page(site):
        page = opened(path, viewport={"width": 390, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth + 1"), path.name
        assert faults(page) == [], path.name
        page.close()


@pytest.mark.parametrize("which", ["site", "english_site"])
def test_print_reads_right_and_hides_the_controls(which, opened, request):
    site = request.getfixturevalue(which)
    for path in every_page(site):
        page = opened(path)
        page.emulate_media(media="print")
        assert not page.is_visible(".top") and faults(page, least=0) == [], path.name
        page.close()


def test_one_page_mailed_alone(opened, site, tmp_path):
    from isnad.site import single

    for name in ("20-who-gets-quoted", "40-who-said-it"):
        page = opened(single(site / f"{name}.html", tmp_path / "مرفق بريد" / f"{name}.html"))
        assert page.outside == [] and page.errors == [] and faults(page, least=60) == []
        assert (
            page.locator(".isnad-plot .main-svg").count() and page.locator("a[href^='data:text/csv']").count()
        )
        assert page.evaluate(
            "() => [...document.querySelectorAll('[src], link[href]')].every((e) => (e.src || e.href).startsWith('data:'))"
        )
        page.close()


def test_a_site_moved_elsewhere_works(opened, site, tmp_path):
    import shutil

    packed = shutil.make_archive(str(tmp_path / "site"), "zip", site)
    shutil.unpack_archive(packed, tmp_path / "موقع من بريد")
    page = opened(tmp_path / "موقع من بريد" / "index.html")
    page.fill("#search", "بايدن")
    page.click("#results a[href*='#']")
    page.wait_for_selector(".isnad-reader")
    assert page.outside == [] and page.errors == []


def test_keys_alone_lead_everywhere(opened, site):
    """Tab reaches the skip link first, then menu, theme and search; a table that scrolls can be reached too."""
    page = opened(site / "index.html")
    reached = []
    for _ in range(5):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => document.activeElement.className || document.activeElement.id || document.activeElement.tagName"
            )
        )
    assert reached[0] == "skip" and "SUMMARY" in reached and "theme" in reached and "search" in reached
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    assert page.is_visible(".menu ul")
    page.keyboard.press("Escape")
    assert not page.is_visible(".menu ul")
    page = opened(site / "20-who-gets-quoted.html")
    assert page.evaluate(
        "() => [...document.querySelectorAll('.isnad-table:not(.isnad-parameters)')].every((e) => e.tabIndex === 0)"
    )


def test_versions_can_be_reordered_and_read_right(opened, site):
    page = opened(site / "41-one-statement-many-versions.html")
    first = "() => [...document.querySelectorAll('.isnad-card')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)[0].innerText"
    seen = set()
    for order in ("day", "outlet", "kept"):
        page.check(f".isnad-by-{order}")
        seen.add(page.evaluate(first))
        assert faults(page, ".isnad-versions") == [], order
    page.uncheck(".isnad-show-dropped")
    assert not page.locator(".isnad-card .isnad-dropped").first.is_visible() and len(seen) >= 1
    assert faults(page, ".isnad-versions") == []


def test_pictures_read_right(browser, tmp_path, articles):
    from isnad import pictures
    from isnad.plots import overview

    fig = overview.published(articles.assign(title="انخفاض بنسبة -5.2% في 2021-06-14."), "ar")
    for kind in ("svg", "png", "pdf"):
        pictures.write(fig, tmp_path / f"figure.{kind}", width=700)
    page = browser.new_page()
    page.set_content(f"<body>{(tmp_path / 'figure.svg').read_text(encoding='utf-8')}</body>")
    assert (
        faults(page, "svg", least=4) == []
        and page.evaluate("() => document.querySelector('svg').width.baseVal.value") == 700
    )
    page.close()
    png = (tmp_path / "figure.png").read_bytes()
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20], "big") == 1400
    pdf = (tmp_path / "figure.pdf").read_bytes()
    assert pdf.startswith(b"%PDF") and b"/Count 1" in pdf


def test_pictures_stand_in_the_notebook(browser, site, tmp_path):
    from isnad import pictures
    from isnad.runs import read_notebook

    path = tmp_path / "10-what-is-in-the-corpus.ipynb"
    path.write_bytes((site / path.name).read_bytes())
    made = pictures.add([path], tmp_path / "pictures")
    bundles = [
        output["data"]
        for cell in read_notebook(path)["cells"]
        for output in cell.get("outputs", [])
        if PLOTLY in output.get("data", {})
    ]
    assert len(made) == 2 * len(bundles) == 4 and {file.stem for file in made} == {
        "10-articles-per-outlet",
        "10-dates",
    }
    assert all(set(bundle) == {PLOTLY, "image/png", "text/plain"} for bundle in bundles)
    page = browser.new_page()
    for file in made[::2]:
        page.set_content(f"<body>{file.read_text(encoding='utf-8')}</body>")
        assert faults(page, "svg", least=3) == []
    page.close()


def test_search_finds_through_spelling_and_links_to_the_quotation(opened, site):
    page = opened(site / "index.html")
    page.fill("#search", "اوكرانيا")
    page.wait_for_selector("#results a")
    assert "أوكرانيا" in page.inner_text("#results")
    page.fill("#search", "بايدن")
    page.wait_for_selector("#results a[href*='#']")
    page.click("#results a[href*='#']")
    page.wait_for_selector(":target")
    assert "/articles/" in page.url
    page.go_back()
    page.fill("#search", "كلمةلاوجودلها")
    page.wait_for_function("() => document.getElementById('count').textContent.length > 3")
    assert page.locator("#results a").count() == 0


SEARCHED = (
    "عقد الوزير مؤتمرا",
    "صار وزيرا للمالية",
    "التقى رئيس الوزراء بوزير الدفاع",
    "رأى زير ماء",
    "وقال إن الأمر انتهى",
    "قال إن الحكم صدر",
    "اجتمعت اللجنة مساء",
    "شكرا للجنة على العمل",
    "دخلوا الجنة",
    "نقل المقال عن صحيفة",
    "هذه الفكرة قديمة",
    "فكرة جديدة",
    "ملعب الكرة",
)


@pytest.mark.parametrize(("typed", "found", "marked"), [
    ("الوزير", (0, 1, 2), ("الوزير", "وزير", "وزير")), ("وزير", (0, 2, 1), ("وزير", "وزير", "وزير")), ("للوزير", (0, 1, 2), ("وزير", "وزير", "وزير")),
    ("وبالوزير", (0, 1, 2), ("وزير", "وزير", "وزير")), ("قال", (5, 4), ("قال", "قال")), ("وقال", (4, 5), ("وقال", "قال")), ("فقال", (4, 5), ("قال", "قال")),
    ("اللجنة", (6, 7), ("اللجنة", "لجنة")), ("للجنة", (7, 6), ("للجنة", "لجنة")), ("لجنة", (6, 7), ("لجنة", "لجنة")), ("فكرة", (10, 11), ("فكرة", "فكرة")),
    ("الفكرة", (10, 11), ("الفكرة", "فكرة")), ("الأمر قال", (4,), ("قال", "الأمر")), ("(وزير", (), ()), ("الوزراء", (2,), ("الوزراء",)),
    ("كرة", (12, 11), ("كرة", "كرة")), ("حيف", (9,), ("حيف",)),
])  # fmt: skip
def test_search_finds_a_word_with_and_without_what_is_written_before_it(
    opened, site, tmp_path, typed, found, marked
):
    """Whole words come first, then words that begin so; what has the letters inside only where nothing else is found."""
    import json
    import re
    import shutil

    docs = [{"u": f"a{n}", "t": text, "o": "", "d": "", "q": [], "b": ""} for n, text in enumerate(SEARCHED)]
    shutil.copytree(site / "assets", tmp_path / "assets")
    page = (site / "index.html").read_text(encoding="utf-8")
    page = re.sub(
        r'(<script[^>]*id="index"[^>]*>).*?(?=</script>)', lambda m: m[1] + json.dumps(docs), page, flags=re.S
    )
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    page = opened(tmp_path / "index.html")
    page.fill("#search", typed)
    page.wait_for_function("() => document.getElementById('count').textContent.length > 3")
    hits = page.locator("#results li")
    assert tuple(SEARCHED.index(text) for text in hits.locator(".text").all_inner_texts()) == found
    assert tuple(hits.locator("mark").all_inner_texts()) == marked and page.errors == []


def test_layers_can_be_hidden(opened, site):
    page = opened(next(iter(sorted(site.glob("articles/*.html")))))
    color = "() => getComputedStyle(document.querySelector('.isnad-text .isnad-quote')).backgroundColor"
    shown = page.evaluate(color)
    page.uncheck(".isnad-show-quote")
    assert page.evaluate(color) != shown
    page.click(".isnad-list .isnad-mark")
    assert page.evaluate("() => document.querySelector(':target') !== null")


def test_theme_can_be_switched_by_keyboard(opened, site):
    page = opened(site / "10-what-is-in-the-corpus.html")
    before = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.focus("button.theme")
    page.keyboard.press("Enter")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != before
    page.keyboard.press("Home")
    assert page.errors == []


@pytest.mark.parametrize("which", ["site", "english_site"])
def test_no_serious_fault_of_access(which, opened, request):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    site = request.getfixturevalue(which)
    names = ("index", "20-who-gets-quoted", "40-who-said-it", "41-one-statement-many-versions", "reference")
    for path in [*(site / f"{name}.html" for name in names), min(site.glob("articles/*.html"))]:
        for scheme in ("light", "dark"):
            page = opened(path, color_scheme=scheme)
            found = [
                (v["id"], [n["html"][:120] for n in v["nodes"][:3]])
                for v in axe.run(page).response["violations"]
                if v["impact"] in ("serious", "critical")
            ]
            assert found == [], f"{path.name}, {scheme}"
            page.close()
