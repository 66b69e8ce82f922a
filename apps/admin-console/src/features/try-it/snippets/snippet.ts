import type { Application, IdentityProvider, Platform } from '@passant/contracts';
import { scopesOfToken, scopesToAskFor } from '../outlook.js';

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

/** What a program for a phone is filled in with: it makes nothing on the server but its own installation. */
export interface ProgramValues extends Omit<SnippetValues, 'application' | 'provider'> {
  application: Pick<Application, 'identifier' | 'name' | 'default_scopes' | 'additional_scopes'>;
  provider: Pick<IdentityProvider, 'identifier' | 'flow'>;
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

/** A Swift string literal. Swift would read no more of JSON's escapes than these, and no half of a surrogate pair. */
export function swiftText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll(ESCAPES, (escape) => {
    if (escape === '\\b' || escape === '\\f') return `\\u{${escape === '\\b' ? '8' : 'c'}}`;
    return escape.startsWith('\\u') ? `\\u{${escape.slice(2)}}` : escape;
  });
}

/** A Kotlin string literal: nothing in it is a template. */
export function kotlinText(text: string): string {
  return JSON.stringify(text)
    .replaceAll(ESCAPES, (escape) => (escape === '\\f' ? '\\u000c' : escape))
    .replaceAll('$', '\\$');
}

/** What JSON escapes in a text. */
const ESCAPES = /\\(?:u[\da-f]{4}|.)/g;

/** Quotes a text as a single word for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

type Scopes = Pick<Application, 'default_scopes' | 'additional_scopes'>;

/**
 * Whether a token of this application can be shown to the server itself, which then says who the person is. UserInfo
 * wants the scope `openid`.
 */
export function mayAskForUserInfo({ default_scopes: given, additional_scopes: more }: Scopes): boolean {
  return [...given, ...more].includes('openid');
}

/** The scopes that a program for a phone asks for: what it gets anyway, and `openid` if it uses the token at UserInfo. */
export function scopesForPhone(application: Scopes): string[] | undefined {
  if (!mayAskForUserInfo(application)) return scopesToAskFor(application);
  return [...new Set([...scopesOfToken(application), 'openid'])];
}

/** A JSON string inside a here-document in which the shell expands variables: nothing in the text is expanded. */
export function inHeredoc(text: string): string {
  return JSON.stringify(text).replace(/[\\$`]/g, '\\$&');
}
