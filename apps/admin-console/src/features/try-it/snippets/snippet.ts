import type { Application, IdentityProvider, Platform } from '@passant/contracts';

/** What a copied program is filled in with. */
export interface SnippetValues {
  /** Public URL of the server, without a path. */
  origin: string;
  issuer: string;
  initialAccessToken: string;
  application: Application;
  provider: IdentityProvider;
  platform: Platform;
  version: string;
  /** PEM of the simulated scheme's key if the scripts trust it; otherwise the reader says what the scheme answers. */
  schemeKey: string | undefined;
}

/** A name for a comment: it must not be able to end it. */
export function inComment(name: string): string {
  return name.replaceAll(/[\r\n]|\*\//g, ' ');
}

/** A JavaScript string literal. */
export function literal(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** Quotes a text as a single word for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A JSON string inside a here-document in which the shell expands variables: nothing in the text is expanded. */
export function inHeredoc(text: string): string {
  return JSON.stringify(text).replace(/[\\$`]/g, '\\$&');
}
