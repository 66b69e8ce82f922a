import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Parameter } from './document.js';
import type { Drawer, Schema } from './schema.js';
import { ODD_TEXTS, broken } from './break.js';
import { CALLERS, type Caller } from './callers.js';
import type { World } from './world.js';

/** What stands for something that is only known when the request is sent. */
export const SPARE = Symbol('something that may be changed and deleted');
export const CURRENT = Symbol('the version that is there');

/** A request as it is drawn, before it has credentials. */
export interface Drawn {
  /** Everything but this is made when the request is sent, so that it goes together. */
  isWhole?: true;
  caller: Caller;
  path: Record<string, string | typeof SPARE>;
  query: [string, string][];
  headers: [string, string | typeof CURRENT][];
  body: { type: string; value: unknown; text?: string } | undefined;
}

/** Who an operation is meant for. */
function callersOf({ surface, path, security }: Operation): readonly Caller[] {
  if (surface === 'admin')
    return security.length === 0 ? ['nobody'] : [/\/own-/.test(path) ? 'auditor' : 'administrator'];
  if (/^\/oauth\/v2\/custom-registration/.test(path)) return ['app'];
  if (/^\/oauth\/custom-registration/.test(path)) return ['old-app'];
  if (/\/clients|direct-authz/.test(path)) return ['master-token'];
  if (/\/userinfo|mobile-authentication/.test(path)) return ['person'];
  if (/^\/oauth\/(v1\/)?(token|revoke)$/.test(path)) return ['web-client'];
  return security.length === 0 ? ['nobody'] : ['api-client'];
}

/** What is sent first, where there is a request that goes together. */
export const WHOLE: Drawn = { isWhole: true, caller: 'nobody', path: {}, query: [], headers: [], body: undefined };

/** The segment before a parameter: what kind of thing it names. */
export const kindOf = (path: string, parameter: string): string =>
  path.split('/').at(path.split('/').indexOf(`{${parameter}}`) - 1)!;

const NOTHING = fc.oneof(fc.uuid(), fc.constantFrom('of-nobody', 'x'.repeat(300), '0', '-1', '%', 'a b', 'é'));

/** Draws requests for an operation: most as the document says, many broken in one place. */
export function requestsOf(operation: Operation, drawer: Drawer, world: World): Arbitrary<Drawn> {
  const rightCaller = fc.constantFrom(...callersOf(operation));
  const caller = fc.oneof({ weight: 5, arbitrary: rightCaller }, { weight: 1, arbitrary: fc.constantFrom(...CALLERS) });
  return fc.record({
    caller,
    path: pathOf(operation, world),
    query: queryOf(operation, drawer),
    headers: headersOf(operation),
    body: bodyOf(operation, drawer, world),
  });
}

function pathOf({ path, parameters }: Operation, world: World): Arbitrary<Drawn['path']> {
  const named = parameters.filter((one) => one.in === 'path');
  const drawn = named.map(({ name }): [string, Arbitrary<string | typeof SPARE>] => {
    const known = [...world.known(name), ...world.known(kindOf(path, name))];
    const right: Arbitrary<string | typeof SPARE> = world.spares.has(kindOf(path, name))
      ? fc.constant(SPARE)
      : known.length > 0
        ? fc.constantFrom(...known)
        : NOTHING;
    const foreign = fc.constantFrom(...world.harmless(path));
    return [name, fc.oneof({ weight: 6, arbitrary: right }, NOTHING, foreign)];
  });
  return fc.record(Object.fromEntries(drawn));
}

/** A value as a form or a query writes it. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** What a form or a query says, in which each item of a list is the parameter again (OpenAPI 3.1, style `form`). */
export const pairsOf = (values: object): [string, string][] =>
  Object.entries(values).flatMap(([name, value]) =>
    [value as unknown].flat().map((each): [string, string] => [name, textOf(each)]),
  );

/** Pairs of names and values, of which an odd one may be added, repeated or changed. */
function oddly(pairs: Arbitrary<[string, string][]>): Arbitrary<[string, string][]> {
  const change = fc.tuple(
    fc.constantFrom('repeat', 'change', 'add', 'remove'),
    fc.nat(20),
    fc.constantFrom(...ODD_TEXTS),
  );
  const changed = fc.tuple(pairs, change).map(([all, [what, at, odd]]): [string, string][] => {
    if (what === 'add' || all.length === 0) return [...all, ['unknown', odd]];
    const index = at % all.length;
    const [name, value] = all[index]!;
    if (what === 'repeat') return [...all, [name, value]];
    if (what === 'remove') return all.toSpliced(index, 1);
    return all.with(index, [name, odd]);
  });
  return fc.oneof({ weight: 3, arbitrary: pairs }, { weight: 1, arbitrary: changed });
}

function queryOf({ parameters }: Operation, drawer: Drawer): Arbitrary<[string, string][]> {
  const inQuery = parameters.filter((one) => one.in === 'query');
  const values = drawer.draw(objectOf(inQuery)) as Arbitrary<Record<string, unknown>>;
  return oddly(values.map(pairsOf));
}

const objectOf = (parameters: Parameter[]): Schema => ({
  type: 'object',
  // A request that waits is answered late because it asked to be.
  properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, name === 'wait' ? { const: 0 } : schema])),
  required: parameters.filter((one) => one.required).map(({ name }) => name),
});

/** Text that a header may hold. */
const HEADER = fc.constantFrom('', 'x', '"x"', '*', 'x'.repeat(2000), '%E2%82%AC', '%', 'W/"1", "2"');

function headersOf({ parameters, surface }: Operation): Arbitrary<Drawn['headers']> {
  const named = parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase());
  const match: [string, typeof CURRENT][] = named.includes('if-match') ? [['if-match', CURRENT]] : [];
  const accept = fc.constantFrom('application/json', '*/*', 'text/html', 'image/png');
  const names = [
    ...named,
    'x-request-id',
    'accept-language',
    'origin',
    ...(surface === 'admin' ? ['x-csrf-token'] : []),
  ];
  const odd = fc.array(fc.tuple(fc.constantFrom(...names), HEADER), { minLength: 1, maxLength: 2 });
  const more = fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: odd });
  return fc.tuple(accept, more).map(([type, added]) => [['accept', type], ...match, ...added]);
}

const TYPES = [
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'nonsense',
  '',
];
const TEXTS = ['', '{', '[]', 'null', '"x"', '{"a":1,"a":2}', 'a=1&a=2', '%', '=&=', '\ufeff{}'];

function bodyOf({ body, method }: Operation, drawer: Drawer, world: World): Arbitrary<Drawn['body']> {
  if (!body) {
    const none = fc.constant(undefined);
    const unasked = fc.constant({ type: 'application/json', value: {} });
    return method === 'GET' ? none : fc.oneof({ weight: 5, arbitrary: none }, { weight: 1, arbitrary: unasked });
  }
  const { type } = body;
  const good = drawer.draw(body.schema);
  const of = (value: Arbitrary<unknown>) => value.map((one) => ({ type, value: one }));
  const foreign = fc.constantFrom(...world.everything);
  return fc.oneof(
    { weight: 5, arbitrary: of(good) },
    { weight: 5, arbitrary: of(broken(good, foreign)) },
    {
      weight: 1,
      arbitrary: fc.tuple(good, fc.constantFrom(...TYPES)).map(([value, other]) => ({ type: other, value })),
    },
    { weight: 1, arbitrary: fc.constantFrom(...TEXTS).map((text) => ({ type, value: undefined, text })) },
    ...(body.required ? [] : [{ weight: 2, arbitrary: fc.constant(undefined) }]),
  );
}
