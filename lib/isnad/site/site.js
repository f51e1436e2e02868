"use strict";
// Figures in the colours of the page, search, and the light/dark switch. No network, no library but Plotly.
(() => {
  const root = document.documentElement;
  const color = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  // Narrower than this, the title stands above the figure as text that wraps.
  const NARROW = 640;
  const LABEL = 20, AXIS_TITLE = 34, MARK = 12, LINE_HEIGHT = 19;
  // The lines of a label, each in its isolate, broken anew at spaces outside tags.
  const rewrap = (text, most, lowest = Infinity) => {
    const isArabic = text.includes("\u2067"), whole = /(?:[\u2066\u2068][^\u2069]*\u2069|<[^>]*>|\S)+/g, lines = [];
    const words = text.split(/<br\s*\/?>/).flatMap((line) => line.replace(/^\u2067([^]*)\u2069$/, "$1").match(whole) || []);
    const size = (line) => line.replace(/<[^>]*>/g, "").length;
    for (const word of words) {
      const last = lines.at(-1);
      if (last && size(last) + size(word) < most) lines[lines.length - 1] = `${last} ${word}`; else lines.push(word);
    }
    if (lines.length > lowest) { lines.length = lowest; lines[lowest - 1] += " …"; }
    return lines.map((line) => isArabic ? `\u2067${line}\u2069` : line).join("<br>");
  };
  const names = (data, key) => [...new Set(data.filter((trace) => (trace.yaxis || "y").replace("y", "yaxis") === key && Array.isArray(trace.y)).flatMap((trace) => trace.y))];
  const narrowed = (axis, key, data, height) => {
    if (axis.title && axis.title.text) axis.title.text = rewrap(axis.title.text, AXIS_TITLE);
    if (key[0] !== "y") return;
    const found = names(data, key), lowest = (labels) => Math.max(1, Math.floor((height - 150) / labels.length / LINE_HEIGHT));
    if (Array.isArray(axis.ticktext)) axis.ticktext = axis.ticktext.map((text) => rewrap(text, LABEL, lowest(axis.ticktext)));
    if (found.some((name) => typeof name === "string" && name.length > LABEL)) Object.assign(axis, { tickmode: "array", tickvals: found, ticktext: found.map((name) => rewrap(name, LABEL, lowest(found))) });
  };
  // On a narrow screen the labels beside the dots of a timeline have no room (a touch shows them), and buttons become a list.
  const traces = (data, width) => width >= NARROW ? data : data.map((trace) => ({
    ...trace,
    ...(trace.meta === "labels" && { visible: false }),
    ...(trace.name && { name: rewrap(trace.name, AXIS_TITLE) }),
    ...(/text/.test(trace.mode) && Array.isArray(trace.text) && { text: trace.text.map((text) => rewrap(String(text), MARK)) }),
  }));
  const listed = (menu, data) => {
    menu.type = "dropdown"; menu.direction = "down";
    for (const button of menu.buttons) if (button.args[0].visible) button.args[0].visible = button.args[0].visible.map((shown, n) => data[n].meta === "labels" ? false : shown);
  };
  const themed = (data, layout, width) => {
    const out = structuredClone(layout), ink = color("--figure-ink"), line = color("--figure-line"), soft = color("--isnad-soft");
    out.paper_bgcolor = out.plot_bgcolor = "rgba(0,0,0,0)";
    out.font = { ...out.font, color: ink };
    if (width < NARROW && out.title) {
      out.title = { text: "" };
      if (out.margin) out.margin.t = Math.max(36, out.margin.t - 64);
    }
    if (out.title && out.title.font) out.title.font.color = ink;
    if (out.title && out.title.subtitle && out.title.subtitle.font) out.title.subtitle.font.color = soft;
    if (width < NARROW) for (const menu of out.updatemenus || []) listed(menu, data);
    for (const key of Object.keys(out)) if (/^[xy]axis\d*$/.test(key)) {
      Object.assign(out[key], { gridcolor: line, zerolinecolor: line, linecolor: line });
      if (out[key].title && out[key].title.font) out[key].title.font.color = soft;
      if (width < NARROW) narrowed(out[key], key, data, out.height || 450);
      if (width < NARROW && out[key].side === "top") out[key].tickangle = -55;
    }
    return out;
  };
  const plots = [...document.querySelectorAll(".isnad-plot")];
  for (const element of plots) {
    const holder = document.createElement("div");
    element.append(holder);
    holder.plot = JSON.parse(element.querySelector("script").textContent);
    element.holder = holder;
  }
  const show = (element) => Plotly.react(element.holder, traces(element.holder.plot.data, element.clientWidth), themed(element.holder.plot.data, element.holder.plot.layout, element.clientWidth),
    { ...element.holder.plot.config, responsive: true, displaylogo: false, modeBarButtons: [["toImage"]] });
  const redraw = () => plots.filter((element) => element.holder.classList.contains("js-plotly-plot")).forEach(show);
  // One after the other, so that the first is seen at once; all of them, so that print and search find them drawn.
  const next = (place) => { if (place < plots.length) show(plots[place]).finally(() => setTimeout(next, 0, place + 1)); };
  if (window.Plotly) next(0);

  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const button = document.querySelector("button.theme");
  if (button) button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("isnad-theme", root.dataset.theme); } catch (e) { /* a file:// page may have no storage */ }
    redraw();
  });
  matchMedia(`(max-width: ${NARROW}px)`).addEventListener("change", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  const menu = document.querySelector(".menu");
  if (menu) {
    document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") menu.open = false; });
  }

  const field = document.getElementById("search");
  if (!field) return;
  const IGNORED = /[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;
  const SAME = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي" };
  // A search key and, for each of its letters, where that letter stands in the text.
  const fold = (text) => {
    let key = ""; const at = [];
    for (let i = 0; i < text.length; i++) {
      if (IGNORED.test(text[i])) continue;
      key += (SAME[text[i]] || text[i]).toLowerCase(); at.push(i);
    }
    at.push(text.length);
    return { key, at };
  };
  const docs = JSON.parse(document.getElementById("index").textContent);
  const passages = [];
  for (const doc of docs) {
    for (const [n, speaker, text] of doc.q) passages.push({ doc, n, speaker, text, folded: fold(text), head: fold(speaker).key });
    passages.push({ doc, title: true, text: doc.t, folded: fold(doc.t), head: "" });
    for (const text of doc.b.split("\n")) if (text) passages.push({ doc, text, folded: fold(text), head: "" });
  }
  // What Arabic writes as one with the word behind it (and, so; in, for, like; the) may stand or be missing, in the text and in what is typed.
  const THE = "(?:[بك]?ال|لل)", BEFORE = `[وف]?(?:${THE}|[بلك])?`, LETTER = "[\\p{L}\\p{N}]", END = `(?!${LETTER})`;
  const pattern = (before, words, end) => new RegExp(`(^|[^\\p{L}\\p{N}])(${before})(${words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})${end}`, "gu");
  const stands = (before, word) => { const test = pattern(before, [word], ""); return passages.some((p) => p.folded.key.search(test) >= 0); };
  // A first letter is the word's own where these articles set another before it: الوزير shows it of وزير, nothing does of وقال.
  const bare = (word, particles = "وفبلك") => {
    const [, the, rest] = word.match(/^[وف]?([بك]?ال|لل)(.{3,})$/) || [];
    if (rest) return [the === "لل" && stands("[وف]?[بك]?ال", `ل${rest}`) ? `ل${rest}` : rest];
    if (word.length < 4 || !particles.includes(word[0]) || stands(`[وف]?(?:${THE}|[بلك])`, word)) return [];
    return [word.slice(1), ...("وف".includes(word[0]) ? bare(word.slice(1), "بلك") : [])];
  };
  // Best first: the word as typed, alone or with the article; with letters before it that may be its own (فكرة may be كرة); the word without what
  // stands before it; words that begin so. What has it inside only where nothing else is found.
  const INSIDE = 100;
  const asked = (word) => {
    const bares = bare(word), tests = [pattern(`(?:[وف]?${THE})?`, [word], END), pattern(BEFORE, [word], END), ...(bares.length ? [pattern(BEFORE, bares, `ا?${END}`)] : []), pattern(BEFORE, [word], "")];
    return { word, tests, least: bares.at(-1) || word };
  };
  const rank = ({ word, tests, least }, key) => {
    if (!key.includes(least)) return Infinity;
    const place = tests.findIndex((test) => key.search(test) >= 0);
    return place >= 0 ? place : key.includes(word) ? INSIDE : Infinity;
  };
  const results = document.getElementById("results"), count = document.getElementById("count");
  const MOST = 60, AROUND = 90;
  const marked = (passage, words) => {
    const { key, at } = passage.folded, spans = [];
    for (const { word, tests } of words) {
      const found = tests.flatMap((test) => [...key.matchAll(test)].map((hit) => [hit.index + hit[1].length + hit[2].length, hit[3].length]));
      if (!found.length) for (let i = key.indexOf(word); i >= 0; i = key.indexOf(word, i + word.length)) found.push([i, word.length]);
      for (const [i, length] of found) spans.push([at[i], at[i + length]]);
    }
    spans.sort((a, b) => a[0] - b[0]);
    const from = spans.length ? Math.max(0, passage.text.lastIndexOf(" ", Math.max(0, spans[0][0] - AROUND))) : 0;
    const cut = passage.text.indexOf(" ", from + 3 * AROUND), to = cut < 0 ? passage.text.length : cut;
    const box = document.createElement("span");
    box.className = "text"; box.dir = "auto";
    let last = from;
    if (from) box.append("… ");
    for (const [a, b] of spans) {
      if (a < last || b > to) continue;
      const hit = document.createElement("mark"); hit.textContent = passage.text.slice(a, b);
      box.append(passage.text.slice(last, a), hit); last = b;
    }
    box.append(passage.text.slice(last, to)); if (to < passage.text.length) box.append(" …");
    return box;
  };
  const span = (name, text) => { const e = document.createElement("bdi"); e.className = name; e.textContent = text; return e; };
  const search = () => {
    const words = fold(field.value.trim()).key.split(/\s+/).filter((word) => word.length > 1).map(asked);
    results.replaceChildren(); count.textContent = "";
    if (!words.length) return;
    const worth = (p) => words.reduce((sum, word) => sum + Math.min(rank(word, p.folded.key), rank(word, p.head)), 0);
    const found = passages.map((p) => [worth(p), p]), most = found.some(([sum]) => sum < INSIDE) ? INSIDE : Infinity;
    const hits = found.filter(([sum]) => sum < most).sort((a, b) => a[0] - b[0]).map(([, p]) => p);
    count.textContent = hits.length ? count.dataset.count.replace("{n}", hits.length.toLocaleString(root.dataset.digits === "arabic" ? "ar-u-nu-arab" : "en")) : count.dataset.none;
    for (const hit of hits.slice(0, MOST)) {
      const item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("span");
      link.href = `articles/${hit.doc.u}.html` + (hit.n ? `#${hit.doc.u}-q${hit.n}` : "");
      where.className = "where";
      if (hit.n) where.append(span("who", hit.speaker || "؟"), " · ");
      where.append(span("", hit.doc.o), " · ", span("", hit.doc.d)); if (!hit.title) where.append(" · ", span("", hit.doc.t));
      link.append(marked(hit, words), where); item.append(link); results.append(item);
    }
  };
  let waiting;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
  if (field.value) search();
})();
