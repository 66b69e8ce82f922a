/** What becomes of the documents' links. They are written for a code host, where everything has a place in the repository. */
import { posix } from 'node:path';
import { PAGES, nameOf } from './pages.mjs';

/** The server of whoever follows the documents on their own machine. In the site, that is the server that serves it. */
const SERVER = 'http://127.0.0.1:3000';

/**
 * @typedef {{ page: string }} ToPage the link leads to a page of the site; its address begins with a slash and ends with
 *   `.md`, perhaps followed by an anchor
 * @typedef {{ source: string }} ToSource what the link names is a file or folder of the repository, which the site does
 *   not contain
 * @typedef {{ server: string }} ToServer the link leads to another address of the server, which begins with a slash
 */

/**
 * @param {string} document that contains the link, relative to the repository
 * @param {string} address as it is written there
 * @returns {ToPage | ToSource | ToServer | undefined} `undefined` if the link stays as it is
 */
export function targetOf(document, address) {
  if (address === SERVER || address.startsWith(`${SERVER}/`)) return { server: address.slice(SERVER.length) || '/' };
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) || address.startsWith('#')) return undefined;
  const [path = '', anchor] = address.split('#');
  const file = posix.normalize(posix.join(posix.dirname(document), decodeURIComponent(path)));
  if (!PAGES.includes(file)) return { source: file };
  return { page: `/${nameOf(file)}.md${anchor === undefined ? '' : `#${anchor}`}` };
}

/**
 * The anchor of a heading, as code hosts generate it, so that one link is right in both places.
 * @param {string} heading its text without Markdown
 */
export const anchorOf = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');

/**
 * A plugin of markdown-it that applies {@link targetOf} to every link.
 * @param {import('vitepress').MarkdownRenderer} markdown
 * @param {(file: string) => string} documentOf the document that a page is made from, by its absolute path
 */
export function rewriteLinks(markdown, documentOf) {
  markdown.core.ruler.push('passant_links', (state) => {
    const document = documentOf(state.env.realPath ?? state.env.path);
    for (const { children } of state.tokens)
      if (children) for (const open of children) rewrite(open, children, document);
  });
}

/**
 * @typedef {import('vitepress').MarkdownRenderer['core']['State']['prototype']['tokens'][number]} Token
 * @param {Token} open
 * @param {Token[]} tokens the line that it is in
 * @param {string} document
 */
function rewrite(open, tokens, document) {
  const address = open.type === 'link_open' ? open.attrGet('href') : null;
  const target = address === null ? undefined : targetOf(document, address);
  if (target === undefined) return;
  if ('page' in target) return open.attrSet('href', target.page);
  // VitePress treats tokens of its own type as links to pages.
  open.type = 'passant_open';
  if ('server' in target) {
    // With a target, the click is the browser's and not that of the site's router.
    open.attrs = [
      ['href', target.server],
      ['target', '_self'],
    ];
    return;
  }
  const close = tokens.slice(tokens.indexOf(open)).find(({ type }) => type === 'link_close');
  open.tag = 'span';
  open.attrs = [
    ['class', 'source'],
    ['title', `${target.source}, in the repository`],
  ];
  if (close) Object.assign(close, { type: 'passant_close', tag: 'span' });
}
