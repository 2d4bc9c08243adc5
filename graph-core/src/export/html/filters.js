"use strict";

// What decides what is shown, which is also the legend.

/** More options than this can be searched by nobody: the most frequent ones are offered. */
const MOST_OPTIONS = 400;

class Filters {
  /** `change` is called when something else is to be shown. */
  constructor(form, model, change) {
    Object.assign(this, { form, model, change });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.replaceChildren(
      this.group("Types", "kinds", this.kinds()),
      this.group("Told as", "stances", this.stances()),
      this.disputed(),
      ...this.period(),
      this.group("Relations", "relations", this.relations()),
      this.group("Articles", "articles", this.articles()),
    );
  }

  kinds() {
    const counts = count(this.model.nodes, (node) => node.kind);
    return this.model.kinds.map((kind, value) => ({
      value,
      name: kind.name || "no label",
      count: counts.get(value) ?? 0,
      sample: sample({ d: kind.sample, fill: kind.fill, stroke: kind.border }),
    }));
  }

  stances() {
    const counts = count(this.model.links, (link) => link.stance);
    const isThere = (stance) => counts.has(stance);
    return ["asserted", "denied", "planned", "possible"].filter(isThere).map((value) => ({
      value,
      name: value,
      count: counts.get(value),
      sample: lineSample({ stance: value, disputed: false }),
    }));
  }

  relations() {
    return ranked(count(this.model.links, (link) => link.relation));
  }

  articles() {
    const cited = this.model.links.flatMap((link) => [...new Set(link.quotes.map((quote) => quote.article))]);
    return ranked(count(cited.filter((number) => number !== null), (number) => number)).map((option) => {
      const article = this.model.articles[option.value];
      return { ...option, name: article.title || article.id };
    });
  }

  /** A group of boxes to tick; none where there is nothing to choose. */
  group(title, key, options) {
    if (options.length === 0) return "";
    const boxes = options.slice(0, MOST_OPTIONS).map((option) => this.option(key, option));
    const set = (isOn) => {
      this.model.hidden[key] = new Set(isOn ? [] : options.map((option) => option.value));
      boxes.forEach((box) => { box.querySelector("input").checked = isOn; });
      this.change();
    };
    return make("fieldset", { "data-filter": key },
      make("legend", {}, title),
      make("div", { class: "options" }, ...boxes),
      make("div", { class: "either" }, link("all", () => set(true)), link("none", () => set(false))),
    );
  }

  option(key, { value, name, count, sample }) {
    const box = make("input", { type: "checkbox", checked: "", "data-name": name });
    box.addEventListener("change", () => {
      if (box.checked) this.model.hidden[key].delete(value);
      else this.model.hidden[key].add(value);
      this.change();
    });
    const label = make("span", { title: name }, name);
    return make("label", { class: "option" }, box, sample ?? "", label, make("span", { class: "count" }, String(count)));
  }

  disputed() {
    const among = this.model.links.filter((link) => link.disputed).length;
    if (among === 0) return "";
    const box = make("input", { type: "checkbox", id: "disputed" });
    box.addEventListener("change", () => {
      this.model.onlyDisputed = box.checked;
      this.change();
    });
    const drawn = lineSample({ stance: "asserted", disputed: true });
    return make("fieldset", {},
      make("legend", {}, "Disputes"),
      make("label", { class: "option" }, box, drawn, make("span", {}, "only disputed"), make("span", { class: "count" }, String(among))),
    );
  }

  /** A slider for each end of the period, where there are dates to choose from. */
  period() {
    const { days } = this.model;
    if (days.length < 2) return [];
    const shown = make("output", { id: "period" });
    const slider = (id, name, value) =>
      make("input", { type: "range", id, "aria-label": name, min: "0", max: String(days.length - 1), value: String(value) });
    const [from, to] = [slider("from", "from", 0), slider("to", "until", days.length - 1)];
    const tell = () => { shown.textContent = `${days[from.value]} to ${days[to.value]}`; };
    const move = (moved) => {
      // The sliders push each other, so that the period never ends before it begins.
      if (Number(from.value) > Number(to.value)) (moved === from ? to : from).value = moved.value;
      const isWhole = Number(from.value) === 0 && Number(to.value) === days.length - 1;
      this.model.period = isWhole ? null : [days[from.value], days[to.value]];
      tell();
      this.change();
    };
    [from, to].forEach((it) => it.addEventListener("input", () => move(it)));
    const undated = make("input", { type: "checkbox", id: "undated", checked: "" });
    undated.addEventListener("change", () => {
      this.model.withUndated = undated.checked;
      this.change();
    });
    tell();
    return [make("fieldset", { class: "period" },
      make("legend", {}, "Time"), shown, from, to,
      make("label", { class: "option" }, undated, make("span", {}, "also what has no date")),
    )];
  }
}

/** How many items have each value. */
function count(items, valueOf) {
  const counts = new Map();
  for (const item of items) counts.set(valueOf(item), (counts.get(valueOf(item)) ?? 0) + 1);
  return counts;
}

/** Options by how many items they have, then by name. */
function ranked(counts) {
  return [...counts]
    .map(([value, number]) => ({ value, name: String(value), count: number }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** A small drawing of a line or a box. */
function sample(attributes) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const shape = document.createElementNS(space, "path");
  for (const [name, value] of Object.entries({ width: 34, height: 18, viewBox: "-17 -9 34 18", "aria-hidden": "true" })) {
    picture.setAttribute(name, value);
  }
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
  picture.append(shape);
  return picture;
}

function lineSample(link) {
  return sample({
    d: "M-15 0H15",
    stroke: link.stance === "denied" ? "var(--denied)" : "var(--line)",
    "stroke-width": 2,
    "stroke-dasharray": dashes(link).join(" ") || "none",
  });
}
