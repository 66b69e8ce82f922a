import { parseArgs } from 'node:util';
import { StepFailed } from '../lib/run.mjs';
import type { Client, Source } from './client.js';
import { ISSUERS, type IssuerKind } from './issuer-kind.js';

const KINDS = ['npm', 'browser', 'debian', 'elsewhere'] as const satisfies Source['kind'][];

export const USAGE = `npm run interop                                   every client, with both issuers
npm run interop -- --kind npm,browser             those that come so: ${KINDS.join(', ')}
npm run interop -- --client oidc-agent,dovecot    some of them
npm run interop -- --issuer H                     L: http on this machine; H: https under a name
npm run interop -- --verbose                      everything that a client printed when it failed
npm run interop -- --write                        puts what got better, and docs/clients.md, into the folder
npm run interop -- --json                         the results as JSON, and nothing else`;

export interface Options {
  clients: Client[];
  issuers: IssuerKind[];
  verbose: boolean;
  write: boolean;
  json: boolean;
}

/** @throws {StepFailed} with the usage, if an option or its value does not exist */
export function readOptions(args: string[], clients: readonly Client[]): Options | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const kinds = chosen('kind', values.kind, KINDS);
  const names = chosen(
    'client',
    values.client,
    clients.map(({ id }) => id),
  );
  return {
    clients: clients.filter(({ id, source }) => kinds.includes(source.kind) && names.includes(id)),
    issuers: chosen('issuer', values.issuer, ISSUERS),
    ...{ verbose: values.verbose, write: values.write, json: values.json },
  };
}

function parse(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      args,
      options: { kind: text, client: text, issuer: text, verbose: flag, write: flag, json: flag, help: flag },
    });
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}

/** The chosen members of a list, in the order of the list; all of them if nothing was chosen. */
function chosen<Name extends string>(option: string, given: string | undefined, known: readonly Name[]): Name[] {
  if (given === undefined) return [...known];
  const asked = given.split(',');
  const unknown = asked.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) {
    throw new StepFailed(`There is no --${option} "${unknown}"; there are ${known.join(', ')}.`, USAGE);
  }
  return known.filter((name) => asked.includes(name));
}
