import { say } from '../../lib/say.mjs';
import { queryOnce } from '../../world/databases.js';
import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';

/** Tokens inserted per statement. */
const AT_ONCE = 250_000;

/** Introspection with and without millions of other live tokens: two servers, each with its own database. */
export const growth: Figure = {
  name: 'growth',
  title: 'Introspection among many live tokens',
  onRequest: true,
  async measure({ laboratory, scale, ...options }) {
    const full = await Passant.start(laboratory);
    const empty = await Passant.start(laboratory);
    const among = `${scale.crowd.toLocaleString('en')} live tokens`;
    const few = `${scale.tokens.toLocaleString('en')} live tokens`;
    // Create the introspected tokens first, so that they end up among the others like any token.
    const contestants = [
      { ...full.introspection(scale.tokens), name: among },
      { ...empty.introspection(scale.tokens), name: few },
    ];
    for (const { prepare } of contestants) await prepare(0);
    await fill(full.databaseUrl, scale.crowd - scale.tokens, options.quiet);
    const standings = await compete(contestants, { ...scale, ...options });
    return { rows: rowsOf(standings), verdicts: [rateAgainst(standings, few, { atLeast: 0.9 })] };
  },
};

/**
 * Inserts tokens as registrations would leave them, except that hash and sealed part are random bytes. Their expiry
 * times are spread over the second half of a token's lifetime, and so over partitions as on a busy server.
 */
async function fill(databaseUrl: string, count: number, quiet: boolean): Promise<void> {
  const [life] = await queryOnce<{ latest: string; length: string; superuser: boolean }>(databaseUrl, LIFE);
  const url = life!.superuser ? withoutTriggers(databaseUrl) : databaseUrl;
  for (let done = 0; done < count; done += AT_ONCE) {
    await queryOnce(url, FILL, [Math.min(AT_ONCE, count - done), life!.latest, life!.length]);
    if (!quiet && (done / AT_ONCE) % 8 === 7) say(`  ${((done + AT_ONCE) / 1e6).toFixed(1)} million tokens`);
  }
  await queryOnce(databaseUrl, 'VACUUM (ANALYZE) access_token');
}

/**
 * Connection string that disables triggers. Every row has the client of an existing row, and checking that foreign key
 * ten million times would take longer than inserting the rows.
 */
function withoutTriggers(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c session_replication_role=replica');
  return url.toString();
}

const LIFE = `
  SELECT max(expires_at) AS latest, max(expires_at - issued_at) AS length,
         current_setting('is_superuser') = 'on' AS superuser
    FROM access_token`;

const FILL = `
  WITH sample AS (SELECT * FROM access_token LIMIT 1)
  INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes, issued_at,
                            expires_at, sealed)
  SELECT decode(md5(random()::text || number) || md5(number || random()::text), 'hex'), type, client_id, application,
         app_platform, app_version, scopes, issued_at, $2::bigint - (random() * $3::bigint / 2)::bigint,
         decode(repeat(md5(random()::text || number), 6), 'hex')
    FROM sample, generate_series(1, $1::int) AS number`;
