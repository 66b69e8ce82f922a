import { isPlainHost } from './request-rules.js';

/** RFC 9112 §3.2.2: the absolute form, which a server has to take as well. */
const ABSOLUTE = /^https?:\/\/(?<host>[^/?#]*)(?<rest>.*)$/is;
/** RFC 3986 §2.3: characters that mean the same whether they are percent-encoded or not. */
const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/**
 * The target of a request in the one form that everything behind it compares: from the path on, with no character of the
 * path encoded that need not be (RFC 3986 §6.2.2). The router reads other spellings by itself, so whatever compared what a
 * caller wrote would see another address than the one that answers. A path is not changed otherwise: two slashes, a slash at
 * the end, steps up and other letters make another address.
 * @param target as it stood in the request line. One that is no address is given back as it is, for the router to refuse
 */
export function canonicalTarget(target: string): string {
  const form = target.startsWith('/') ? target : fromPathOn(target);
  const query = form.search(/[?#]/);
  const path = query === -1 ? form : form.slice(0, query);
  return path.includes('%') ? decoded(path) + form.slice(path.length) : form;
}

function fromPathOn(target: string): string {
  const { host, rest = '' } = ABSOLUTE.exec(target)?.groups ?? {};
  if (!isPlainHost(host)) return target;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

const decoded = (path: string): string =>
  path.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
    return UNRESERVED.test(character) ? character : encoded;
  });
