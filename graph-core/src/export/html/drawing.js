"use strict";

// The graph on a canvas. Everything stands where it was exported to; force-graph zooms, moves and
// tells what is under the pointer.

/** Text smaller than this on the screen isn't drawn, in pixels. */
const LEGIBLE = 6.5;

/** Below this zoom, dashes and outlines can't be told from plain ones. */
const COARSE = 0.2;

/** With more links than this in view, all is drawn coarsely, and links as a bitmap while it moves. */
const MANY_LINKS = 2500;

/** So long after it moved, a view counts as at rest, in milliseconds. */
const REST = 160;

/** The larger side of that bitmap, in pixels. */
const LARGEST_BITMAP = 2400;

/** So near to a link a click is on it, in pixels of the screen. */
const NEAR = 6;

/** So many names are drawn over a drawing that is too small for names in their boxes. */
const LANDMARKS = 45;

/** Two clicks within this time are a double click, in milliseconds. */
const DOUBLE = 350;

const FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

class Drawing {
  selected = null;
  movedAt = -Infinity;
  last = { node: null, time: 0 };

  /**
   * `on` has what to do: `node`, `link`, `toggle`, `nothing`; `covered` tells how much of the right
   * of the element something else covers, in pixels.
   */
  constructor(element, model, covered, on) {
    Object.assign(this, { element, model, covered, on, shown: { nodes: [], links: [] }, batches: [] });
    this.readTheme();
    this.graph = new ForceGraph(element)
      .cooldownTicks(0)
      .nodeId("id")
      // Its tooltips would take names for HTML.
      .nodeLabel(() => "")
      .enableNodeDrag(false)
      .minZoom(0.005)
      .maxZoom(6)
      .nodeCanvasObject((node, context, scale) => this.paintNode(node, context, scale))
      // What is under the pointer is found here: force-graph would paint everything once more.
      .nodePointerAreaPaint(() => {})
      .onZoom(() => this.move())
      .onRenderFramePre((context, scale) => this.paintLinks(context, scale))
      .onRenderFramePost((context, scale) => this.paintLandmarks(context, scale))
      .onBackgroundClick((event) => this.click(event));
    element.addEventListener("pointermove", (event) => this.point(event));
    new ResizeObserver(() => this.resize()).observe(element);
    this.resize();
  }

  resize() {
    this.graph.width(this.element.clientWidth).height(this.element.clientHeight);
  }

  readTheme() {
    const style = getComputedStyle(document.documentElement);
    const names = ["background", "text", "line", "accent", "denied"];
    this.theme = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  click(event) {
    const at = this.placeOf(event);
    const node = this.nodeAt(at);
    const link = node ? null : this.linkAt(at);
    if (node) this.clickNode(node);
    else if (link) this.on.link(link);
    else this.on.nothing();
  }

  clickNode(node) {
    const now = performance.now();
    const isDouble = this.last.node === node && now - this.last.time < DOUBLE;
    this.last = { node: isDouble ? null : node, time: now };
    if (isDouble) this.on.toggle(node);
    else this.on.node(node);
  }

  point(event) {
    const at = this.placeOf(event);
    const isOver = event.buttons === 0 && Boolean(this.nodeAt(at) ?? this.linkAt(at));
    this.element.classList.toggle("over", isOver);
  }

  /** Where the pointer is in the graph. */
  placeOf(event) {
    const { left, top } = this.element.getBoundingClientRect();
    return this.graph.screen2GraphCoords(event.clientX - left, event.clientY - top);
  }

  /** The node on top at a place; small ones have some room around them. */
  nodeAt({ x, y }) {
    const least = (2 * NEAR) / this.graph.zoom();
    const isOn = (from, to, size) => Math.abs(from - to) <= Math.max(size, least) / 2;
    return this.shown.nodes.findLast((it) => isOn(it.x, x, it.width) && isOn(it.y, y, it.height));
  }

  /** The link nearest to a place, if it is near. */
  linkAt(at) {
    let best = { link: null, distance: NEAR / this.graph.zoom() };
    for (const link of this.shown.links) {
      if (!isNear(link.extent, at, best.distance)) continue;
      const distance = distanceTo(link.curve, at);
      if (distance < best.distance) best = { link, distance };
    }
    return best.link;
  }

  /** Draws sharply again when the view is at rest. */
  move() {
    this.movedAt = performance.now();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.redraw(), REST);
  }

  isMoving() {
    return performance.now() - this.movedAt < REST;
  }

  /** Draws what the model shows now. */
  update() {
    this.shown = this.model.shown();
    this.shown.nodes.forEach((node) => { node.missing = this.model.missing(node); });
    this.shown.links.forEach((link) => { link.extent ??= extentOf(link.curve); });
    this.batches = this.batch(this.shown.links);
    this.bitmap = null;
    this.landmarks = [...this.shown.nodes]
      .sort((a, b) => b.links.length - a.links.length || a.id - b.id)
      .slice(0, LANDMARKS * 8);
    this.graph.graphData({ nodes: this.shown.nodes, links: [] });
  }

  select(item) {
    this.selected = item;
    this.redraw();
  }

  redraw() {
    // Setting a property is how force-graph is told that something looks different.
    this.graph.nodeRelSize(this.graph.nodeRelSize());
  }

  /** Links that look alike as one path, with one path for the heads of each colour. */
  batch(links) {
    const batches = new Map();
    for (const link of links) {
      const key = `${link.stance === "denied"} ${dashes(link)} ${link.width}`;
      if (!batches.has(key)) {
        batches.set(key, { link, lines: new Path2D(), heads: new Path2D() });
      }
      const { lines, heads } = batches.get(key);
      trace(lines, link.curve);
      addHead(heads, link.curve);
    }
    return [...batches.values()];
  }

  colourOf(link) {
    return link.stance === "denied" ? this.theme.denied : this.theme.line;
  }

  paintLinks(context, scale) {
    this.view = this.viewport();
    const inView = this.shown.links.filter((link) => this.isExtentInView(link.extent));
    const isCrowded = inView.length > MANY_LINKS;
    this.isCoarse = scale < COARSE || isCrowded;
    if (isCrowded && this.isMoving()) this.paintBitmap(context);
    else this.paintBatches(context, scale, this.isCoarse ? this.batches : this.batch(inView));
    this.paintSelected(context, scale);
    if (!this.isCoarse && scale * this.model.fonts.label >= LEGIBLE) this.paintLabels(context);
  }

  paintBatches(context, scale, batches) {
    for (const { link, lines, heads } of batches) {
      context.strokeStyle = context.fillStyle = this.colourOf(link);
      context.lineWidth = Math.max(link.width, 0.6 / scale);
      context.setLineDash(this.isCoarse ? [] : dashes(link));
      context.stroke(lines);
      if (!this.isCoarse) context.fill(heads);
    }
    context.setLineDash([]);
  }

  /** All links as they look from afar, drawn once. */
  paintBitmap(context) {
    const { width, height } = this.model.size;
    const scale = Math.min(1, LARGEST_BITMAP / Math.max(width, height));
    if (!this.bitmap) {
      this.bitmap = document.createElement("canvas");
      Object.assign(this.bitmap, { width: width * scale + 1, height: height * scale + 1 });
      const own = this.bitmap.getContext("2d");
      own.scale(scale, scale);
      this.paintBatches(own, scale, this.batches);
    }
    context.drawImage(this.bitmap, 0, 0, this.bitmap.width / scale, this.bitmap.height / scale);
  }

  paintSelected(context, scale) {
    const item = this.selected;
    if (!item) return;
    const links = item.curve ? [item] : this.shown.links.filter((link) => item.links.includes(link));
    const path = new Path2D();
    links.forEach((link) => trace(path, link.curve));
    context.strokeStyle = this.theme.accent;
    context.lineWidth = Math.max(3, 2 / scale);
    context.stroke(path);
  }

  paintLabels(context) {
    context.font = `${this.model.fonts.label}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = this.theme.background;
    for (const link of this.shown.links) {
      if (!this.isInView(link.x, link.y, 100, 10)) continue;
      context.strokeText(link.label, link.x, link.y);
      context.fillStyle = link.stance === "denied" ? this.theme.denied : this.theme.text;
      context.fillText(link.label, link.x, link.y);
    }
  }

  paintNode(node, context, scale) {
    if (!this.isInView(node.x, node.y, node.width, node.height)) return;
    const { fill, border } = this.model.kindOf(node);
    const isSelected = node === this.selected;
    context.fillStyle = fill;
    if (this.isCoarse) {
      // Never smaller than two pixels on the screen.
      const [width, height] = [Math.max(node.width, 2 / scale), Math.max(node.height, 2 / scale)];
      context.fillStyle = isSelected ? this.theme.accent : border;
      context.fillRect(node.x - width / 2, node.y - height / 2, width, height);
      return;
    }
    node.path ??= new Path2D(node.outline);
    context.fill(node.path);
    context.strokeStyle = isSelected ? this.theme.accent : border;
    context.lineWidth = isSelected ? Math.max(3, 2 / scale) : 1.2;
    context.stroke(node.path);
    if (scale * this.model.fonts.name >= LEGIBLE) this.paintName(node, context);
    if (node.missing > 0) this.paintMissing(node, context);
  }

  paintName(node, context) {
    const { name, line } = this.model.fonts;
    context.font = `${name}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    // The fills are light, whatever the theme.
    context.fillStyle = "#1b1b1f";
    const first = node.y - ((node.lines.length - 1) * line) / 2;
    node.lines.forEach((text, nth) => context.fillText(text, node.x, first + nth * line));
  }

  paintMissing(node, context) {
    context.font = `bold ${this.model.fonts.label}px ${FONT}`;
    context.textAlign = "start";
    context.textBaseline = "middle";
    context.fillStyle = this.theme.accent;
    context.fillText(`+${node.missing}`, node.x + node.width / 2 + 2, node.y - node.height / 2);
  }

  /** Names of the best connected nodes, as large as text on the page, where boxes are too small. */
  paintLandmarks(context, scale) {
    if (!this.isCoarse && scale * this.model.fonts.name >= LEGIBLE) return;
    const size = 12 / scale;
    context.font = `${size}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3 / scale;
    context.strokeStyle = this.theme.background;
    context.fillStyle = this.theme.text;
    const taken = [];
    for (const node of this.landmarks) {
      if (taken.length >= LANDMARKS) break;
      const [width, height] = [(node.lines[0].length * 0.55 + 1) * size, size * 1.4];
      if (!this.isInView(node.x, node.y, 0, 0)) continue;
      const covers = (it) => Math.abs(it.x - node.x) < (it.width + width) / 2 && Math.abs(it.y - node.y) < height;
      if (taken.some(covers)) continue;
      taken.push({ x: node.x, y: node.y, width });
      context.strokeText(node.lines[0], node.x, node.y);
      context.fillText(node.lines[0], node.x, node.y);
    }
  }

  viewport() {
    const low = this.graph.screen2GraphCoords(0, 0);
    const high = this.graph.screen2GraphCoords(this.graph.width(), this.graph.height());
    return { low, high };
  }

  isInView(x, y, width, height) {
    const { low, high } = this.view ?? this.viewport();
    return x + width / 2 > low.x && x - width / 2 < high.x && y + height / 2 > low.y && y - height / 2 < high.y;
  }

  isExtentInView([left, top, right, bottom]) {
    const { low, high } = this.view;
    return right > low.x && left < high.x && bottom > low.y && top < high.y;
  }

  /** Milliseconds that a movement takes. */
  get pace() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 350;
  }

  /** Makes some nodes, or all that are shown, fill the view. */
  fit(nodes = this.shown.nodes, closest = 1.4) {
    if (nodes.length === 0) return;
    const reach = (low, high) => [Math.min(...nodes.map(low)), Math.max(...nodes.map(high))];
    const [left, right] = reach((it) => it.x - it.width / 2, (it) => it.x + it.width / 2);
    const [top, bottom] = reach((it) => it.y - it.height / 2, (it) => it.y + it.height / 2);
    const covered = this.covered();
    const room = Math.min((this.graph.width() - covered) / (right - left + 60), this.graph.height() / (bottom - top + 60));
    const scale = Math.min(room, closest);
    this.graph.centerAt((left + right + covered / scale) / 2, (top + bottom) / 2, this.pace);
    this.graph.zoom(scale, this.pace);
  }

  zoomBy(factor) {
    this.graph.zoom(this.graph.zoom() * factor, this.pace / 2);
  }

  /** Moves the view, by parts of what it shows. */
  moveBy(right, down) {
    const { x, y } = this.graph.centerAt();
    const scale = this.graph.zoom();
    this.graph.centerAt(x + (right * this.graph.width()) / scale, y + (down * this.graph.height()) / scale);
  }

  /** Where a place of the graph is on the page, in CSS pixels. */
  onPage({ x, y }) {
    const { left, top } = this.element.getBoundingClientRect();
    const at = this.graph.graph2ScreenCoords(x, y);
    return { x: at.x + left, y: at.y + top };
  }
}

/** Dashed is disputed, dotted is planned or possible, both where it is both. */
function dashes(link) {
  const isOpen = link.stance === "planned" || link.stance === "possible";
  if (link.disputed) return isOpen ? [9, 4, 2, 4] : [9, 5];
  return isOpen ? [2, 4] : [];
}

function trace(path, [x, y, ...bends]) {
  path.moveTo(x, y);
  path.bezierCurveTo(...bends);
}

/** The left, top, right and bottom of a curve: it lies among its control points. */
function extentOf(curve) {
  const [across, down] = [0, 1].map((odd) => curve.filter((_, nth) => nth % 2 === odd));
  return [Math.min(...across), Math.min(...down), Math.max(...across), Math.max(...down)];
}

function isNear([left, top, right, bottom], { x, y }, distance) {
  return x > left - distance && x < right + distance && y > top - distance && y < bottom + distance;
}

/** The distance of a place to a curve, nearly: to straight pieces of it. */
function distanceTo(curve, at) {
  const pieces = 24;
  const points = Array.from({ length: pieces + 1 }, (_, nth) => pointOf(curve, nth / pieces));
  return Math.min(...points.slice(1).map((point, nth) => distanceToPiece(points[nth], point, at)));
}

function pointOf([ax, ay, bx, by, cx, cy, dx, dy], t) {
  const s = 1 - t;
  const [a, b, c, d] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: a * ax + b * bx + c * cx + d * dx, y: a * ay + b * by + c * cy + d * dy };
}

function distanceToPiece(from, to, at) {
  const [alongX, alongY] = [to.x - from.x, to.y - from.y];
  const square = alongX * alongX + alongY * alongY;
  const part = square === 0 ? 0 : ((at.x - from.x) * alongX + (at.y - from.y) * alongY) / square;
  const t = Math.max(0, Math.min(1, part));
  return Math.hypot(from.x + t * alongX - at.x, from.y + t * alongY - at.y);
}

/** An arrowhead at the end of a curve. */
function addHead(path, curve) {
  const [bendX, bendY, x, y] = curve.slice(4);
  const length = Math.hypot(x - bendX, y - bendY) || 1;
  const [alongX, alongY] = [(x - bendX) / length, (y - bendY) / length];
  path.moveTo(x, y);
  path.lineTo(x - 9 * alongX + 4 * alongY, y - 9 * alongY - 4 * alongX);
  path.lineTo(x - 9 * alongX - 4 * alongY, y - 9 * alongY + 4 * alongX);
  path.closePath();
}
