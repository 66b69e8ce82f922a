import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { parse } from 'yaml';
import { freePort } from '../lib/free-port.mjs';
import { capture } from '../lib/run.mjs';
import { at } from '../lib/workspace.mjs';
import { startServer } from './server.mjs';

// The test starts a server and registers a phone at it, and the machine may be slow.
jest.setTimeout(300_000);

const PASSWORD = 'correct-horse-battery';

/** Metrics and labels that Prometheus adds itself to every target it scrapes. */
const OF_PROMETHEUS = new Map([['up', new Set(['job', 'instance'])]]);
const LABELS_OF_PROMETHEUS = ['job', 'instance'];

/** @type {{ alert: string, expr: string, annotations: Record<string, string> }[]} */
const rules = parse(readFileSync(at('tools/ship/prometheus/alerts.yaml'), 'utf8')).groups.flatMap(
  (/** @type {{ rules: object[] }} */ group) => group.rules,
);
/** @type {{ id: number, title: string, targets: { expr: string, legendFormat: string }[] }[]} */
const panels = JSON.parse(readFileSync(at('tools/ship/grafana/passant.json'), 'utf8')).panels;

/** Expressions, and the text that shows their labels. @type {[where: string, expression: string, printed: string][]} */
const EXPRESSIONS = [
  ...rules.map(({ alert, expr, annotations }) => [alert, expr, Object.values(annotations).join(' ')]),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr, legendFormat }) => [title, expr, legendFormat])),
].map(([where = '', expression = '', printed = '']) => [where, expression, printed]);

/** @typedef {{ metrics: string[], labels: string[], hasFaults: boolean }} Named the names used in an expression */

/** @param {string} expression in the language of Prometheus @returns {Named} */
function namesIn(expression) {
  /** @type {Named} */
  const named = { metrics: [], labels: [], hasFaults: false };
  parser.parse(expression).iterate({
    enter: ({ name, type, from, to, node }) => {
      const text = expression.slice(from, to);
      if (type.isError) named.hasFaults = true;
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') named.metrics.push(text);
      if (name === 'LabelName') named.labels.push(text);
    },
  });
  return named;
}

/** The labels of each metric, by the metric names used in queries. @param {string} text Prometheus exposition format */
function metricsIn(text) {
  /** @type {Map<string, Set<string>>} */
  const found = new Map(OF_PROMETHEUS);
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm))
    for (const suffix of type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''])
      found.set(name + suffix, new Set(LABELS_OF_PROMETHEUS));
  for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)\{(.*)\} \S+$/gm))
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) found.get(name)?.add(label);
  return found;
}

/** @type {string} */
let place;
/** @type {import('./server.mjs').Started} */
let server;
/** @type {Map<string, Set<string>>} */
let metrics;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'passant-observed-'));
  const env = {
    PORT: String(await freePort()),
    PASSANT_DATA_DIR: place,
    PASSANT_SEED: 'demo',
    PASSANT_ADMIN_EMAIL: 'admin@example.com',
    PASSANT_ADMIN_PASSWORD: PASSWORD,
    PASSANT_SCRIPT_CPU_MS: '100',
  };
  const program = ['--import', at('tools/swc-register.mjs'), at('apps/auth-api/src/main.ts')];
  server = startServer(process.execPath, program, { env });
  const url = await server.ready;
  // A metric without observations has no labels yet, so run the demo phone to produce some.
  const demo = await capture(process.execPath, [
    ...['tools/demo.mjs', '--url', url, '--email', 'admin@example.com', '--password', PASSWORD],
  ]);
  if (demo.code !== 0) throw new Error(demo.output);
  metrics = metricsIn(await (await fetch(`${url}/metrics`)).text());
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.exited;
  rmSync(place, { recursive: true, force: true });
});

describe('What is watched', () => {
  it('is a good deal', () => {
    expect(rules.length).toBeGreaterThan(5);
    expect(panels.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it.each(EXPRESSIONS)('exists in a running server: %s, %s', (_, expression, printed) => {
    const asked = expression.replaceAll('$job', 'passant');
    const { metrics: names, labels, hasFaults } = namesIn(asked);
    expect(hasFaults).toBe(false);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !metrics.has(name))).toEqual([]);
    const theirs = names.map((name) => metrics.get(name) ?? new Set());
    // A metric of something that did not happen here, such as a script that was terminated, has no labels yet.
    const isSilent = theirs.every((known) => known.size === LABELS_OF_PROMETHEUS.length);
    const words = [...printed.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label);
    const unknown = [...labels, ...words].filter((label) => !theirs.some((known) => known.has(label)));
    expect(isSilent ? [] : unknown).toEqual([]);
  });

  it('is found missing where it does not exist', () => {
    expect(namesIn('sum by (stat) (rate(passant_requests[5m]))')).toEqual({
      metrics: ['passant_requests'],
      labels: ['stat'],
      hasFaults: false,
    });
    expect(namesIn('sum(rate(a[5m])').hasFaults).toBe(true);
    expect(metrics.has('passant_requests')).toBe(false);
  });
});
