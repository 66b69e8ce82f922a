import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FilesRefused, fileSchema, renderFiles } from '@passant/configuration-files';
import { ConfigurationDocument } from '@passant/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readFiles } from './read-files.js';
import { writeFiles } from './write-files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passant-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

function problemsOf(files: Record<string, string>): string[] {
  put(files);
  try {
    readFiles(folder, folder, {});
    return [];
  } catch (error) {
    if (!(error instanceof FilesRefused)) throw error;
    return error.problems.map(({ place, path, sentence }) => `${place} ${path}: ${sentence}`);
  }
}

/** What the server would take, with every kind of reference. */
const CONFIGURATION = ConfigurationDocument.parse({
  scopes: [],
  web_hooks: [
    {
      id: 'hook',
      type: 'CUSTOMIZE_TOKEN',
      name: 'Hook',
      base_uri: 'https://hook.example',
      authentication_method: 'BASIC',
      username: 'passant',
    },
  ],
  identity_providers: [
    {
      identifier: 'scheme',
      name: 'Scheme',
      flow: 'TWO_STEP',
      scripts: { init: 'init\r\n', complete: '\tcomplete\n\n' },
      properties: [
        { identifier: 'key', sensitive: true },
        { identifier: 'url', sensitive: false, value: 'env:NOT_A_REFERENCE' },
      ],
    },
  ],
  applications: [
    { identifier: 'city-app', name: 'yes', versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_ONLY' }] },
  ],
  api_clients: [
    { client_id: 'a-b', name: 'A', scopes: ['onegini_api_events'] },
    { client_id: 'a_b', name: 'B', scopes: ['onegini_api_events'] },
  ],
});

describe('An export', () => {
  it('has a file per section and script, and references in place of secrets', () => {
    const files = renderFiles(CONFIGURATION);
    expect([...files.keys()]).toEqual([
      'configuration.schema.json',
      'scopes.yaml',
      'web-hooks.yaml',
      'scripts/scheme/init.js',
      'scripts/scheme/complete.js',
      'identity-providers.yaml',
      'applications.yaml',
      'api-clients.yaml',
    ]);
    expect(files.get('scripts/scheme/init.js')).toBe('init\r\n');
    expect(parse(files.get('web-hooks.yaml')!)).toMatchObject({
      web_hooks: [{ password: 'env:WEB_HOOK_HOOK_PASSWORD' }],
    });
    expect(parse(files.get('identity-providers.yaml')!)).toMatchObject({
      identity_providers: [
        {
          scripts: { init: 'file:scripts/scheme/init.js' },
          properties: [{ value: 'env:PROPERTY_SCHEME_KEY' }, { value: 'env:NOT_A_REFERENCE' }],
        },
      ],
    });
    expect(parse(files.get('api-clients.yaml')!)).toMatchObject({
      api_clients: [{ client_secret: 'env:API_CLIENT_A_B_SECRET' }, { client_secret: 'env:API_CLIENT_A_B_SECRET_2' }],
    });
  });

  it('is read back as it was, and says which secrets are not there', () => {
    writeFiles(folder, CONFIGURATION);
    const { configuration, absent } = readFiles(folder, folder, {});
    expect(configuration).toEqual(JSON.parse(JSON.stringify(CONFIGURATION)));
    expect(absent.map(({ path }) => path)).toEqual([
      'api_clients.a-b.client_secret',
      'api_clients.a_b.client_secret',
      'identity_providers.scheme.properties.0.value',
      'web_hooks.hook.password',
    ]);
  });

  it('is the same bytes every time, and is read back, whatever text there is', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const property = fc.record({ identifier: fc.uuid(), sensitive: fc.constant(false), value: text });
    const provider = fc.record({
      identifier: fc.uuid(),
      name: text,
      scripts: fc.record({ complete: text }),
      properties: fc.array(property, { maxLength: 3 }),
    });
    const scope = fc.record({ identifier: text, description: text, claims: fc.array(text, { maxLength: 3 }) });
    const unique = <One extends { identifier: string }>(one: fc.Arbitrary<One>) =>
      fc.uniqueArray(one, { maxLength: 3, selector: ({ identifier }) => identifier });
    fc.assert(
      fc.property(fc.record({ scopes: unique(scope), identity_providers: unique(provider) }), (configuration) => {
        writeFiles(folder, configuration);
        expect(renderFiles(configuration)).toEqual(renderFiles(structuredClone(configuration)));
        expect(readFiles(folder, folder, {}).configuration).toEqual(configuration);
      }),
      { numRuns: 50, seed: Number(process.env.PASSANT_TEST_SEED ?? 20_261_201) },
    );
  });

  it('keeps to the schema that comes with it, and so does no secret', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(fileSchema());
    const files = renderFiles(CONFIGURATION);
    for (const [path, content] of files) {
      if (path.endsWith('.yaml'))
        expect({ path, is: validate(parse(content)), of: validate.errors }).toMatchObject({ is: true });
    }
    const written = parse(files.get('api-clients.yaml')!) as { api_clients: { client_secret: string }[] };
    written.api_clients[0]!.client_secret = 'a-secret-of-thirty-two-characters';
    expect(validate(written)).toBe(false);
  });

  const provider = (identifier: string, steps: object = { complete: 'own' }) => ({
    identity_providers: [{ identifier, scripts: steps, properties: [] }],
  });
  it.each<[string, object]>([
    ['a provider that leads out of the folder', provider('../../outside')],
    ['a provider with an absolute path', provider('/etc/outside')],
    ['a provider that is the folder itself', provider('..')],
    ['a provider with a separator of another system', provider('..\\outside')],
    ['a script that leads out of the folder', provider('scheme', { '../../../outside': 'text' })],
    ['a section that leads out of the folder', { '../outside': [] }],
  ])('with %s is refused, and nothing is written', (_, configuration) => {
    const inner = join(folder, 'deep', 'down');
    expect(() => writeFiles(inner, configuration)).toThrow(/Nothing was written/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('names the scripts that were there and are none of it, and leaves them', () => {
    put({ 'scripts/gone/complete.js': 'old', 'scripts/scheme/backchannel.js': 'old', 'notes/mine.js': '' });
    const { left } = writeFiles(folder, CONFIGURATION);
    expect(left).toEqual(['scripts/gone/complete.js', 'scripts/scheme/backchannel.js']);
    expect(readFileSync(join(folder, left[0]!), 'utf8')).toBe('old');
  });

  it('is not mixed with files of another origin', () => {
    put({ 'mine.yaml': 'scopes: []\n' });
    expect(() => writeFiles(folder, CONFIGURATION)).toThrow('mine.yaml');
  });
});

const script = (reference: string) => ({
  'a.yaml': `identity_providers:\n  - identifier: a\n    scripts: { complete: "${reference}" }\n`,
});
const client = (reference: string) => ({
  'a.yaml': `api_clients:\n  - client_id: a\n    client_secret: ${reference}\n`,
});
/** Every line is ten times as long as the one before it. */
const BOMB = ['a: &a [1]', ...['b', 'c'].map((one) => `${one}: &${one} [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]`)].join(
  '\n',
);

describe('Files', () => {
  beforeEach(() => {
    // A folder within another, so that there is something outside of it.
    folder = join(folder, 'files');
    mkdirSync(join(folder, 'scripts'), { recursive: true });
    writeFileSync(join(folder, 'scripts/latin.js'), Buffer.from('// caf\xe9', 'latin1'));
    writeFileSync(join(folder, 'scripts/nul.js'), 'a\0b');
    writeFileSync(join(folder, '../outside.js'), '');
  });
  afterEach(() => {
    folder = dirname(folder);
  });

  it('are joined section by section, and secrets come from the environment or from a file', () => {
    const named = (id: string, secret: string) =>
      `api_clients:\n  - client_id: ${id}\n    name: A\n    scopes: [onegini_api_events]\n    client_secret: ${secret}\n`;
    put({ 'a.yaml': named('a', 'env:SECRET_A'), 'b.yml': named('b', 'file:secrets/b'), 'secrets/b': 'of-b\n' });
    expect(readFiles(folder, folder, { SECRET_A: 'of-a' }).configuration).toMatchObject({
      api_clients: [
        { client_id: 'a', client_secret: 'of-a' },
        { client_id: 'b', client_secret: 'of-b' },
      ],
    });
  });

  it.each<[string, Record<string, string>, string]>([
    ['no YAML', { 'a.yaml': 'scopes:\n  - identifier: [\n' }, 'a.yaml:3:1 '],
    ['the same member twice', { 'a.yaml': 'scopes:\n  - identifier: a\n    identifier: b\n' }, 'a.yaml:3:5 '],
    ['no mapping', { 'a.yaml': '- a\n' }, 'a.yaml:1:1 : must be a mapping of sections'],
    [
      'a policy in two files',
      { 'a.yaml': 'client_document_policy: {}\n', 'b.yaml': '\nclient_document_policy: {}\n' },
      'b.yaml:2:25 client_document_policy: is in another file as well',
    ],
    [
      'a secret itself',
      { 'a.yaml': 'api_clients:\n  - client_id: a\n    client_secret: in-the-open\n' },
      'a.yaml:3:20 api_clients.a.client_secret: must be a reference: env: and a variable, or file: and a path',
    ],
    [
      'a script that is not there',
      { 'a.yaml': 'identity_providers:\n  - identifier: a\n    scripts: { complete: file:gone.js }\n' },
      'a.yaml:3:26 identity_providers.a.scripts.complete: names gone.js, which cannot be read',
    ],
    ['a script outside of the folder', script('file:../outside.js'), 'which is not in the folder of the files'],
    ['a script that is a folder', script('file:scripts'), 'which is no file'],
    ['a script that is not UTF-8', script('file:scripts/latin.js'), 'which is not UTF-8'],
    [
      'a secret that never ends',
      client('file:/dev/zero'),
      'api_clients.a.client_secret: names /dev/zero, which is no file',
    ],
    ['an alias', { 'a.yaml': 'scopes:\n  - &a { identifier: a }\n  - *a\n' }, 'a.yaml:3:5 : is an alias'],
    ['an alias of itself', { 'a.yaml': 'scopes: &a\n  - *a\n' }, 'a.yaml:2:5 : is an alias'],
    ['an alias of nothing', { 'a.yaml': 'scopes:\n  - *a\n' }, 'a.yaml:2:5 : is an alias'],
    ['aliases of aliases', { 'a.yaml': BOMB }, 'a.yaml:2:8 : is an alias'],
    ['a merge key', { 'a.yaml': 'scopes:\n  - <<: { identifier: a }\n' }, 'a.yaml:2:5 : must be the name of a member'],
    ['a list as a key', { 'a.yaml': '? [a]\n: b\n' }, 'a.yaml:1:3 : must be the name of a member'],
    ['a number as a section', { 'a.yaml': '1: []\n' }, 'a.yaml:1:1 : must be the name of a member'],
    [
      'a key of the language',
      { 'a.yaml': 'scopes:\n  - __proto__: {}\n' },
      'a.yaml:2:5 : must be the name of a member',
    ],
    ['a tag of code', { 'a.yaml': 'scopes: !!js/function "x"\n' }, 'a.yaml:1:23 : has the tag'],
    ['a tag of a set', { 'a.yaml': 'scopes: !!set { a, b }\n' }, 'has the tag tag:yaml.org,2002:set'],
    ['a tag of bytes', { 'a.yaml': 'scopes: [!!binary aGVsbG8=]\n' }, 'has the tag tag:yaml.org,2002:binary'],
    ['no number', { 'a.yaml': 'applications: [{ access_token_validity: .inf }]\n' }, 'is no number that can be sent'],
    ['a NUL character', { 'a.yaml': 'scopes:\n  - description: "a\\0"\n' }, 'a.yaml:2:18 : holds a NUL character'],
    ['half a character', { 'a.yaml': 'scopes:\n  - description: "\\ud83d"\n' }, 'a.yaml:2:18 : holds a NUL character'],
    ['a script with a NUL character', script('file:scripts/nul.js'), 'which holds a NUL character or half'],
    ['a secret with a NUL character', client('file:scripts/nul.js'), 'which holds a NUL character or half'],
    ['several documents', { 'a.yaml': 'scopes: []\n---\nscopes: []\n' }, 'a.yaml:2:1 '],
    [
      'a section of two kinds',
      { 'a.yaml': 'scopes: all\n', 'b.yaml': 'scopes: [{ identifier: a }]\n' },
      'b.yaml:1:9 scopes: is in another file as well',
    ],
  ])('with %s are refused, with the place', (_, files, problem) => {
    expect(problemsOf(files)[0]).toContain(problem);
  });

  it.each([
    ['applications.1.name', 'b.yaml:4:11 applications.second.name'],
    ['applications.1.access_token_validity', 'b.yaml:3:5 applications.second.access_token_validity'],
    ['applications.0.versions.0.status', 'a.yaml:5:9 applications.first.versions.0.status'],
    ['applications', 'a.yaml:2:3 applications'],
  ])('tell where %s is that the server refuses', (path, place) => {
    put({
      'a.yaml': 'applications:\n  - identifier: first\n    name: A\n    versions:\n      - platform: ios\n',
      'b.yaml': '# a comment\napplications:\n  - identifier: second\n    name: B\n',
    });
    const problem = readFiles(folder, folder, {}).locate(path, 'is wrong');
    expect(`${problem.place} ${problem.path}`).toBe(place);
  });

  it('refuse a script that a link leads out of the folder to, but follow links within it', () => {
    writeFileSync(join(folder, 'scripts/own.js'), 'own');
    symlinkSync('own.js', join(folder, 'scripts/inside.js'));
    symlinkSync(join(folder, '../outside.js'), join(folder, 'scripts/link.js'));
    expect(problemsOf(script('file:scripts/link.js'))[0]).toContain('is not in the folder of the files');
    expect(problemsOf(script('file:scripts/inside.js'))).toEqual([]);
  });

  it('refuse YAML that a link leads out of the folder to, that is longer than any document or that never ends', () => {
    writeFileSync(join(folder, '../outside.yaml'), 'scopes: []\n');
    symlinkSync('../outside.yaml', join(folder, 'a.yaml'));
    put({ 'b.yaml': `#${' '.repeat(16 * 1024 * 1024)}\n`, 'parts/c.yaml': 'scopes: []\n' });
    symlinkSync('parts/c.yaml', join(folder, 'c.yaml'));
    symlinkSync('/dev/zero', join(folder, 'd.yaml'));
    symlinkSync('gone.yaml', join(folder, 'e.yaml'));
    expect(problemsOf({})).toEqual([
      'a.yaml:1:1 : is not in the folder of the files',
      'b.yaml:1:1 : is longer than 16 MiB',
      'd.yaml:1:1 : is not in the folder of the files',
      'e.yaml:1:1 : cannot be read',
    ]);
  });

  it('may have a byte-order mark and the line ends of another system', () => {
    put({ 'a.yaml': '\uFEFFscopes:\r\n  - identifier: a\r\n' });
    expect(readFiles(folder, folder, {}).configuration).toEqual({ scopes: [{ identifier: 'a' }] });
  });

  it('that are not UTF-8 are refused, and folders are no files', () => {
    mkdirSync(join(folder, 'a.yaml'));
    expect(() => readFiles(folder, folder, {})).toThrow(/There is no YAML file/);
    writeFileSync(join(folder, 'b.yaml'), Buffer.from('scopes: [{ identifier: caf\xe9 }]', 'latin1'));
    expect(problemsOf({})).toEqual(['b.yaml:1:1 : is not UTF-8']);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('name %s as any other section', (section) => {
    put({ 'a.yaml': `${section}: [{ a: b }]\n`, 'b.yaml': `${section}: [{ c: d }]\n` });
    const { configuration } = readFiles(folder, folder, {});
    expect(configuration).toEqual({ [section]: [{ a: 'b' }, { c: 'd' }] });
  });

  it.each(['__proto__', 'toString'])('keep the stored secret where the environment has no variable %s', (name) => {
    put(client(`env:${name}`));
    const { configuration, absent } = readFiles(folder, folder, {});
    expect(configuration).toEqual({ api_clients: [{ client_id: 'a' }] });
    expect(absent).toHaveLength(1);
  });

  it('are left as they are', () => {
    const content = '# mine\nscopes: [] # of nobody\n';
    put({ 'a.yaml': content });
    readFiles(folder, folder, {});
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(content);
  });
});
