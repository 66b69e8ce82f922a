import type { KeyObject } from 'node:crypto';
import type { ClientMetadata } from '@passant/contracts';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { Checklist, shown } from './checklist.js';
import { versionOf } from './client.js';
import { OAuthError } from './errors.js';
import type { Application, InitialAccessToken, SoftwareStatement } from './records.js';

/** `typ` of the JWT: no other token of this server passes for a statement, nor the other way round. */
export const SOFTWARE_STATEMENT_TYPE = 'software-statement+jwt';

/** Longest statement that is looked at, in characters. */
const MAX_LENGTH = 4096;

/** What a statement says about the software; these values win over what the request says (RFC 7591 §3.1.1). */
export type StatedMetadata = Required<
  Pick<ClientMetadata, 'software_id' | 'software_version' | 'app_platform' | 'client_name'>
>;

/** A statement whose signature holds: which one it is, and what it says. */
export interface VerifiedStatement {
  id: string;
  metadata: StatedMetadata;
}

/** The claims of a statement (RFC 7591 §2.3). It has no expiry: it lives as long as the version it is about. */
export function softwareStatementClaims(
  statement: SoftwareStatement,
  application: Pick<Application, 'name'>,
  issuer: string,
): Record<string, string | number> {
  return {
    iss: issuer,
    iat: statement.createdAt,
    jti: statement.id,
    software_id: statement.application,
    software_version: statement.appVersion,
    app_platform: statement.appPlatform,
    client_name: application.name,
  };
}

const invalid = (why: string) => new OAuthError('invalid_software_statement', `software_statement ${why}.`);
const unapproved = (why: string) => new OAuthError('unapproved_software_statement', `software_statement ${why}.`);

/**
 * Verifies a statement without asking the database. Throws `invalid_software_statement` for what is no statement of this
 * server or was tampered with, `unapproved_software_statement` for one of another issuer, whose signature nobody here
 * can judge (RFC 7591 §3.2.2).
 * @param key the public key that statements are signed with
 */
export async function verifySoftwareStatement(
  text: string,
  expected: { issuer: string; key: KeyObject },
): Promise<VerifiedStatement> {
  const checklist = new Checklist();
  const parsed = parse(text);
  const form = parsed ? 'a JWT' : `${text.length} characters, not readable as a JWT`;
  checklist.require(
    { check: 'software statement', expected: 'a signed JWT', actual: form, passed: parsed !== undefined },
    () => invalid('is not a signed JWT'),
  );
  const { header, claims } = parsed!;
  checklist.require(
    { check: 'iss', expected: 'an issuer', actual: shown(claims.iss), passed: typeof claims.iss === 'string' },
    () => invalid('names no issuer'),
  );
  const isOwn = claims.iss === expected.issuer;
  checklist.require(
    { check: 'issuer', expected: shown(expected.issuer), actual: shown(claims.iss), passed: isOwn },
    () => unapproved('was issued by somebody else'),
  );
  const { typ } = header;
  checklist.require(
    {
      check: 'typ',
      expected: shown(SOFTWARE_STATEMENT_TYPE),
      actual: shown(typ),
      passed: typ === SOFTWARE_STATEMENT_TYPE,
    },
    () => invalid(`must have the type ${SOFTWARE_STATEMENT_TYPE}`),
  );
  const signed = await isSigned(text, expected.key);
  checklist.require(
    {
      check: 'signature',
      expected: 'ES256, made by this server',
      actual: signed ? 'as expected' : 'not',
      passed: signed,
    },
    () => invalid('is not signed by this server'),
  );
  const stated = readStated(claims);
  checklist.require(
    { check: 'claims', expected: 'those of a statement', actual: stated ? 'complete' : 'not', passed: !!stated },
    () => invalid('lacks claims that every statement has'),
  );
  return stated!;
}

function parse(text: string): { header: Record<string, unknown>; claims: Record<string, unknown> } | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return { header: { ...decodeProtectedHeader(text) }, claims: { ...decodeJwt(text) } };
  } catch {
    return undefined;
  }
}

async function isSigned(text: string, key: KeyObject): Promise<boolean> {
  try {
    // The algorithm is ours to choose, never the header's (RFC 8725 §3.1); what is critical and unknown is refused.
    await compactVerify(text, key, { algorithms: ['ES256'] });
    return true;
  } catch {
    return false;
  }
}

function readStated(claims: Record<string, unknown>): VerifiedStatement | undefined {
  const { jti, software_id, software_version, app_platform, client_name } = claims;
  const texts = { software_id, software_version, app_platform, client_name };
  if (typeof jti !== 'string' || Object.values(texts).some((value) => typeof value !== 'string')) return undefined;
  return { id: jti, metadata: texts as StatedMetadata };
}

/**
 * Whether installations may be made with a statement now. Throws `unapproved_software_statement` for one that was
 * revoked, or whose application or version takes no new installations.
 * @param statement what is kept of it, `undefined` if nothing is
 */
export function requireApproved(
  statement: SoftwareStatement | undefined,
  application: Application | undefined,
): SoftwareStatement {
  const checklist = new Checklist();
  const kept = statement === undefined ? 'nothing is kept of it' : statement.revokedAt === null ? 'live' : 'revoked';
  checklist.require(
    { check: 'statement', expected: 'exported here and not revoked', actual: kept, passed: kept === 'live' },
    () => unapproved('was revoked'),
  );
  const enabled = application?.enabled === true;
  checklist.require(
    { check: 'application', expected: 'enabled', actual: enabled ? 'enabled' : 'disabled', passed: enabled },
    () => unapproved('is about an application that is disabled'),
  );
  const status = versionStatusOf(statement!, application!);
  checklist.require(
    { check: 'version', expected: 'LOGIN_REGISTRATION', actual: status, passed: status === 'LOGIN_REGISTRATION' },
    () => unapproved('is about a version that takes no new installations'),
  );
  return statement!;
}

/**
 * A token and a statement beside each other permit together what neither does alone only where both are about one
 * application: a token of none would make an installation of any app whose statement was taken out of it, with rights no
 * statement gives. Throws `invalid_client_metadata`.
 */
export function requireSameApplication(
  token: Pick<InitialAccessToken, 'application'>,
  statement: Pick<SoftwareStatement, 'application'>,
): void {
  if (token.application === statement.application) return;
  throw new OAuthError(
    'invalid_client_metadata',
    'software_statement is about an application that the initial access token is not for.',
  );
}

/** Whether {@link requireApproved} would let installations be made with a statement. */
export function isStatementUsable(statement: SoftwareStatement, application: Application | undefined): boolean {
  if (statement.revokedAt !== null || !application?.enabled) return false;
  return versionStatusOf(statement, application) === 'LOGIN_REGISTRATION';
}

function versionStatusOf(statement: SoftwareStatement, application: Application): string {
  return versionOf(statement, application)?.status ?? 'not listed';
}

/** The metadata of a request with what the statement says in the place of what the request says. */
export function withStatement(metadata: ClientMetadata, stated: StatedMetadata): ClientMetadata {
  return { ...metadata, ...stated };
}
