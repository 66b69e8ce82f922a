/** Checks a built site: nothing in it leads nowhere, and nothing in it needs what the server would not allow. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} html @param {RegExp} pattern with one group @returns {string[]} */
const all = (html, pattern) => [...html.matchAll(pattern)].map(([, found = '']) => found);

/**
 * @param {string} folder of the built site
 * @param {string} base address of that folder
 * @returns {string[]} what is wrong, one line each
 */
export function problemsOf(folder, base) {
  const files = globSync('*.html', { cwd: folder }).sort();
  const pages = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const anchors = new Map([...pages].map(([file, html]) => [file, new Set(all(html, /\bid="([^"]+)"/g))]));

  /** @param {string} file @param {string} address @returns {string | undefined} */
  const problemOf = (file, address) => {
    const url = new URL(address, `http://site${base}${file}`);
    if (url.host !== 'site' || !url.pathname.startsWith(base)) return undefined;
    const path = decodeURIComponent(url.pathname.slice(base.length)) || 'index.html';
    const target = existsSync(join(folder, path)) ? path : `${path}.html`;
    if (!existsSync(join(folder, target))) return `${file}: ${address} leads nowhere`;
    const anchor = decodeURIComponent(url.hash.slice(1));
    if (anchor === '' || anchors.get(target)?.has(anchor)) return undefined;
    return `${file}: ${address} names an anchor that its page does not have`;
  };

  return [...pages].flatMap(([file, html]) => {
    const addresses = [...new Set(all(html, /\b(?:href|src)="([^"]+)"/g))].map((text) => text.replaceAll('&amp;', '&'));
    const loaded = all(html, /<(?:script|img|link|iframe)\b[^>]*\b(?:href|src)="((?:[a-z]+:)?\/\/[^"]+)"/gi);
    return [
      ...addresses.map((address) => problemOf(file, address)).filter((problem) => problem !== undefined),
      ...loaded.map((address) => `${file}: ${address} is loaded from elsewhere`),
      ...(/<script(?![^>]*\bsrc=)/.test(html) ? [`${file}: a script stands in the page`] : []),
    ];
  });
}
