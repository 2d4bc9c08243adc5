"use strict";

// The graph as it was exported, and which part of it is shown.

/** Larger graphs start with their best connected nodes. */
const LARGE = 300;

/** So many of them. */
const FIRST = 120;

class Model {
  /** What is kept out, and in which period things have to be. */
  hidden = { kinds: new Set(), relations: new Set(), stances: new Set(), articles: new Set() };
  onlyDisputed = false;
  period = null;
  withUndated = true;

  constructor(data) {
    Object.assign(this, data);
    this.nodes.forEach((node, id) => Object.assign(node, { id, links: [] }));
    this.links.forEach((link, id) => {
      link.id = id;
      this.nodes[link.from].links.push(link);
      if (link.to !== link.from) this.nodes[link.to].links.push(link);
    });
    this.days = [...new Set(this.links.flatMap((link) => link.days ?? []))].filter(Boolean).sort();
    this.startOver();
  }

  /** Opens what a reader can take in at once. */
  startOver() {
    const ranked = [...this.nodes].sort((a, b) => b.links.length - a.links.length || a.id - b.id);
    const first = this.nodes.length > LARGE ? ranked.slice(0, FIRST) : ranked;
    /** Nodes that are shown where no filter hides them. */
    this.open = new Set(first);
  }

  showAll() {
    this.open = new Set(this.nodes);
  }

  kindOf(node) {
    return this.kinds[node.kind];
  }

  /** Whether no filter hides a link, wherever its ends are. */
  passes(link) {
    const { kinds, relations, stances } = this.hidden;
    return !relations.has(link.relation)
      && !stances.has(link.stance)
      && (!this.onlyDisputed || link.disputed)
      && [link.from, link.to].every((id) => !kinds.has(this.nodes[id].kind))
      && this.isAttested(link)
      && this.isInPeriod(link);
  }

  /** Whether one of the articles that are left attests a link; those that none attests stay. */
  isAttested(link) {
    const { articles } = this.hidden;
    return articles.size === 0
      || link.quotes.length === 0
      || link.quotes.some((quote) => !articles.has(quote.article));
  }

  isInPeriod(link) {
    if (!link.days) return this.withUndated;
    if (!this.period) return true;
    const [from, to] = this.period;
    const [first, last] = link.days;
    // ISO dates of one length sort as text; what is open on a side reaches every day there.
    return (first === null || first <= to) && (last === null || last >= from);
  }

  /** Whether filters leave a node something to say; one without links says its name. */
  hasPlace(node) {
    if (this.hidden.kinds.has(node.kind)) return false;
    if (node.links.length > 0) return node.links.some((link) => this.passes(link));
    return !this.onlyDisputed && this.hidden.articles.size === 0 && !this.period;
  }

  /** The nodes and links to draw. */
  shown() {
    const nodes = this.nodes.filter((node) => this.open.has(node) && this.hasPlace(node));
    const present = new Set(nodes.map((node) => node.id));
    const links = this.links.filter(
      (link) => present.has(link.from) && present.has(link.to) && this.passes(link),
    );
    return { nodes, links };
  }

  other(link, node) {
    return this.nodes[link.from === node.id ? link.to : link.from];
  }

  neighbours(node) {
    const links = node.links.filter((link) => this.passes(link));
    return [...new Set(links.map((link) => this.other(link, node)))].filter((it) => it !== node);
  }

  /** How many neighbours aren't shown. */
  missing(node) {
    return this.neighbours(node).filter((it) => !this.open.has(it)).length;
  }

  expand(node) {
    this.open.add(node);
    this.neighbours(node).forEach((it) => this.open.add(it));
  }

  /** Hides the neighbours that hang on this node alone; whether there were any. */
  collapse(node) {
    const hangs = (it) => this.neighbours(it).every((next) => next === node || !this.open.has(next));
    const leaves = this.neighbours(node).filter((it) => this.open.has(it) && hangs(it));
    leaves.forEach((it) => this.open.delete(it));
    return leaves.length > 0;
  }

  /** Shows hidden neighbours, or hides them where none is. */
  toggle(node) {
    if (this.missing(node) > 0) this.expand(node);
    else this.collapse(node);
  }

  /** Nodes whose name holds a text, those that begin with it first, then the better connected. */
  find(text) {
    const sought = text.trim().toLowerCase();
    if (!sought) return [];
    const found = this.nodes
      .map((node) => ({ node, at: node.name.toLowerCase().indexOf(sought) }))
      .filter(({ at }) => at >= 0);
    const isWhole = ({ node }) => node.name.length === sought.length;
    found.sort((a, b) =>
      (a.at > 0) - (b.at > 0) || isWhole(b) - isWhole(a) || b.node.links.length - a.node.links.length || a.node.id - b.node.id);
    return found.map(({ node }) => node);
  }
}
