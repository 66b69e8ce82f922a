import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';
import { CODE_FILES, TRANSLATED, findWords, readCatalog } from '../../catalogs.mjs';

const CONSOLE = join(import.meta.dirname, '../..');
const FOUND = '.cache/words-of-spec';

/** English words, and the files they stand in. */
let words: Map<string, string[]>;
beforeAll(() => {
  words = findWords(FOUND);
});
afterAll(() => rmSync(join(CONSOLE, FOUND), { recursive: true, force: true }));

/** What must be the same in every language: values, and marks around words. */
const frameOf = (text: string) => [...text.matchAll(/\{\d+\}|<\/?\d+\/?>/g)].map(([mark]) => mark).sort();

describe.each(TRANSLATED)('The catalog %s', (language) => {
  const catalog = readCatalog(language);

  it('has every word of the console, and none that the console has no more', () => {
    expect(words.size).toBeGreaterThan(1500);
    expect([...words].filter(([english]) => catalog[english] === undefined)).toEqual([]);
    expect(Object.keys(catalog).filter((english) => !words.has(english))).toEqual([]);
  });

  it('leaves values and marks where they are, and says nothing with nothing', () => {
    const wrong = Object.entries(catalog).filter(
      ([english, text]) => text.trim() === '' || frameOf(text).join() !== frameOf(english).join(),
    );
    expect(wrong).toEqual([]);
  });

  it('has as many forms of a noun as the language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.length;
    const nouns = Object.entries(catalog).filter(([english]) => english.includes('|'));
    expect(nouns.length).toBeGreaterThan(20);
    expect(nouns.filter(([, text]) => text.split('|').length !== forms)).toEqual([]);
  });
});

/** What is done to a thing, and how Dutch says it wherever it is done: after the thing, and not as an order. */
const DONE_IN_DUTCH = {
  Add: 'toevoegen',
  Compare: 'vergelijken',
  Copy: 'kopiëren',
  Create: 'aanmaken',
  Delete: 'verwijderen',
  End: 'beëindigen',
  Export: 'exporteren',
  Invite: 'uitnodigen',
  Remove: 'weghalen',
  Replace: 'vervangen',
  Revoke: 'intrekken',
  Withdraw: 'intrekken',
};

describe.each(Object.entries(DONE_IN_DUTCH))(
  'A button or a title in Dutch that begins with "%s" in English',
  (verb, dutch) => {
    it(`says "${dutch}" after what it is done to`, () => {
      const found = Object.entries(readCatalog('nl')).filter(
        ([english]) => english.startsWith(`${verb} `) && !/[.]|^Copy it now$/.test(english),
      );
      expect(found.length).toBeGreaterThan(0);
      expect(found.filter(([, text]) => !new RegExp(`(?<![\\p{L}])${dutch}(?![\\p{L}])`, 'iu').test(text))).toEqual([]);
    });
  },
);

interface Text {
  file: string;
  text: string;
}

/** Every text of the source, as the parser of another program sees it. `#` stands for a value. */
function textsOf(file: string): Text[] {
  const source = readFileSync(join(CONSOLE, 'src', file), 'utf8');
  const texts: Text[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (typeof node !== 'object' || node === null) return;
    const { type = '', value, quasis } = node as { type?: string; value?: unknown; quasis?: { cooked: string }[] };
    if (/^Ts(Literal|Type|Interface|Union)|Import/.test(type)) return;
    if (type === 'StringLiteral') texts.push({ file, text: String(value) });
    if (type === 'TemplateLiteral' && quasis) texts.push({ file, text: quasis.map(({ cooked }) => cooked).join('#') });
    if (type === 'JSXText') texts.push({ file, text: String(value).trim() });
    Object.values(node).forEach(walk);
  };
  walk(parseSync(source, { syntax: 'typescript', tsx: file.endsWith('x') }).body);
  return texts;
}

describe('The words of the source', () => {
  const files = readdirSync(join(CONSOLE, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.(spec|d)\.tsx?$|^languages\/|^main\.tsx$|\/snippets\//.test(name),
  );
  const code = new RegExp(`/(${CODE_FILES.join('|')})\\.ts$`);
  const texts = files.filter((name) => !code.test(name)).flatMap(textsOf);
  /** Two words beside each other: nothing that stands in code alone. */
  const prose = texts.filter(({ text }) => /\p{L}{2}[,.:;]? \p{L}{2}/u.test(text));

  it('are all found, in whatever expression they stand', () => {
    const plain = (text: string) => text.replace(/\s+/g, ' ');
    const found = [...words.keys()].map((text) => plain(text.replace(/\{\d+\}/g, '#').replace(/<\/?\d+\/?>/g, '')));
    const all = new Set(found);
    const everything = found.join('\n');
    // Text between elements is found together with what is in them.
    const missed = prose.filter(({ text }) => !all.has(plain(text.trim())) && !everything.includes(plain(text)));
    expect(missed.filter(({ text }) => !NO_PROSE.test(text))).toEqual([]);
  });

  it('have no spaces at their ends, which would be lost', () => {
    expect(prose.filter(({ text }) => text !== text.trim() && !NO_PROSE.test(text))).toEqual([]);
  });
});

/** Texts that look like words and are code: styles, selectors, commands, declarations, what a field is filled with. */
const NO_PROSE = /^(\d+px |\.cm-|npm |declare |return \{|ui-monospace|username webauthn$)|var\(--/;
