import {
  type ConfigurationChange,
  type ConfigurationChanges,
  type ConfigurationFieldChange,
  inOneLine,
} from '@passant/contracts';

const SIGNS = { create: '+', change: '~', delete: '-' } as const;

/**
 * A plan for people: every change, member by member, and what it brings about besides. Nothing in a value can move or
 * reverse what is read: it is escaped.
 */
export function renderPlan({ changes, left_alone: left }: ConfigurationChanges): string {
  const lines = changes.flatMap((change) => [
    `${SIGNS[change.action]} ${[change.section, change.identifier].filter(Boolean).join(' ')}`,
    ...change.fields.map((field) => `    ${renderField(field)}`),
    ...change.consequences.map((sentence) => `    ! ${sentence}`),
  ]);
  const kept = left.map(({ section, identifier }) => `${section} ${identifier}`);
  return [
    ...lines,
    ...(kept.length > 0 ? [`Only on the server, and left alone: ${kept.join(', ')}.`] : []),
    changes.length === 0 ? 'The server is as the files say.' : `${countsOf(changes)} Changes hold at once.`,
  ]
    .map(inOneLine)
    .join('\n');
}

function countsOf(changes: readonly ConfigurationChange[]): string {
  const count = (action: ConfigurationChange['action']) => changes.filter((change) => change.action === action).length;
  return `${count('create')} to create, ${count('change')} to change, ${count('delete')} to delete.`;
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
