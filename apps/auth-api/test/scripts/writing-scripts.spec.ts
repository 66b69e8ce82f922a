import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SCRIPT_STEPS, type ScriptStep } from '@passant/contracts';
import { FakeScheme, SCHEME_API_KEY } from '@passant/mobile-client/testing';
import { AuthServer } from '../support/auth-server.js';

interface Example {
  step: ScriptStep;
  /** The expected status, or the outcome of a run that returns none. */
  expects: string;
  data: string | undefined;
  script: string;
}

const DOCUMENT = readFileSync(fileURLToPath(new URL('../../../../docs/writing-scripts.md', import.meta.url)), 'utf8');
const HOW_TO_RUN = /^<!-- run (\w+) expects (\w+)(?: with (.+))? -->$/;

/** Every script on the page. A comment above each script says how to run it. */
function examplesOf(document: string): Example[] {
  const lines = document.split('\n');
  return lines.flatMap((line, index): Example[] => {
    if (!line.startsWith('```js')) return [];
    const above = lines.slice(0, index).findLast((one) => one.trim() !== '')!;
    const [, step, expects, data] = HOW_TO_RUN.exec(above) ?? [];
    const script = lines.slice(index + 1, lines.indexOf('```', index + 1)).join('\n');
    if (step === undefined || expects === undefined) throw new Error(`Nobody says how to run line ${index + 1}.`);
    return [{ step: step as ScriptStep, expects, data, script }];
  });
}

const examples = examplesOf(DOCUMENT);

let server: AuthServer;
let scheme: FakeScheme;
beforeAll(async () => {
  scheme = await FakeScheme.start();
  server = await AuthServer.start();
});
afterAll(async () => {
  await server.close();
  await scheme.close();
});

describe('The page on writing scripts', () => {
  it('shows every step and every object of a script', () => {
    expect(examples.length).toBeGreaterThan(10);
    expect(new Set(examples.map(({ step }) => step))).toEqual(new Set(SCRIPT_STEPS));
    for (const name of ['HTTP', 'CACHE', 'PROPERTIES', 'CRYPTO', 'LOG']) {
      expect(examples.some(({ script }) => script.includes(`${name}.`))).toBe(true);
    }
  });

  it.each(examples.map((example, index) => [index + 1, example] as const))(
    'tells the truth in example %d',
    async (_, { step, expects, data, script }) => {
      const report = await server.admin.call('testRun', {
        parameters: { identifier: 'not-saved' },
        body: {
          scripts: { [step]: script },
          step,
          ...(data === undefined ? {} : { data }),
          allowed_hosts: [scheme.host],
          properties: [
            { identifier: 'scheme.url', sensitive: false, value: scheme.url },
            { identifier: 'scheme.key', sensitive: true, value: SCHEME_API_KEY },
            { identifier: 'scheme.public-key', sensitive: false, value: JSON.stringify(scheme.publicKey) },
            { identifier: 'code.key', sensitive: true, value: 'a long random text' },
          ],
        },
      });
      const status = report.result === undefined ? undefined : (JSON.parse(report.result) as { status: number }).status;
      expect(report.outcome === 'invalid_result' ? report.outcome : String(status ?? report.outcome)).toBe(expects);
      expect(JSON.stringify(report)).not.toContain(SCHEME_API_KEY);
    },
  );
});
