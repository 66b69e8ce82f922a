import { type Resolve, FilesRefused, GONE, NotWritable, readDocument, renderFiles } from './index.js';

const provider = (identifier: string, scripts: Record<string, string> = { complete: 'own' }) => ({
  identifier,
  scripts,
  properties: [{ identifier: 'key', sensitive: true }],
});
const nothing: Resolve = () => ({ fault: GONE });

describe('The files of a configuration', () => {
  it('keep the scripts of two providers apart where capitals make no difference', () => {
    const files = renderFiles({ identity_providers: [provider('city'), provider('City')] });
    expect([...files.keys()].filter((path) => path.startsWith('scripts/'))).toEqual([
      'scripts/city/complete.js',
      'scripts/City_2/complete.js',
    ]);
  });

  it.each(['..', '.', '', 'a/b', 'a\\b', 'a\0b', 'C:', 'a'.repeat(65)])(
    'never have the provider %j as a folder',
    (identifier) => {
      expect(() => renderFiles({ identity_providers: [provider(identifier)] })).toThrow(NotWritable);
    },
  );

  it('are read back by whoever knows the scripts; a secret that nobody knows is left out and told', () => {
    const configuration = { identity_providers: [provider('city', { init: 'one', complete: 'two\r\n' })] };
    const files = renderFiles(configuration);
    const resolve: Resolve = ({ name, kind }) => {
      const text = kind === 'script' ? files.get(name) : undefined;
      return text === undefined ? { fault: GONE } : { text };
    };
    const read = readDocument(
      [{ name: 'identity-providers.yaml', content: { text: files.get('identity-providers.yaml')! }, resolve }],
      'the files',
    );
    expect(read.configuration).toEqual(configuration);
    expect(read.absent).toMatchObject([
      { reference: 'env:PROPERTY_CITY_KEY', path: 'identity_providers.city.properties.0.value' },
    ]);
  });

  it('tell the place of what is wrong, also of what is in none of them', () => {
    const read = readDocument(
      [{ name: 'a.yaml', content: { text: 'scopes:\n  - identifier: a\n' }, resolve: nothing }],
      'the files',
    );
    expect(read.locate('scopes.0.identifier', 'is taken').place).toBe('a.yaml:2:17');
    expect(read.locate('applications.0', 'is missing').place).toBe('the files');
    const script = 'identity_providers: [{ identifier: a, scripts: { complete: file:gone.js } }]';
    expect(() => readDocument([{ name: 'a.yaml', content: { text: script }, resolve: nothing }], 'the files')).toThrow(
      FilesRefused,
    );
  });
});
