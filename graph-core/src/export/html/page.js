"use strict";

// Puts the page together: model, drawing, panels, filters, search and keys.

(() => {
  const at = (id) => document.getElementById(id);
  const model = new Model(JSON.parse(at("data").textContent));

  const drawing = new Drawing(at("graph"), model, () => (innerWidth > 800 ? at("panel").offsetWidth : 0), {
    node: (node) => showNode(node),
    link: (it) => showLink(it),
    toggle: (node) => change(() => model.toggle(node)),
    nothing: () => close(),
  });
  const panels = new Panels(at("panel"), at("article"), model, {
    node: (node) => goTo(node),
    link: (it) => showLink(it),
    expand: (node) => { change(() => model.expand(node)); panels.showNode(node); },
    collapse: (node) => { change(() => model.collapse(node)); panels.showNode(node); },
    close: () => close(),
  });
  new Filters(at("filters"), model, () => change());

  function change(how = () => {}) {
    how();
    drawing.update();
    const { nodes, links } = drawing.shown;
    at("status").textContent =
      `${nodes.length} of ${model.nodes.length} boxes, ${links.length} of ${model.links.length} arrows`;
    at("all").hidden = model.open.size === model.nodes.length;
  }

  function showNode(node) {
    drawing.select(node);
    panels.showNode(node);
  }

  function showLink(it) {
    drawing.select(it);
    panels.showLink(it);
  }

  function close() {
    drawing.select(null);
    panels.close();
  }

  /** Shows a node, wherever it was, and what is around it. */
  function goTo(node) {
    if (!model.open.has(node)) change(() => model.expand(node));
    showNode(node);
    drawing.fit([node], 1.2);
  }

  /** So many names are offered while one is typed. */
  const MOST_FOUND = 30;

  function search() {
    const found = model.find(at("search").value).slice(0, MOST_FOUND);
    at("found").replaceChildren(...found.map((node) => {
      const choose = () => { at("found").hidden = true; goTo(node); };
      const kind = make("span", { class: "kind" }, ` ${model.kindOf(node).name}`);
      const button = link(node.name, choose);
      button.append(kind);
      return make("li", {}, button);
    }));
    at("found").hidden = found.length === 0;
  }

  /** The buttons of what was found, and moving among them. */
  function moveAmongFound(event) {
    const buttons = [...at("found").querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && event.target === at("search")) buttons[0]?.click();
    if (event.key === "Escape") at("found").hidden = true;
    if (!step) return;
    event.preventDefault();
    const next = buttons.indexOf(document.activeElement) + step;
    (buttons[next] ?? at("search")).focus();
  }

  const KEYS = {
    "/": () => at("search").focus(),
    0: () => drawing.fit(),
    "+": () => drawing.zoomBy(1.4),
    "=": () => drawing.zoomBy(1.4),
    "-": () => drawing.zoomBy(1 / 1.4),
    Escape: () => close(),
  };
  const ARROWS = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, -0.1], ArrowDown: [0, 0.1] };

  function key(event) {
    const isTyping = event.target.matches("input[type=search]");
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    if (isTyping || isCommand || document.querySelector("dialog[open]")) return;
    if (event.target === at("graph") && ARROWS[event.key]) drawing.moveBy(...ARROWS[event.key]);
    else if (KEYS[event.key]) KEYS[event.key]();
    else return;
    event.preventDefault();
  }

  at("search").addEventListener("input", search);
  at("search").parentElement.addEventListener("keydown", moveAmongFound);
  document.addEventListener("keydown", key);
  at("fit").addEventListener("click", () => drawing.fit());
  at("closer").addEventListener("click", () => drawing.zoomBy(1.4));
  at("further").addEventListener("click", () => drawing.zoomBy(1 / 1.4));
  at("all").addEventListener("click", () => { change(() => model.showAll()); drawing.fit(); });
  at("start").addEventListener("click", () => { change(() => model.startOver()); drawing.fit(); });
  at("help").addEventListener("click", () => at("about").showModal());
  at("licences").textContent = at("notices").textContent;
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    drawing.readTheme();
    drawing.redraw();
  });

  change();
  drawing.fit();

  /** For programs that drive the page: where things are on it, and how many are shown. */
  window.attest = {
    whereIsNode: (name) => drawing.onPage(model.nodes.find((node) => node.name === name)),
    whereIsLink: (type) => drawing.onPage(model.links.find((it) => it.type === type)),
    shown: () => ({ nodes: drawing.shown.nodes.length, links: drawing.shown.links.length }),
  };
})();
