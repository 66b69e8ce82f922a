import { Graphviz } from '@hpcc-js/wasm-graphviz';
import { LADDER, LIBS_OF } from './fence.mjs';

/** Paths of the diagram and of its Graphviz source in the repository. */
export const PICTURE = { text: 'docs/images/rooms.dot', image: 'docs/images/rooms.svg' };

/** @param {string} name */
const quoted = (name) => JSON.stringify(name);

/**
 * Describes the import rules of the fence in Graphviz DOT: what stands above imports what stands below. Transitive
 * arrows are omitted.
 * @returns {string}
 */
export function describeRooms() {
  const rungs = LADDER.map((rung, height) => ({ name: `rung ${height + 1}`, label: recordOf(rung) })).reverse();
  const apps = ['auth-api', 'admin-console'];
  const libs = Object.keys(LIBS_OF).filter((name) => !apps.includes(name));
  return [
    'digraph rooms {',
    '  rankdir=TB; nodesep=0.35; ranksep=0.4; bgcolor=white; fontname="Arial"; fontsize=12;',
    '  node [shape=box, style="rounded,filled", fillcolor="#eef2ff", color="#4c5fa8", fontname="Arial", fontsize=11, margin="0.2,0.08"];',
    '  edge [color="#5b6478", arrowsize=0.7];',
    '  subgraph cluster_api {',
    '    label="apps/auth-api"; labeljust=l; style=rounded; color="#9aa3b8";',
    ...rungs.map(({ name, label }) => `    ${quoted(name)} [shape=record, style=filled, label=${quoted(label)}];`),
    ...rungs.slice(1).map(({ name }, above) => `    ${quoted(rungs[above]?.name ?? '')} -> ${quoted(name)};`),
    '  }',
    '  "admin-console" [label="apps/admin-console\\napp → features → ui → lib"];',
    ...libs.map((name) => `  ${quoted(name)} [label=${quoted(`libs/${name}`)}, fillcolor="#f3f4f6"];`),
    ...Object.entries(LIBS_OF).flatMap(([name, imported]) =>
      nearest(imported).map((lib) => `  ${quoted(name === 'auth-api' ? 'rung 1' : name)} -> ${quoted(lib)};`),
    ),
    '}',
    '',
  ].join('\n');
}

/** Number of rooms per row. */
const ROW = 5;

/**
 * A Graphviz record label: boxes side by side, in rows below each other.
 * @param {string[]} rooms
 */
function recordOf(rooms) {
  const rows = [];
  for (let at = 0; at < rooms.length; at += ROW) rows.push(`{${rooms.slice(at, at + ROW).join('|')}}`);
  return `{${rows.join('|')}}`;
}

/**
 * The direct dependencies, without those that another of them imports anyway.
 * @param {string[]} imported
 */
function nearest(imported) {
  const libsOf = /** @type {Record<string, string[]>} */ (LIBS_OF);
  return imported.filter((lib) => !imported.some((other) => libsOf[other]?.includes(lib)));
}

/** @param {string} text in the language of Graphviz @returns {Promise<string>} SVG */
export async function drawRooms(text) {
  const graphviz = await Graphviz.load();
  return graphviz.dot(text);
}
