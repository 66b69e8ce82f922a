import { StandardSchemaValidationPipe } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';

interface Issue {
  message: string;
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

/** Members whose own names the caller chooses; they may say who someone is and go no further. */
const FREE_NAMES = new Set(['hook_context_custom_params']);

function pathOf(issue: Issue): string {
  const path = (issue.path ?? []).map((segment) => String(typeof segment === 'object' ? segment.key : segment));
  const free = path.findIndex((segment) => FREE_NAMES.has(segment));
  return (free < 0 ? path : path.slice(0, free + 1)).join('.');
}

/** The words of the schema library for the commonest mistakes, in ours. */
function sentenceOf({ message }: Issue): string {
  if (/received undefined$/.test(message)) return 'is required';
  const type = /^Invalid input: expected (\w+)/.exec(message)?.[1];
  if (type) return `must be ${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;
  const unknown = /^Unrecognized keys?: (.+)$/.exec(message)?.[1];
  return unknown ? `has unknown members: ${unknown}` : message;
}

/** Turns what a contract found wrong with a message into the one refusal, which says which member and why. */
export function refusalOf(issues: readonly Issue[]): OAuthError {
  const fields: Record<string, string> = {};
  for (const issue of issues) fields[pathOf(issue) || 'body'] ??= sentenceOf(issue);
  const [first] = Object.entries(fields);
  return new OAuthError('invalid_request', first ? `${first[0]}: ${first[1]}` : 'The request is malformed.', {
    fields,
  });
}

/** Holds every message against the contract named in `@Body({ schema })` or `@Query({ schema })`. */
export class ContractPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: refusalOf });
  }

  /** A contract takes over only the members it names, and bodies with such keys are refused where they are parsed. */
  protected override stripProtoKeys(): void {}
}
