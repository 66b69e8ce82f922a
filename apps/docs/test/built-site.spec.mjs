import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { correctRoles } from '../src/accessible-search.mjs';
import { problemsOf } from '../src/check.mjs';
import { moveScriptsOutside } from '../src/outside-scripts.mjs';
import { ROOT } from '../src/pages.mjs';

/** @type {string} */
let folder;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'passant-site-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('A script that stands in a page', () => {
  it('becomes a file that is loaded in the same place', () => {
    const html = '<head><script id="a">first()</script><script type="module" src="/docs/b.js"></script></head>';
    const moved = moveScriptsOutside(html, folder, '/docs/');
    const [, name = ''] = /<script id="a" src="\/docs\/(assets\/inline\.[0-9a-f]{8}\.js)"><\/script>/.exec(moved) ?? [];
    expect(readFileSync(join(folder, name), 'utf8')).toBe('first()');
    expect(moved).toContain('<script type="module" src="/docs/b.js"></script></head>');
    expect(moveScriptsOutside(moved, folder, '/docs/')).toBe(moved);
  });

  it('has another name when it is another script', () => {
    const one = moveScriptsOutside('<script>one()</script>', folder, '/docs/');
    const two = moveScriptsOutside('<script>two()</script>', folder, '/docs/');
    expect(one).not.toBe(two);
  });
});

describe('The check of the built site', () => {
  /** @param {string} body of the start page, beside a page with the heading `a` @returns {string[]} */
  const problemsWith = (body) => {
    writeFileSync(join(folder, 'index.html'), `<h1 id="top"></h1>${body}`);
    writeFileSync(join(folder, 'other.html'), '<h2 id="a"></h2>');
    writeFileSync(join(folder, 'file.js'), '');
    return problemsOf(folder, '/docs/');
  };

  it.each([
    '<a href="/docs/other">',
    '<a href="/docs/other#a">',
    '<a href="#top">',
    '<a href="/docs/">',
    '<a href="/docs/#top">',
    '<script src="/docs/file.js"></script>',
    '<a href="https://example.org/">',
    '<a href="/admin/">',
  ])('has nothing against %s', (body) => {
    expect(problemsWith(body)).toEqual([]);
  });

  it.each([
    ['<a href="/docs/none">', 'index.html: /docs/none leads nowhere'],
    ['<img src="/docs/none.png">', 'index.html: /docs/none.png leads nowhere'],
    ['<a href="/docs/other#b">', 'index.html: /docs/other#b names an anchor that its page does not have'],
    ['<a href="#b">', 'index.html: #b names an anchor that its page does not have'],
    ['<script>run()</script>', 'index.html: a script stands in the page'],
    ['<link href="https://example.org/a.css">', 'index.html: https://example.org/a.css is loaded from elsewhere'],
    ['<script src="//example.org/a.js"></script>', 'index.html: //example.org/a.js is loaded from elsewhere'],
  ])('finds what is wrong with %s', (body, problem) => {
    expect(problemsWith(body)).toEqual([problem]);
  });
});

describe('The roles in the search box', () => {
  const box = 'vitepress/dist/client/theme-default/components/VPLocalSearchBox.vue';
  const template = readFileSync(join(ROOT, 'node_modules', box), 'utf8');

  it('are corrected, and a box that is another one is not taken for this one', () => {
    const corrected = correctRoles(template);
    expect(corrected).not.toMatch(/role="button"|<kbd :aria-label|aria-labelledby/);
    expect(corrected).toMatch(/role="dialog"[\s\S]*role="combobox"[\s\S]*<a\s[^>]*role="option"/);
    expect(() => correctRoles(corrected)).toThrow('The search box of VitePress is another one now');
  });
});
