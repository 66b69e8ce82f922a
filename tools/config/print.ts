import {
  type ConfigurationChange,
  type ConfigurationChanges,
  type ConfigurationDrift,
  type ConfigurationFieldChange,
  inOneLine,
} from '@passant/contracts';

const SIGNS = { create: '+', change: '~', delete: '-' } as const;

/**
 * A plan for people: every change, member by member, and what it brings about besides. Nothing in a value can move or
 * reverse what is read: it is escaped.
 */
export function renderPlan({ changes, left_alone: left }: ConfigurationChanges): string {
  const kept = left.map(({ section, identifier }) => `${section} ${identifier}`);
  return [
    ...linesOf(changes),
    ...(kept.length > 0 ? [`Only on the server, and left alone: ${kept.join(', ')}.`] : []),
    changes.length === 0 ? 'The server is as the files say.' : `${workOf(changes)} Changes hold at once.`,
  ]
    .map(inOneLine)
    .join('\n');
}

/** What was changed since documents were last applied, for people, escaped as a plan is. */
export function renderDrift({ applied, changes }: ConfigurationDrift): string {
  if (applied.length === 0) return 'Nothing was ever applied to this server: there is nothing to compare it with.';
  const lines = applied.map(
    ({ section, at, by }) => `${section}: applied at ${new Date(at * 1000).toISOString()} by ${by}`,
  );
  const { create, change, delete: deletions } = countsOf(changes);
  const counts = `${create} created, ${change} changed, ${deletions} deleted since.`;
  const last = changes.length === 0 ? 'Nothing was changed since.' : counts;
  return [...linesOf(changes), ...lines, last].map(inOneLine).join('\n');
}

function linesOf(changes: readonly ConfigurationChange[]): string[] {
  return changes.flatMap((change) => [
    `${SIGNS[change.action]} ${[change.section, change.identifier].filter(Boolean).join(' ')}`,
    ...change.fields.map((field) => `    ${renderField(field)}`),
    ...change.consequences.map((sentence) => `    ! ${sentence}`),
  ]);
}

function workOf(changes: readonly ConfigurationChange[]): string {
  const { create, change, delete: deletions } = countsOf(changes);
  return `${create} to create, ${change} to change, ${deletions} to delete.`;
}

/** How many changes there are of each kind. */
function countsOf(changes: readonly ConfigurationChange[]): Record<ConfigurationChange['action'], number> {
  const counts = { create: 0, change: 0, delete: 0 };
  for (const { action } of changes) counts[action] += 1;
  return counts;
}

function renderField({ path, from, to, secret }: ConfigurationFieldChange): string {
  if (secret) return `${path}: another secret`;
  if (isText(from) || isText(to)) return `${path}: ${renderText(from, to)}`;
  return `${path}: ${from === undefined ? '' : `${JSON.stringify(from)} → `}${to === undefined ? 'none' : JSON.stringify(to)}`;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.includes('\n');

/** A script is compared by whoever has both files; here it is enough how much of it is another. */
function renderText(from: unknown, to: unknown): string {
  const [before, after] = [from, to].map((text) => (typeof text === 'string' ? text.split('\n') : []));
  const only = (these: string[], those: string[]) => these.filter((line) => !those.includes(line)).length;
  return `text of ${after!.length} lines, ${only(after!, before!)} of them new, ${only(before!, after!)} gone`;
}
