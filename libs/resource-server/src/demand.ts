import { type Challenge, type Refusal, refuse } from './refusal.js';
import type { ActiveToken } from './token.js';

/** Requirements that a token has to meet. */
export interface Demand {
  /** Required scopes; the token must have all of them. One string may hold several scopes, separated by spaces. */
  scope?: string | readonly string[];
  /**
   * Required audience: the token must be meant for this resource server, possibly among others. If absent, the
   * `resource` of the options.
   */
  audience?: string;
  /** Accepted kinds of tokens; the token must be one of them: `DEFAULT`, `IMPLICIT_AUTHENTICATION` … */
  amr?: string | readonly string[];
  /** Whether the token must belong to a person with a profile. */
  notStateless?: boolean;
}

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** A validated demand. */
export interface Terms {
  scopes: string[];
  audience: string | undefined;
  kinds: string[];
  notStateless: boolean;
}

/**
 * Validates a demand. Throws `TypeError` if it asks for something that no token can have: a mistake here would let
 * everybody in, or nobody.
 * @param resource the audience where the demand names none
 */
export function readDemand(demand: Demand, resource?: string): Terms {
  for (const [name, value] of Object.entries(demand)) {
    const isKnown = ['scope', 'audience', 'amr', 'notStateless'].includes(name);
    if (!isKnown) throw new TypeError(`A demand has no member ${name}.`);
    // What a setting becomes that nobody made: it would demand nothing.
    if (value === undefined || [value].flat().length === 0)
      throw new TypeError(`${name} must demand something, or be left out.`);
    if (name === 'notStateless' ? typeof value !== 'boolean' : ![value].flat().every((one) => typeof one === 'string'))
      throw new TypeError(`${name} must be ${name === 'notStateless' ? 'true or false' : 'text'}.`);
  }
  const listOf = (value: string | readonly string[] | undefined) => [value ?? []].flat();
  const scopes = listOf(demand.scope).flatMap((text) => text.split(' '));
  if (!scopes.every((scope) => SCOPE.test(scope))) throw new TypeError('scope must name scopes (RFC 6749 §3.3).');
  const kinds = listOf(demand.amr);
  if (!kinds.every((kind) => SCOPE.test(kind))) throw new TypeError('amr must name kinds of tokens.');
  if (demand.audience === '' || Array.isArray(demand.audience))
    throw new TypeError('audience must name this resource server.');
  return { scopes, audience: demand.audience ?? resource, kinds, notStateless: demand.notStateless ?? false };
}

/** Returns the refusal for a token that does not meet the terms, or `undefined` if it does. */
export function shortcomingOf(token: ActiveToken, terms: Terms, challenge: Challenge): Refusal | undefined {
  if (terms.audience !== undefined && ![token.aud ?? []].flat().includes(terms.audience))
    return refuse(401, challenge, 'invalid_token', 'The access token is meant for another resource server.');
  const granted = token.scope.split(' ');
  if (!terms.scopes.every((scope) => granted.includes(scope)))
    return refuse(403, challenge, 'insufficient_scope', 'The access token lacks a scope.', {
      scope: terms.scopes.join(' '),
    });
  if (terms.notStateless && token.amr.includes('STATELESS_AUTHENTICATION'))
    return refuse(403, challenge, 'stateless_access_token', 'The access token is a stateless one.');
  if (terms.kinds.length > 0 && !terms.kinds.some((kind) => token.amr.includes(kind)))
    // RFC 9470 §3
    return refuse(401, challenge, 'insufficient_user_authentication', 'The access token is of another kind.');
  return undefined;
}
