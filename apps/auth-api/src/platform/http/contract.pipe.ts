import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { takesNullForAbsent, withoutAbsentMembers } from '@passant/contracts';
import { OAuthError, shown } from '@passant/protocol';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
  /** Names of members that the schema does not know: whoever sent them chose them. */
  keys?: readonly string[];
}

/**
 * Members whose own member names are chosen by the caller. Such names may identify a person, so they are not repeated.
 */
const FREE_NAMES = new Set(['hook_context_custom_params']);

function pathOf(issue: Issue): string {
  const path = (issue.path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  const free = path.findIndex((segment) => FREE_NAMES.has(segment));
  return (free < 0 ? path : path.slice(0, free + 1)).join('.');
}

/** Rewords the schema library's most common messages. */
function sentenceOf({ message, keys }: Issue): string {
  if (keys !== undefined) return 'has unknown members';
  if (/received undefined$/.test(message)) return 'is required';
  const [, expected, received] = /^Invalid input: expected (\w+)(?:, received (\w+))?/.exec(message) ?? [];
  if (expected) return `must be ${withArticle(expected)}${received ? `, not ${withArticle(received)}` : ''}`;
  return message;
}

function withArticle(type: string): string {
  if (type === 'null') return type;
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** Turns validation issues into a single refusal that says which member is wrong and why. */
export function refusalOf(issues: readonly Issue[]): OAuthError {
  const fields: Record<string, string> = {};
  const toldOf: Record<string, string> = {};
  for (const issue of issues) {
    const path = pathOf(issue) || 'body';
    if (fields[path] !== undefined) continue;
    fields[path] = sentenceOf(issue);
    if (issue.keys !== undefined) toldOf[path] = `They are ${shown(issue.keys.join(', '))}.`;
  }
  const [first] = Object.entries(fields);
  return new OAuthError('invalid_request', first ? `${first[0]}: ${first[1]}` : 'The request is malformed.', {
    fields,
    toldOf,
  });
}

/** Validates every message against the schema given in `@Body({ schema })` or `@Query({ schema })`. */
export class ContractPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: refusalOf });
  }

  /** In protocol messages, members that are null or empty count as absent. */
  override transform<Value>(value: Value, metadata: ArgumentMetadata): Promise<Value> {
    const isMessage = metadata.type === 'body' && takesNullForAbsent(metadata.schema);
    return super.transform(isMessage ? (withoutAbsentMembers(value) as Value) : value, metadata);
  }

  /** Not needed: a schema keeps only the members it names, and the body parsers refuse bodies with such keys. */
  protected override stripProtoKeys(): void {}
}
