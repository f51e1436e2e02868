// Does every Arabic text stand as it is read? The browser's own layout of the same paragraph, unbroken, in an element of the right
// direction is the oracle. Two signs of one line stand in the same order there: levels belong to the paragraph, not to its lines.
(inside) => {
  const ARABIC = /[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]/u;
  const SHAPED = /[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdef\ufe70-\ufefc]/u;
  const NUMBER = /(?<![\p{L}\p{N}])(?:\d{4}-\d{2}-\d{2}|[-+\u2212][\d\u0660-\u0669]+(?:[.,\u066b][\d\u0660-\u0669]+)*)/gu;
  const SKIPPED = "script,style,noscript,textarea,title,[data-rtl-demo],.cm-editor,.isnad-code,mjx-container";
  const MARKS = /[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g;
  const SHARE = 0.4;

  const isDrawn = (sign) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign);
  const isSvg = (element) => element.namespaceURI.endsWith("/svg");

  // The element in which a text is laid out as one paragraph: a block, an isolate, or a line of an SVG text.
  const paragraphOf = (node) => {
    for (let e = node.parentElement; e; e = e.parentElement) {
      if (isSvg(e) ? e.matches("tspan.line, text") : e.matches("bdi") || getComputedStyle(e).display !== "inline" || e.hasAttribute("dir")) return e;
    }
    return null;
  };
  const paragraphs = new Map();
  for (const root of document.querySelectorAll(inside)) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || node.parentElement.closest(SKIPPED)) continue;
      const paragraph = paragraphOf(node);
      if (paragraph) paragraphs.set(paragraph, [...(paragraphs.get(paragraph) || []), node]);
    }
  }

  const probe = document.createElement("div");
  probe.style.cssText = "position:fixed;top:0;left:0;white-space:pre;visibility:hidden;unicode-bidi:isolate;letter-spacing:normal";
  document.body.append(probe);

  // Each sign with its place along the line (x) and across it (y); text turned by a transform is turned back.
  const places = (nodes, angle = 0) => {
    const cos = Math.cos(angle), sin = Math.sin(angle), found = [];
    for (const node of nodes) {
      let at = 0;
      for (const sign of node.data) {
        const range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at += sign.length);
        const box = [...range.getClientRects()].at(-1);
        const x = box ? (box.left + box.right) / 2 : NaN, y = box ? (box.top + box.bottom) / 2 : NaN;
        found.push({ sign, x: x * cos + y * sin, y: y * cos - x * sin, high: box ? Math.max(box.height, 1) : 1, drawn: isDrawn(sign), shown: Boolean(box) && isDrawn(sign) });
      }
    }
    return found;
  };
  const order = (signs, key) => signs.filter((place) => place.shown).sort((a, b) => key(a) - key(b)).map((place) => place.sign).join("");
  const linesOf = (signs, high) => {
    const lines = [];
    for (const place of signs) {
      const last = lines.at(-1), first = last && last.find((p) => p.shown);
      if (!last || (place.shown && first && Math.abs(place.y - first.y) > 0.6 * high)) lines.push([place]); else last.push(place);
    }
    return lines;
  };
  // Isolates round something without Arabic (a date, a Latin name) are part of how the line should read; all other marks are a means.
  const logical = (text) => text.replace(/[\u2066\u2068]([^\u2066-\u2069]*)\u2069/g, (all, part) => ARABIC.test(part) ? part : `\ue000${part}\ue001`)
    .replace(MARKS, "").replace(/\ue000/g, "\u2066").replace(/\ue001/g, "\u2069").replace(/\s/g, " ").trim();
  const baseOf = (text, element) => {
    const letters = [...text.matchAll(/\p{L}/gu)].map((match) => match[0]), share = letters.filter((l) => ARABIC.test(l)).length / letters.length;
    const said = element.closest("[dir]");
    if (share >= SHARE) return "rtl";
    return ARABIC.test(letters[0]) && !(said && said !== document.documentElement && said.dir === "ltr") ? "rtl" : "ltr";
  };

  const faults = [];
  let read = 0;
  for (const [element, nodes] of paragraphs) {
    const text = nodes.map((node) => node.data).join(""), box = element.getBoundingClientRect(), style = getComputedStyle(element);
    if (!ARABIC.test(text) || box.width < 1 || box.height < 1 || style.visibility === "hidden" || Number(style.opacity) === 0) continue;
    read += 1;
    const told = (kind, more = "") => faults.push(`${kind} <${element.tagName.toLowerCase()} ${element.getAttribute("class") || ""}> ${text.trim().slice(0, 80)}${more}`);
    if (SHAPED.test(text)) told("letters stored shaped");
    if ((text.match(/[\u2066-\u2068]/g) || []).length !== (text.match(/\u2069/g) || []).length) told("isolates do not match");
    const matrix = isSvg(element) && element.getScreenCTM();
    const signs = places(nodes, matrix ? Math.atan2(matrix.b, matrix.a) : 0);
    probe.dir = baseOf(text, element);
    probe.style.font = style.font;
    probe.textContent = logical(text);
    const model = places([probe.firstChild]).filter((place) => place.drawn);
    signs.filter((place) => place.drawn).forEach((place, n) => { place.should = model[n].x; });
    for (const line of linesOf(signs, parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1) || 12)) {
      if (!line.some((place) => ARABIC.test(place.sign))) continue;
      const should = order(line, (place) => place.should), is = order(line, (place) => place.x);
      if (should !== is) { told("order", ` | stands: ${is} | should: ${should}`); break; }
      const seen = line.filter((place) => !place.sign.match(MARKS)), bare = seen.map((place) => place.sign).join("");
      for (const match of bare.matchAll(NUMBER)) {
        const part = seen.slice([...bare.slice(0, match.index)].length).slice(0, [...match[0]].length);
        if (part.some((place, n) => n && place.x <= part[n - 1].x)) told("number", ` | ${match[0]}`);
      }
    }
    if (isSvg(element)) {
      let svg = element.ownerSVGElement;
      while (svg.parentElement && svg.parentElement.closest("svg")) svg = svg.parentElement.closest("svg");
      const page = svg.getBoundingClientRect();
      if (box.left < page.left - 1 || box.right > page.right + 1 || box.top < page.top - 1 || box.bottom > page.bottom + 1) told("outside its picture");
    } else if (probe.dir === "rtl" && style.display !== "inline" && style.textAlign === "left") told("starts at the left");
  }
  probe.remove();
  return { read, faults };
}
