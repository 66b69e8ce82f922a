import type { World } from './world.js';

/** What is attacked. The order is that of the report. */
export const FAMILIES = {
  assertions: 'Client assertions',
  registration: 'Registration of clients, and its lock',
  addresses: 'Addresses that others may name',
  introspection: 'Introspection',
  transactions: 'Transactions and identity providers',
  tokens: 'Tokens and codes',
  bodies: 'Bodies and messages',
  scripts: 'Scripts',
  console: 'Console and administration API',
} as const;
export type Family = keyof typeof FAMILIES;

export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
/** How bad it would be if the attack succeeded. */
export type Severity = (typeof SEVERITIES)[number];

/** One attack. `run` ends if the server did what is expected, and throws `Wrong` or `NotTested` otherwise. */
export interface AttackCase {
  /** Never changes: reports of different versions are compared by it. */
  id: string;
  /** A sentence: what must hold. */
  title: string;
  family: Family;
  severity: Severity;
  /** Where it is written: `RFC 9700 4.14.2`, `ASVS 9.1.2`. */
  references: readonly string[];
  /** What the server has to answer, in words. */
  expected: string;
  /** It waits, loads or throttles the server, so it is fired only on request. */
  thorough?: boolean;
  run: (world: World) => Promise<void>;
}

/** What the cases of a table have in common. */
export type Common = Pick<AttackCase, 'family' | 'severity' | 'references' | 'expected'>;

/** Makes cases that share everything but a few members. */
export function casesOf(
  common: Common,
  rows: readonly (Pick<AttackCase, 'id' | 'title' | 'run'> & Partial<AttackCase>)[],
): AttackCase[] {
  return rows.map((row) => ({ ...common, ...row, id: `${common.family}-${row.id}` }));
}
