import { describe, expect, it } from '@jest/globals';
import { readReference } from './script-reference.js';

const DEFINITIONS = `/** What \`execute\` returns. */
interface ScriptResult {
  /** 2xxx success. */
  status: number;
  user?: {
    id: string;
    [attribute: string]: unknown;
  };
}

type Execute = (...input: ExecuteArguments) => ScriptResult;

/**
 * Short-lived memory;
 * two lines.
 */
declare const CACHE: {
  /** @param ttlSeconds whole number; 300 when not given */
  readonly store: (key: string, value: string, ttlSeconds?: number) => void;
  readonly fetch: (key: string) => string | null;
};

declare const HTTP: {
  /** Rejects; sometimes. */
  readonly fetch: (
    url: string,
    options?: {
      /** GET when not given */
      method?: string;
    },
  ) => Promise<HttpResponse>;
};
`;

describe('the reference of the script engine', () => {
  const reference = readReference(DEFINITIONS);

  it('knows the objects a script finds, with what is said of them', () => {
    expect(reference.globals.map(({ name, doc }) => [name, doc])).toEqual([
      ['CACHE', 'Short-lived memory; two lines.'],
      ['HTTP', ''],
    ]);
  });

  it('knows their members, each with its type on one line', () => {
    expect(reference.globals.flatMap(({ members }) => members)).toEqual([
      {
        name: 'store',
        signature: '(key: string, value: string, ttlSeconds?: number) => void',
        doc: '@param ttlSeconds whole number; 300 when not given',
      },
      { name: 'fetch', signature: '(key: string) => string | null', doc: '' },
      {
        name: 'fetch',
        signature: '(url: string, options?: {method?: string; },) => Promise<HttpResponse>',
        doc: 'Rejects; sometimes.',
      },
    ]);
  });

  it('knows what execute returns', () => {
    expect(reference.result.map(({ name }) => name)).toEqual(['status', 'user']);
  });

  it('is empty where there is nothing', () => {
    expect(readReference('')).toEqual({ globals: [], result: [] });
  });
});
