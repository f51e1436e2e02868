"""A corpus that means harm: whatever stands in any of its fields is shown as text, runs nothing and asks for nothing."""

import json
from pathlib import Path

import pytest

import isnad

RUN = "window.ran=(window.ran||0)+1"
ATTACKS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}></svg>",
    f"<svg><script>{RUN}</script></svg>",
    f'"><script>{RUN}</script>',
    f"' autofocus onfocus='{RUN}' x='",
    f"</script><script>{RUN}</script>",
    f"</textarea></title></style><img src=x onerror={RUN}>",
    f"<a href=javascript:{RUN}>x</a>",
    f"[x](javascript:{RUN})",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "<style>@import url(https://evil.example/a.css)</style>",
    "<link rel=stylesheet href=https://evil.example/b.css>",
    "<img src=https://evil.example/c.png>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/d'>",
    "<base href=https://evil.example/>",
    f"&lt;img src=x onerror={RUN}&gt;",
    f"<details open ontoggle={RUN}>",
    f"<!--><script>{RUN}</script>-->",
    "{{7*7}} ${7*7} <%= 7*7 %>",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
)
ADDRESSES = (
    f"javascript:{RUN}",
    f" java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f'https://a.example/"onmouseover="{RUN}',
    f"https://a.example/?q=<script>{RUN}</script>",
    "//evil.example/x",
)
SENTENCES = (
    "قال الوزير سامي الحداد {} اليوم الثلاثاء إن «القرار {} نهائي ولا رجعة عنه»، حسب ما نقلته وكالة رويترز.",
    "وأضاف الحداد أن بلاده {} لن تتراجع عن القرار الذي اتخذته في 13 نيسان 2021 مهما كانت الضغوط.",
    "من جهتها، اعتبرت {} رئيسة الهيئة سلمى الحاج أن «البيانات {} وحدها لا تكفي» لتنفيذ ما تم الاتفاق عليه.",
)


def written(folder: Path) -> Path:
    """A corpus in which every attack stands in every field of some article, and in names of files and folders."""
    rows = []
    for n, attack in enumerate(ATTACKS):
        body = "\n".join(sentence.replace("{}", attack) for sentence in SENTENCES)
        rows.append(
            {
                "id": f"{n}{attack}", "title": f"الوزير {attack}: «القرار نهائي» {n}", "text": body, "outlet": f"صحيفة {attack}", "url": ADDRESSES[n % len(ADDRESSES)],
                "author": f"نادر {attack}", "agency": attack, "dateline": attack, "date": f"2021-04-{13 + n % 3}", "language": attack, "summary": attack,
            }
        )  # fmt: skip
    (folder / f"a<img src=x onerror={RUN}>.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    inner = folder / f"<svg onload={RUN}>"
    inner.mkdir()
    for n, attack in enumerate(ATTACKS[:6]):
        text = "\n\n".join([f"عنوان الخبر {attack}", *(s.replace("{}", attack) for s in SENTENCES)])
        (inner / f"{n}'\"><img src=x onerror={RUN}>.txt").write_text(text, encoding="utf-8")
    page = "".join(f"<p>{s.replace('{}', ATTACKS[1])}</p>" for s in SENTENCES)
    (inner / "page.html").write_text(
        f"<html><head><title>خبر {ATTACKS[16]}</title><script>{RUN}</script><link rel=canonical href=\"javascript:{RUN}\"><meta property=og:title content='{ATTACKS[16]}'>"
        f'</head><body onload="{RUN}"><h1>خبر الوزير {ATTACKS[16]}</h1>{page}{page.replace("الحداد", "الخطيب")}</body></html>',
        encoding="utf-8",
    )
    (folder / f"bad{ATTACKS[4].replace('/', '')}.json").write_text(f'{{"{ATTACKS[0]}"', encoding="utf-8")
    (folder / f"<b onclick={RUN}>.pdf").write_bytes(b"%PDF")
    return folder


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    from isnad.report import report

    folder = written(tmp_path_factory.mktemp("hostile"))
    made = report(
        str(folder), tmp_path_factory.mktemp("made") / "site", only=["10", "40"], parameters={"language": "en"}, show=False
    )  # fmt: skip
    assert not made.failed, [run.error for run in made.failed]
    return made.index.parent


def test_every_attack_is_read_and_no_address_is_a_script(tmp_path):
    articles = isnad.load_articles(written(tmp_path))
    assert len(articles) >= len(ATTACKS) + 6
    assert articles["url"].dropna().str.match("https?://").all()
    assert not articles["url"].fillna("").str.contains("[<>\"']").any()
    shown = articles["title"].str.cat(sep="\n") + articles["body"].str.cat(sep="\n")
    assert all(attack in shown for attack in ATTACKS if not attack.startswith("&"))


# What could act: handlers, scripts that name the attack, frames, addresses that are scripts, sources elsewhere.
ARMED = """() => {
  const armed = [];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const address = value.replace(/[\\s\\u0000-\\u001f]/g, '').toLowerCase();
      if (name.startsWith('on') && value.includes('ran')) armed.push(element.outerHTML.slice(0, 200));
      if (['href', 'src', 'action', 'xlink:href', 'srcdoc', 'formaction'].includes(name) && /^(javascript|vbscript|data:text)/.test(address)) armed.push(element.outerHTML.slice(0, 200));
      if (['href', 'src'].includes(name) && value.includes('evil.example') && element.tagName !== 'A') armed.push(element.outerHTML.slice(0, 200));
    }
    if (element.tagName === 'SCRIPT' && /^\\s*window\\.ran/.test(element.textContent)) armed.push(element.outerHTML.slice(0, 200));
    if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FRAME'].includes(element.tagName)) armed.push(element.outerHTML.slice(0, 200));
    if (element.tagName === 'META' && /refresh/i.test(element.httpEquiv)) armed.push(element.outerHTML.slice(0, 200));
    if (element.tagName === 'STYLE' && element.textContent.includes('evil.example')) armed.push(element.outerHTML.slice(0, 200));
  }
  return armed; }"""


@pytest.mark.browser
@pytest.mark.notebooks
def test_nothing_of_a_hostile_corpus_runs_on_any_page(hostile_site, browser):
    paths = [*sorted(hostile_site.glob("*.html")), *sorted(hostile_site.glob("articles/*.html"))]
    assert len(paths) >= len(ATTACKS) + 8
    page = browser.new_page()
    asked, dialogs, failed, seen = [], [], [], ""
    page.route(
        "**/*",
        lambda route: (
            route.continue_()
            if route.request.url.startswith("file:")
            else (asked.append(route.request.url[:200]), route.abort())
        ),
    )
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: failed.append(str(error)))
    for path in paths:
        page.goto(path.resolve().as_uri())
        if path.name == "index.html":
            page.fill("#search", "الحداد")
            page.wait_for_selector("#results a")
        elif "articles" not in path.parts:
            page.wait_for_function(
                "() => [...document.querySelectorAll('.isnad-plot')].every((e) => e.querySelector('.main-svg'))"
            )
        page.mouse.move(300, 300)
        assert page.evaluate(ARMED) == [], path.name
        assert page.evaluate("window.ran") is None, path.name
        assert len(page.frames) == 1 and page.url.startswith("file:"), path.name
        seen += page.evaluate("document.body.textContent")
    page.close()
    outside = [address for address in asked if not address.startswith(("data:", "blob:"))]
    assert outside == [] and dialogs == [] and failed == []
    assert not any(address.startswith("data:text") for address in asked)
    unseen = [attack for attack in ATTACKS if not attack.startswith("&") and attack not in seen]
    assert unseen == []


def test_tables_of_a_hostile_corpus_start_no_formula(hostile_site):
    tables = sorted(hostile_site.rglob("*.csv"))
    assert tables
    for path in tables:
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), path.name
        import csv
        import io

        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
            for cell in row:
                number = cell.lstrip("-+").replace(".", "", 1).replace("e-", "", 1).isdigit()
                assert number or not cell.startswith(("=", "+", "-", "@", "\t")), (path.name, cell[:80])
