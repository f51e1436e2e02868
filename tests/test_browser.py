"""The site in a real Chromium with the network off: order of letters, figures, search, toggles, keyboard, print."""

from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]


# For each paragraph with Arabic letters: does it stand as the same text stands in a div with the right dir?
# The browser's own layout is the oracle of the bidirectional algorithm.
MISPLACED = r"""(selector) => {
  const arabic = /[\u0620-\u064a\u066e-\u06d3]/, letter = /\p{L}/gu, control = /[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, out = [];
  const probe = document.createElement("div");
  probe.style = "position:fixed;top:0;left:0;white-space:pre;visibility:hidden;unicode-bidi:isolate";
  document.body.append(probe);
  const places = (node) => { let at = 0; return [...node.data].map((sign) => {
    const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at += sign.length);
    const box = range.getBoundingClientRect();
    return { sign, x: box.left + box.right, top: box.top, high: box.height, seen: /[\p{L}\p{N}\p{P}]/u.test(sign) }; }); };
  const order = (line) => line.filter((place) => place.seen).sort((a, b) => a.x - b.x).map((place) => place.sign).join("");
  const lines = (all) => all.reduce((made, place) => {
    const last = made.at(-1), seen = last && last.find((p) => p.seen);
    if (!last || (place.seen && seen && Math.abs(place.top - seen.top) > 0.6 * place.high)) made.push([place]); else last.push(place);
    return made; }, []);
  for (const element of document.querySelectorAll(selector)) {
    if (element.closest("[data-rtl-demo]")) continue;
    if (/rotate\((?!0)/.test(element.getAttribute("transform") || "") || !element.getBoundingClientRect().width) continue;
    for (const part of element.querySelectorAll("tspan.line").length ? element.querySelectorAll("tspan.line") : [element]) {
      const node = part.firstChild;
      if (part.childNodes.length !== 1 || node.nodeType !== 3 || !arabic.test(node.data)) continue;
      const letters = node.data.replace(control, "").match(letter);
      probe.dir = arabic.test(letters[0]) || letters.filter((l) => arabic.test(l)).length / letters.length >= 0.4 ? "rtl" : "ltr";
      probe.style.font = getComputedStyle(part).font;
      for (const line of lines(places(node))) {
        probe.textContent = line.map((place) => place.sign).join("").replace(/\s/g, " ").trim();
        if (probe.textContent && order(places(probe.firstChild)) !== order(line)) out.push(probe.textContent);
      }
    }
  }
  probe.remove(); return out; }"""
TEXTS = "svg text, td > span, th > span, p.found, p.isnad-finding, p.isnad-note > span, .isnad-list q, .isnad-text h3, h1, h2, h3, summary, label span"


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


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_reads_right_and_asks_nothing(language, opened, request):
    site = request.getfixturevalue("site" if language == "ar" else "english_site")
    for path in every_page(site):
        page = opened(path)
        assert page.outside == [] and page.errors == [], path.name
        assert page.evaluate(MISPLACED, TEXTS) == [], path.name
        assert page.get_attribute("html", "lang") == language and page.get_attribute("html", "dir") == (
            "rtl" if language == "ar" else "ltr"
        )
        page.close()


def test_pages_do_not_scroll_sideways_on_a_phone(opened, site):
    for path in every_page(site):
        page = opened(path, viewport={"width": 390, "height": 800})
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth + 1"), path.name
        page.close()


def test_svg_text_stays_inside_its_picture(opened, site):
    clipped = """() => [...document.querySelectorAll('.isnad-plot svg.main-svg text')].filter((t) => { const a = t.getBoundingClientRect(), b = t.closest('.isnad-plot').getBoundingClientRect();
      return a.width && (a.left < b.left - 1 || a.right > b.right + 1); }).map((t) => t.textContent)"""
    for path in site.glob("*.html"):
        page = opened(path)
        assert page.evaluate(clipped) == [], path.name
        page.close()


def test_hover_labels_read_right(opened, site):
    page = opened(site / "10-what-is-in-the-corpus.html")
    page.locator(".isnad-plot .bars path").first.scroll_into_view_if_needed()
    box = page.locator(".isnad-plot .bars .point path").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".hovertext text")
    assert page.evaluate(MISPLACED, ".hovertext text") == []


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


def test_no_serious_fault_of_access(opened, site):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for path in [
        site / "index.html",
        site / "10-what-is-in-the-corpus.html",
        site / "40-who-said-it.html",
        next(iter(sorted(site.glob("articles/*.html")))),
    ]:
        for scheme in ("light", "dark"):
            page = opened(path, color_scheme=scheme)
            faults = [
                (v["id"], [n["html"][:120] for n in v["nodes"][:3]])
                for v in axe.run(page).response["violations"]
                if v["impact"] in ("serious", "critical")
            ]
            assert faults == [], f"{path.name}, {scheme}"
            page.close()


def test_print_hides_the_controls(opened, site):
    page = opened(site / "40-who-said-it.html")
    page.emulate_media(media="print")
    assert not page.is_visible(".top") and page.is_visible(".isnad-text")
