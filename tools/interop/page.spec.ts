import { readFileSync } from 'node:fs';
import { at } from '../lib/workspace.mjs';
import { CLIENTS } from './catalogue/all.js';
import { formatted } from './formatted.js';
import { renderPage } from './page.js';
import { versionOf } from './sources.js';
import type { Expectation, Table } from './table.js';

const TABLE = JSON.parse(readFileSync(at('tools/interop/expected.json'), 'utf8')) as Table;

it('docs/clients.md is what the table and the clients give.', async () => {
  const page = await formatted(renderPage(TABLE, CLIENTS), 'markdown');
  expect(readFileSync(at('docs/clients.md'), 'utf8')).toBe(page);
});

it('Every client and every flow has its place in the table, and nothing else has.', () => {
  const flowsOf = (flows: readonly { id: string }[]) => flows.map(({ id }) => id);
  expect(Object.entries(TABLE).map(([id, { flows }]) => [id, Object.keys(flows)])).toEqual(
    CLIENTS.map(({ id, flows }) => [id, flowsOf(flows)]),
  );
});

it('Every "no" of the table says why, in words, and by what it is known.', () => {
  const expectations = Object.values(TABLE).flatMap(({ flows }) =>
    Object.values(flows).flatMap((row) => Object.values(row)),
  );
  const reasons = expectations.filter((one): one is Exclude<Expectation, string> => typeof one === 'object');
  expect(reasons.length).toBeGreaterThan(0);
  for (const { no, says } of reasons) {
    expect(no).toMatch(/^[A-Z].*\.$/);
    expect(says).not.toBe('');
  }
});

it('Only what comes from elsewhere is expected not to be run.', () => {
  const notRun = CLIENTS.filter(({ id, flows }) => flows.some((flow) => TABLE[id]?.flows[flow.id]?.L === 'not run'));
  expect(notRun).toEqual(CLIENTS.filter(({ source }) => source.kind === 'elsewhere'));
});

it('The versions of npm clients are those that are installed.', () => {
  const fromNpm = CLIENTS.filter(({ source }) => source.kind === 'npm' || source.kind === 'browser');
  expect(fromNpm.map(({ id }) => [id, TABLE[id]?.version])).toEqual(
    fromNpm.map(({ id, source }) => [id, versionOf(source)]),
  );
});

it('Examples hold no address of this machine and nothing that a run has drawn.', () => {
  for (const { text } of CLIENTS.flatMap(({ samples }) => samples)) {
    expect(text).not.toMatch(/127\.0\.0\.1|\.test\b|\/tmp\//);
  }
});
