/**
 * Runs third-party clients against the built server, once over plain http and once over https, and compares the results
 * with a checked-in table. Exits with 0 only if no result is worse than expected, fails for another reason or is not in
 * the table.
 */
import './resolve-names.mjs';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailed, onAskedToEnd } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { withTemporaryFolder } from '../lib/temporary.mjs';
import { conclude } from '../lib/tool.mjs';
import { at } from '../lib/workspace.mjs';
import { type Authority, foundAuthority } from './authority.js';
import { CLIENTS } from './catalogue/all.js';
import type { Client, Flow } from './client.js';
import { Issuer } from './issuer.js';
import { USAGE, type Options, readOptions } from './options.js';
import { formatted } from './formatted.js';
import { renderPage } from './page.js';
import { renderJson, renderText } from './report.js';
import { openSite } from './site.js';
import { type Outcome, type Result, type Table, isBad, judge, updated } from './table.js';
import { obstacleOf, versionOf } from './sources.js';

const TABLE = at('tools/interop/expected.json');
const PAGE = at('docs/clients.md');

async function outcomeOf(flow: Flow, issuer: Issuer, authority: Authority, folder: string): Promise<Outcome> {
  const ends: (() => Promise<void> | void)[] = [];
  const onEnd = (end: () => Promise<void> | void) => void ends.unshift(end);
  const before = issuer.logged;
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  try {
    const site = (host?: string) => openSite(issuer.kind, authority.server, onEnd, host);
    await flow.run({ issuer, authority, folder, site, onEnd });
    return { works: true };
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return { says: [says, ...issuer.refusalsSince(before)].join('\n') };
  } finally {
    for (const end of ends) await end();
  }
}

async function runClients({ clients, issuers: kinds, json }: Options, folder: string): Promise<Result[]> {
  const authority = await foundAuthority(join(folder, 'authority'));
  const issuers: Issuer[] = [];
  const results: Result[] = [];
  try {
    // Start them one after the other: a first start is CPU-intensive, and if one fails, those already started must be
    // stopped.
    for (const kind of kinds) issuers.push(await Issuer.start(kind, join(folder, kind), authority.server));
    for (const client of clients) {
      if (!json) say(`${client.name} …`);
      results.push(...(await runClient(client, issuers, authority, folder)));
    }
  } finally {
    await Promise.all(issuers.map((issuer) => issuer.stop()));
  }
  return results;
}

async function runClient(client: Client, issuers: Issuer[], authority: Authority, folder: string): Promise<Result[]> {
  const obstacle = await obstacleOf(client.source);
  const results: Result[] = [];
  for (const flow of client.flows) {
    const run = async (issuer: Issuer): Promise<Result> => ({
      ...{ client: client.id, flow: flow.id, issuer: issuer.kind },
      outcome:
        obstacle === undefined
          ? await outcomeOf(flow, issuer, authority, join(folder, `${client.id}-${flow.id}-${issuer.kind}`))
          : { notRun: obstacle },
    });
    // Programs of the system run one at a time, because a service may exist only once. Libraries do not interfere with
    // each other.
    if (client.source.kind === 'debian') for (const issuer of issuers) results.push(await run(issuer));
    else results.push(...(await Promise.all(issuers.map(run))));
  }
  return results;
}

const readTable = () => JSON.parse(readFileSync(TABLE, 'utf8')) as Table;

/** Writes the table, and the page that is generated from it. */
async function write(results: Result[]): Promise<void> {
  const versions = new Map(CLIENTS.map(({ id, source }) => [id, versionOf(source)]));
  const table = updated(readTable(), CLIENTS, results, versions);
  writeFileSync(TABLE, await formatted(JSON.stringify(table), 'json'));
  writeFileSync(PAGE, await formatted(renderPage(table, CLIENTS), 'markdown'));
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), CLIENTS);
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (options.clients.length === 0) throw new StepFailed('No client is chosen.', USAGE);
  const results = await withTemporaryFolder('interop', (folder) => {
    chmodSync(folder, 0o755);
    return runClients(options, folder);
  });
  if (options.write) await write(results);
  const table = readTable();
  const { clients, issuers, verbose } = options;
  console.log(options.json ? renderJson(table, results) : renderText(table, clients, results, issuers, verbose));
  return results.some((result) => isBad(judge(table, result))) ? 1 : 0;
}

// The `exit` handlers end every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
// Handles left open by a failure would keep this process alive.
process.exit();
