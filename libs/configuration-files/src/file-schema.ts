import { ConfigurationDocument } from '@passant/contracts';
import { z } from 'zod';
import { isMembers } from './references.js';

const SECRET = { type: 'string', pattern: '^(env|file):.', description: 'Where the secret is: env:NAME or file:PATH.' };
const SCRIPT = { type: 'string', pattern: '^file:.', description: 'Where the script is, relative to this file.' };

/** JSON Schema of the files: that of the document, with references in place of what they stand for. */
export function fileSchema(): object {
  const schema: unknown = z.toJSONSchema(ConfigurationDocument, {
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
  });
  const put = (path: string, value: object) => {
    const steps = path.split('.');
    const last = steps.pop()!;
    const holder = steps.reduce<unknown>((at, step) => (isMembers(at) ? at[step] : undefined), schema);
    if (!isMembers(holder) || !(last in holder)) throw new Error(`The schema has no ${path}.`);
    holder[last] = value;
  };
  const entry = (section: string) => `properties.${section}.items.properties`;
  put(`${entry('web_hooks')}.password`, SECRET);
  put(`${entry('api_clients')}.client_secret`, SECRET);
  put(`${entry('web_clients')}.client_secret`, SECRET);
  for (const step of ['init', 'complete', 'backchannel']) {
    put(`${entry('identity_providers')}.scripts.properties.${step}`, SCRIPT);
  }
  return schema as object;
}
