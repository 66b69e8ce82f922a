import { say } from '../../lib/say.mjs';
import { queryOnce } from '../../world/databases.js';
import { compete } from '../contest.js';
import type { Figure } from '../figure.js';
import { rateAgainst, rowsOf } from '../standings.js';
import { Passant } from '../subjects/passant.js';

/** Tokens of one statement. */
const AT_ONCE = 250_000;

/** Introspection beside millions of other live tokens, and beside none: two servers, each with a database of its own. */
export const growth: Figure = {
  name: 'growth',
  title: 'Introspection among many live tokens',
  onRequest: true,
  async measure({ laboratory, scale, ...options }) {
    const full = await Passant.start(laboratory);
    const empty = await Passant.start(laboratory);
    const among = `${scale.crowd.toLocaleString('en')} live tokens`;
    const few = `${scale.tokens.toLocaleString('en')} live tokens`;
    // Those that are asked about come first, so that they are in among the others like any of them.
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
 * Adds tokens as registrations leave them, but for their holders: hash and sealed part are random bytes. They live for the
 * second half of a token's life, so they are spread over partitions as those of a busy server are.
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

/** Every row has the client of one that is there: to ask for it ten million times takes longer than the rows do. */
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
