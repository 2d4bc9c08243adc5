// Reads diagrams, a JSON list on standard input, with Mermaid itself, which is installed with
// jsdom in the folder given; prints what it found in each. A syntax error ends it with status 1.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(process.argv[2], 'package.json'));
const { JSDOM } = require('jsdom');
const dom = new JSDOM('');
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const module = join(process.argv[2], 'node_modules/mermaid/dist/mermaid.core.mjs');
const { default: mermaid } = await import(pathToFileURL(module).href);
mermaid.initialize({ startOnLoad: false });

let input = '';
for await (const chunk of process.stdin) input += chunk;

// Mermaid keeps entities in a spelling of its own until it draws.
const text = (label) => {
  const html = label.replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';');
  const area = document.createElement('textarea');
  area.innerHTML = html;
  return area.value;
};

const found = [];
for (const diagram of JSON.parse(input)) {
  await mermaid.parse(diagram);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(diagram);
  const nodes = {};
  for (const [id, vertex] of db.getVertices()) nodes[id] = text(vertex.text);
  const edges = db.getEdges().map((edge) => ({
    text: text(edge.text), stroke: edge.stroke, style: edge.style ?? [], start: edge.start, end: edge.end,
  }));
  found.push({ nodes, edges });
}
process.stdout.write(JSON.stringify(found));
