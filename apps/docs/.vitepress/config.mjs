import { relative } from 'node:path';
import { defineConfig } from 'vitepress';
import { accessibleSearch } from '../src/accessible-search.mjs';
import { problemsOf } from '../src/check.mjs';
import { anchorOf, rewriteLinks } from '../src/links.mjs';
import { moveScriptsOutside } from '../src/outside-scripts.mjs';
import { BASE, CHAPTERS, PAGES, ROOT, elsewhere, forgottenPages, nameOf, titleOf } from '../src/pages.mjs';

/** @param {string} document */
const entryOf = (document) => ({ text: titleOf(document), link: `/${nameOf(document).replace(/^index$/, '')}` });

export default defineConfig({
  title: 'Passant',
  description: 'How to use, connect and run Passant.',
  lang: 'en',
  base: BASE,
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/admin/favicon.svg' }]],

  // The documents stay where a code host shows them. Nothing else in the repository is a page.
  srcDir: '../..',
  srcExclude: elsewhere(),
  rewrites: Object.fromEntries(PAGES.map((document) => [document, `${nameOf(document)}.md`])),
  // The addresses of what runs on the reader's machine are right, and lead nowhere while the site is built.
  ignoreDeadLinks: 'localhostLinks',
  outDir: './dist',
  cacheDir: '../../.cache/docs',

  markdown: {
    anchor: { slugify: anchorOf },
    // The documents are written for a code host: what it does not know is no syntax here either.
    attrs: false,
    container: false,
    emoji: false,
    toc: false,
    include: false,
    snippet: false,
    tableTabIndex: false,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config: (markdown) => {
      rewriteLinks(markdown, (file) => relative(ROOT, file).replaceAll('\\', '/'));
      // A table that is too wide scrolls inside a frame of its own, by keyboard as well.
      markdown.renderer.rules.table_open = () =>
        '<div class="table" tabindex="0" role="group" aria-label="Table"><table>';
      markdown.renderer.rules.table_close = () => '</table></div>';
    },
  },

  vite: {
    // No settings of whoever builds become part of the site.
    envDir: false,
    plugins: [accessibleSearch()],
    build: {
      // Who ships the site passes these on with the licences of the server's packages.
      license: { fileName: 'licenses.json' },
      chunkSizeWarningLimit: 2_000,
    },
  },

  themeConfig: {
    search: { provider: 'local' },
    sidebar: CHAPTERS.map(({ text, pages }) => ({ text, items: pages.map(entryOf) })),
    outline: { level: [2, 3] },
    externalLinkIcon: true,
    notFound: {
      title: 'There is no page here',
      quote: 'The search looks through all pages.',
      linkText: 'To the first page',
      linkLabel: 'To the first page',
    },
  },

  transformHtml: (html, _file, { siteConfig }) => moveScriptsOutside(html, siteConfig.outDir, BASE),
  buildEnd: ({ outDir }) => {
    const problems = [...forgottenPages().map((page) => `${page} is in no chapter`), ...problemsOf(outDir, BASE)];
    if (problems.length > 0) throw new Error(`The site is not as it should be:\n${problems.join('\n')}`);
  },
});
