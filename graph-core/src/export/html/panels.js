"use strict";

// What is told of a node or a link beside the graph, and the articles. All text is set as text.

/** An element with attributes and children; texts among them become text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** A button that reads as part of the text. */
function link(text, onclick) {
  return make("button", { type: "button", class: "plain", onclick }, text);
}

class Panels {
  /** `on` has what to do: `node`, `link`, `expand`, `collapse`, `close`. */
  constructor(panel, dialog, model, on) {
    Object.assign(this, { panel, dialog, model, on });
  }

  close() {
    this.panel.hidden = true;
    this.panel.replaceChildren();
  }

  show(...children) {
    const close = make("button", { type: "button", class: "close", title: "Esc", onclick: () => this.on.close() }, "Close");
    this.panel.replaceChildren(close, ...children.filter((child) => child !== null));
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
  }

  /** The facts of a node. */
  showNode(node) {
    const facts = node.links.filter((it) => this.model.passes(it));
    const others = node.links.length - facts.length;
    this.show(
      make("h2", {}, node.name),
      make("p", { class: "kind" }, this.model.kindOf(node).name || "no label"),
      details(node.details),
      this.neighbourButtons(node),
      make("h3", {}, facts.length === 1 ? "1 fact" : `${facts.length} facts`),
      make("ul", { class: "facts" }, ...facts.map((it) => make("li", {}, this.sentence(it, node), firstQuote(it)))),
      others > 0 ? make("p", { class: "faint" }, `${others} more that the filters hide`) : null,
    );
  }

  neighbourButtons(node) {
    const missing = this.model.missing(node);
    const expand = make("button", { type: "button", onclick: () => this.on.expand(node) }, `Show ${missing} hidden neighbours`);
    const collapse = make("button", { type: "button", onclick: () => this.on.collapse(node) }, "Hide neighbours");
    return make("div", { class: "buttons" }, missing > 0 ? expand : null, collapse);
  }

  /** Who does what to whom, each with a link; the node that it is told of has none. */
  sentence(it, of = null) {
    const end = (id) => {
      const node = this.model.nodes[id];
      return node === of ? make("b", {}, node.name) : link(node.name, () => this.on.node(node));
    };
    const type = link(it.type, () => this.on.link(it));
    type.classList.add("type");
    if (it.stance === "denied") type.classList.add("denied");
    const disputed = it.disputed ? make("span", { class: "disputed" }, "disputed") : "";
    return make("div", { class: "sentence" }, end(it.from), " ", type, " ", end(it.to), " ", disputed);
  }

  /** The sentences that attest a link. */
  showLink(it) {
    const count = it.quotes.length;
    const told = [["told as", it.stance], ["independent sources", String(it.sources)]];
    if (it.when) told.push(["when", it.when]);
    this.show(
      make("h2", {}, this.sentence(it)),
      details([...told, ...it.details]),
      make("h3", {}, count === 1 ? "1 sentence" : `${count} sentences`),
      make("ul", { class: "quotes" }, ...it.quotes.map((quote) => this.quote(quote))),
      count === 0 ? make("p", { class: "faint" }, "No sentence attests it: a statement made it.") : null,
    );
  }

  quote(quote) {
    const article = this.model.articles[quote.article];
    const name = article?.title || quote.source;
    const where = [article?.source, article?.date].filter(Boolean).join(", ");
    return make("li", {},
      make("blockquote", {}, `“${quote.text}”`),
      article ? link(name, () => this.showArticle(article, quote)) : name,
      where ? make("div", { class: "faint" }, where) : null,
      article ? address(article) : null,
    );
  }

  /** An article's text, with a quote marked and in view. */
  showArticle(article, quote) {
    const close = make("form", { method: "dialog" }, make("button", {}, "Close"));
    const where = [article.source, article.date].filter(Boolean).join(", ");
    const text = make("div", { class: "text" });
    const place = quote.place ?? placeOf(article.text, quote.text);
    if (place) {
      const [from, to] = place;
      const mark = make("mark", {}, article.text.slice(from, to));
      text.append(article.text.slice(0, from), mark, article.text.slice(to));
    } else {
      text.append(article.text);
    }
    this.dialog.replaceChildren(
      close,
      make("h2", {}, article.title || article.id),
      make("p", { class: "faint" }, where, " ", address(article) ?? ""),
      text,
    );
    this.dialog.showModal();
    text.querySelector("mark")?.scrollIntoView({ block: "center" });
  }
}

/** Where a quote that a statement wrote stands in a text, if it does. */
function placeOf(text, quote) {
  const at = text.indexOf(quote);
  return at < 0 ? null : [at, at + quote.length];
}

/** The address of an article on the web, where it has one. */
function address(article) {
  if (!article.url) return null;
  return make("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, article.url);
}

function firstQuote(it) {
  return it.quotes.length > 0 ? make("blockquote", {}, it.quotes[0].text) : null;
}

/** Names with values. */
function details(pairs) {
  if (pairs.length === 0) return null;
  const rows = pairs.flatMap(([name, value]) => [
    make("dt", {}, name.replaceAll("_", " ")),
    make("dd", {}, value),
  ]);
  return make("dl", {}, ...rows);
}
