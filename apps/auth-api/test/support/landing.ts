import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_ENDPOINTS, PATHS, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { openDatabase } from '@passant/persistence';

const LANDINGS = join(import.meta.dirname, '../landings');

/** The versions of which a database is kept, named by their last migration, the oldest first. */
export const LANDING_NAMES = readdirSync(LANDINGS)
  .filter((file) => file.endsWith('.sql'))
  .map((file) => file.slice(0, -4))
  .sort();

/** What is known about a kept database from outside, as `tools/ship/landing` recorded it. */
export interface Known {
  /** Epoch seconds. */
  madeAt: number;
  masterKey: string;
  administrator: { email: string; password: string };
  resourceServer: string;
  provider: string;
  application: string;
  initialAccessToken: string;
  installation: { clientId: string; basic: string; registrationAccessToken: string; refreshToken: string };
}

/** A kept database of an earlier version, and those who used it. */
export class Landing {
  readonly known: Known;
  /** SQL that makes the database, as if it had been written now. */
  readonly dump: string;
  /** The only refresh token that is still valid, from the latest response. */
  private refreshToken: string;

  constructor(name: string) {
    this.known = JSON.parse(readFileSync(join(LANDINGS, `${name}.json`), 'utf8')) as Known;
    this.dump = asOfNow(readFileSync(join(LANDINGS, `${name}.sql`), 'utf8'), this.known.madeAt);
    this.refreshToken = this.known.installation.refreshToken;
  }

  /** Checks that everybody who could sign in or authenticate before still can, and finds their data. */
  async expectToGoOn(url: string): Promise<void> {
    const { administrator, installation, resourceServer, application, provider } = this.known;
    const signedIn = await send('POST', url + adminPath(ADMIN_ENDPOINTS.signIn), { json: administrator });
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
    const applications = await send<{ items: { identifier: string }[] }>(
      'GET',
      url + adminPath(ADMIN_ENDPOINTS.listApplications),
      { headers: { cookie } },
    );
    expect(applications.body.items.map(({ identifier }) => identifier)).toContain(application);

    const managed = await send<{ client_id: string }>('GET', url + PATHS.client(installation.clientId), {
      headers: { authorization: `Bearer ${installation.registrationAccessToken}` },
    });
    expect(managed).toMatchObject({ status: 200, body: { client_id: installation.clientId } });

    const refreshed = await send<{ access_token: string; refresh_token: string }>('POST', url + PATHS.token, {
      headers: { authorization: installation.basic },
      form: { grant_type: 'refresh_token', refresh_token: this.refreshToken },
    });
    expect(refreshed.status).toBe(200);
    this.refreshToken = refreshed.body.refresh_token;
    const introspected = await send<{ active: boolean; sub: string }>('POST', url + PATHS.introspectV2, {
      headers: { authorization: resourceServer },
      form: { token: refreshed.body.access_token },
    });
    expect(introspected.body).toMatchObject({ active: true, sub: 'subscriber' });

    const registered = await send('POST', url + PATHS.customRegistrationV1(provider, 'complete'), {
      headers: { authorization: installation.basic },
      json: { data: JSON.stringify({ person: 'subscriber' }), profile_id: 'PERSON' },
    });
    expect(registered.status).toBe(200);
  }
}

/** Epoch seconds in the first half of this century that are not part of a longer number or name. */
const MOMENT = /(?<![\w'.-])(1[6-9]\d{8}|2\d{9})(?![\w'.-])/g;

/**
 * Shifts the times of all rows as if they had been written now: what was valid for a day still is, and nobody has been
 * away for months.
 */
function asOfNow(dump: string, madeAt: number): string {
  const passed = Math.floor(Date.now() / 1000) - madeAt;
  return dump
    .split('\n')
    .map((line) => (line.startsWith('\t(') ? line.replace(MOMENT, (moment) => String(Number(moment) + passed)) : line))
    .join('\n');
}

/** Creates a database on the server for tests. @returns its connection string */
export async function createOnServer(server: string): Promise<string> {
  const target = new URL(server);
  target.pathname = `/passant_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${target.pathname.slice(1)}`);
  return target.href;
}

/** Drops what {@link createOnServer} created. */
export async function dropOnServer(server: string, url: string): Promise<void> {
  await onServer(server, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

async function onServer(url: string, sql: string): Promise<void> {
  const database = await openDatabase({ kind: 'postgresql', url, poolSize: 1 });
  await database.dataSource.query(sql).finally(() => database.close());
}
