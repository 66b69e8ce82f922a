import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

const PAGES = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'GLOSSARY.md', 'libs/extension-engine/README.md'],
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** @param {string} page */
const textOf = (page) => readFileSync(join(ROOT, page), 'utf8');

/** @param {string} text of a page; its fenced code blocks are removed because they contain no links or headings */
const withoutFences = (text) => text.replaceAll(/^(\s*)```[^\n]*\n[\s\S]*?^\1```$/gm, '');

/** @param {string} text of a page; inline code is removed as well */
const withoutCode = (text) => withoutFences(text).replaceAll(/`[^`\n]*`/g, '');

/** @param {string} page @returns {string[]} where its links and images point */
function linksOf(page) {
  const text = withoutCode(textOf(page));
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)].map(([, address = '']) => address);
  const bare = [...text.matchAll(/<((?:https?|mailto):[^>\s]+)>/g)].map(([, address = '']) => address);
  return [...inline, ...bare];
}

/**
 * @param {string} page @returns {string[]} files and folders that it mentions in code, relative to the repository root
 */
function pathsOf(page) {
  const spans = [...withoutFences(textOf(page)).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  const words = spans.flatMap((text) => text.split(' '));
  return words.filter((word) => /^(apps|libs|tools|docs|e2e)\/[\w@./-]+$/.test(word));
}

/** @param {string} page @returns {string[]} anchors of its headings, as GitHub generates them */
function anchorsOf(page) {
  /** @type {Map<string, number>} */
  const times = new Map();
  return [...withoutFences(textOf(page)).matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, heading = '']) => {
    const shown = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/(^|\W)_(\S.*?)_(?=\W|$)/g, '$1$2');
    const slug = shown
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}

/** @param {string} page @param {string} address @returns {string | undefined} what is wrong with the link */
function problemOf(page, address) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) {
    const usable = URL.canParse(address) && ['https:', 'http:', 'mailto:'].includes(new URL(address).protocol);
    return usable ? undefined : 'is no address';
  }
  const [path = '', anchor] = address.split('#');
  const file = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), decodeURIComponent(path));
  if (relative(ROOT, file).startsWith('..')) return 'leads out of the repository';
  if (!existsSync(file)) return 'leads nowhere';
  if (anchor === undefined) return undefined;
  if (!file.endsWith('.md') || !statSync(file).isFile()) return 'names an anchor of something that is no page';
  return anchorsOf(relative(ROOT, file)).includes(anchor) ? undefined : 'names an anchor that its page does not have';
}

describe('The links of the documents', () => {
  it.each(PAGES)('lead somewhere, in %s', (page) => {
    const broken = linksOf(page).map((address) => ({ address, problem: problemOf(page, address) }));
    expect(broken.filter(({ problem }) => problem !== undefined)).toEqual([]);
  });

  it.each(PAGES)('and files that %s names are there', (page) => {
    expect(pathsOf(page).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('of the help in the console lead to a page of the site, and to a heading of it', () => {
    const table = readFileSync(join(ROOT, 'apps/admin-console/src/app/help.ts'), 'utf8');
    const targets = [...table.matchAll(/: '([a-z-]+)((?:#[\w-]+)?)',$/gm)].map(([, page = '', anchor = '']) =>
      page === 'passant' ? `README.md${anchor}` : `docs/${page}.md${anchor}`,
    );
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((target) => problemOf('README.md', target) !== undefined)).toEqual([]);
  });

  it('reach every page of docs from the README', () => {
    const linked = linksOf('README.md').map((address) => address.split('#')[0]);
    expect(PAGES.filter((page) => page.startsWith('docs/') && !linked.includes(page))).toEqual([]);
  });

  it('are recognised, and so is what is wrong with them', () => {
    const links = PAGES.flatMap((page) => linksOf(page));
    expect(links.length).toBeGreaterThan(200);
    expect(links.filter((address) => address.includes('#')).length).toBeGreaterThan(10);
    expect(anchorsOf('README.md')).toContain('five-minutes-in-the-console');
    expect(problemOf('docs/security.md', 'standards.md')).toBeUndefined();
    expect(problemOf('docs/security.md', 'docs/standards.md')).toBe('leads nowhere');
    expect(problemOf('README.md', '#the-two-commands')).toBeUndefined();
    expect(problemOf('README.md', 'docs/security.md#nothing')).toBe('names an anchor that its page does not have');
    expect(problemOf('README.md', '../elsewhere.md')).toBe('leads out of the repository');
    expect(problemOf('README.md', 'https://')).toBe('is no address');
    expect(problemOf('README.md', 'javascript:alert(1)')).toBe('is no address');
  });
});

describe('The README', () => {
  it('is read in a few minutes', () => expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(250));

  it('leads to pages that name their reader first', () => {
    const silent = PAGES.filter((page) => page.startsWith('docs/')).filter(
      (page) => !/^# .+\n\n_For the [^_]+(?:_|$)/.test(textOf(page)),
    );
    expect(silent).toEqual([]);
  });
});
