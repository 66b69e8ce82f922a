import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { type OpenApi, operationsOf } from './document.js';
import { problemOf } from './judge.js';
import { pairsOf } from './request.js';
import { Drawer, UnknownSchema } from './schema.js';

const RUNS = { numRuns: 50, seed: 1 };

describe('Values that are drawn from a schema', () => {
  it.each([
    ['text with bounds', { type: 'string', minLength: 2, maxLength: 5 }],
    ['text of a pattern', { type: 'string', pattern: '^[A-Za-z0-9]{6}$' }],
    ['text of a class of Unicode', { type: 'string', pattern: '^[^\\s\\p{C}]{1,128}$' }],
    ['numbers with bounds', { type: 'integer', minimum: 3, maximum: 9 }],
    ['one of several', { anyOf: [{ const: 'a' }, { enum: [1, 2] }, { type: 'null' }] }],
    ['lists', { type: 'array', items: { type: 'boolean' }, minItems: 1, maxItems: 2 }],
    [
      'objects',
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'integer' } },
        required: ['a'],
        additionalProperties: false,
      },
    ],
    [
      'maps',
      { type: 'object', propertyNames: { type: 'string', minLength: 1 }, additionalProperties: { type: 'null' } },
    ],
  ])('are what it allows: %s', (_, schema) => {
    const isValid = new Ajv2020({ strict: false }).compile(schema);
    fc.assert(
      fc.property(new Drawer({}).draw(schema), (value) => isValid(value)),
      RUNS,
    );
  });

  it.each([
    ['a keyword', { type: 'string', contentEncoding: 'base64' }],
    ['a type', { type: ['string', 'null'] }],
    ['a format', { type: 'string', format: 'date' }],
    ['a reference that leads nowhere', { $ref: '#/$defs/a' }],
  ])('are refused for what nothing can be drawn from: %s', (_, schema) => {
    expect(() => new Drawer({}).draw(schema)).toThrow(UnknownSchema);
  });
});

describe('An answer', () => {
  const content = { 'application/json': { schema: { type: 'object', required: ['a'] } } };
  const document: OpenApi = {
    paths: {
      '/x': {
        get: { operationId: 'getX', security: [], responses: { 200: { content }, 204: {}, default: { content } } },
      },
    },
  };
  const [operation] = operationsOf('protocol', document);
  const sent = { method: 'GET', url: '/x', body: '', type: undefined, milliseconds: 1 };
  const answered = (status: number, text: string, type = 'application/json;charset=UTF-8', more = {}) => ({
    ...{ ...sent, status, text, headers: new Headers(type === '' ? {} : { 'content-type': type }) },
    ...more,
  });

  it.each([
    ['as documented', answered(200, '{"a":1}'), undefined],
    ['as documented, without a body', answered(204, '', ''), undefined],
    ['with a fault', answered(500, '{"a":1}'), '500 is a fault of the server.'],
    ['that there is no place', answered(503, '{"a":1}'), '503 is a fault of the server.'],
    ['with a status that is not documented', answered(302, ''), '302 is not documented.'],
    ['with another type', answered(200, '<p>', 'text/html'), '200 is not documented with the type text/html.'],
    [
      'with a body that is not expected',
      answered(204, 'x'),
      '204 is documented without a body, and has one of application/json.',
    ],
    [
      'with another body',
      answered(200, '{}'),
      "The body of 200 is not as documented: it must have required property 'a'.",
    ],
    ['with half a body', answered(200, '{"a'), 'The body of 200 is no JSON.'],
    ['late', answered(200, '{"a":1}', undefined, { milliseconds: 30_001 }), 'It took 30001 ms.'],
    [
      'with another identifier than its header',
      {
        ...answered(400, '{"a":1,"error_id":"one"}'),
        headers: new Headers({ 'content-type': 'application/json', 'x-request-id': 'other' }),
      },
      'error_id is not X-Request-Id.',
    ],
  ])('is judged by the document: %s', (_, answer, problem) => {
    expect(problemOf(operation!, answer)).toBe(problem);
  });

  it('is not judged at all where the document refers to nothing', () => {
    const broken = { 'application/json': { schema: { $ref: '#/$defs/gone' } } };
    const responses = { 200: { content: broken } };
    const paths = { '/x': { get: { operationId: 'getX', security: [], responses } } };
    expect(() => operationsOf('protocol', { paths })).toThrow('$defs/gone');
  });
});

it('A form and a query say each item of a list by itself, and nothing for a list without any.', () => {
  expect(pairsOf({ a: 'x', resource: ['urn:a', 'urn:b'], none: [], count: 5 })).toEqual([
    ['a', 'x'],
    ['resource', 'urn:a'],
    ['resource', 'urn:b'],
    ['count', '5'],
  ]);
});
