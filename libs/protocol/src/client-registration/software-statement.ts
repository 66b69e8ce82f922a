import type { KeyObject } from 'node:crypto';
import type { ClientMetadata } from '@passant/contracts';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import { Checklist, shown } from '../refusals/checklist.js';
import { versionOf } from '../clients/client.js';
import { OAuthError } from '../refusals/errors.js';
import type { Application } from '../applications/application-records.js';
import type { InitialAccessToken } from './initial-access-token-records.js';
import type { SoftwareStatement } from './software-statement-records.js';

/** `typ` of the JWT, so that statements and other tokens of this server cannot be confused. */
export const SOFTWARE_STATEMENT_TYPE = 'software-statement+jwt';

/** Maximum length of a statement, in characters; longer ones are not parsed. */
const MAX_LENGTH = 4096;

/**
 * What a statement says about the software; these values take precedence over those of the request (RFC 7591 §3.1.1).
 */
export type StatedMetadata = Required<
  Pick<ClientMetadata, 'software_id' | 'software_version' | 'app_platform' | 'client_name'>
>;

/** A statement with a valid signature: its identifier, and what it says. */
export interface VerifiedStatement {
  id: string;
  metadata: StatedMetadata;
}

/** The claims of a statement (RFC 7591 §2.3). It does not expire: it is valid as long as its version is. */
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
 * Verifies a statement without querying the database. Throws `invalid_software_statement` for something that is not a
 * statement of this server or was tampered with, `unapproved_software_statement` for one of another issuer, whose
 * signature cannot be checked here (RFC 7591 §3.2.2).
 * @param expected `keys`: the public keys that statements are signed with; one of them must match
 */
export async function verifySoftwareStatement(
  text: string,
  expected: { issuer: string; keys: readonly KeyObject[] },
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
  const signed = await isSigned(text, expected.keys);
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

async function isSigned(text: string, keys: readonly KeyObject[]): Promise<boolean> {
  for (const key of keys) {
    try {
      // The server chooses the algorithm, never the header (RFC 8725 §3.1); unknown critical parameters are refused.
      await compactVerify(text, key, { algorithms: ['ES256'] });
      return true;
    } catch {
      // Try the next key.
    }
  }
  return false;
}

function readStated(claims: Record<string, unknown>): VerifiedStatement | undefined {
  const { jti, software_id, software_version, app_platform, client_name } = claims;
  const texts = { software_id, software_version, app_platform, client_name };
  if (typeof jti !== 'string' || Object.values(texts).some((value) => typeof value !== 'string')) return undefined;
  return { id: jti, metadata: texts as StatedMetadata };
}

/**
 * Checks that a statement may currently be used to register installations. Throws `unapproved_software_statement` if it
 * was revoked, differs from what was exported, or its application or version accepts no new installations.
 * @param statement the stored record, `undefined` if there is none
 * @param stated what the statement itself says
 */
export function requireApproved(
  statement: SoftwareStatement | undefined,
  application: Application | undefined,
  stated: StatedMetadata,
): SoftwareStatement {
  const checklist = new Checklist();
  const kept = statement === undefined ? 'nothing is kept of it' : statement.revokedAt === null ? 'live' : 'revoked';
  checklist.require(
    { check: 'statement', expected: 'exported here and not revoked', actual: kept, passed: kept === 'live' },
    () => unapproved('was revoked'),
  );
  // The stored record decides, so that a leaked key cannot create new statements.
  const isExported =
    stated.software_id === statement!.application &&
    stated.software_version === statement!.appVersion &&
    stated.app_platform === statement!.appPlatform;
  checklist.require(
    { check: 'content', expected: 'as exported', actual: isExported ? 'as exported' : 'another', passed: isExported },
    () => unapproved('does not say what was exported'),
  );
  const enabled = application?.enabled === true;
  checklist.require(
    { check: 'application', expected: 'enabled', actual: enabled ? 'enabled' : 'disabled', passed: enabled },
    () => unapproved('is about an application that is disabled'),
  );
  // Back ends of a website name where people are sent: not for whoever found a statement in an app.
  const { clientType } = application!;
  checklist.require(
    { check: 'client type', expected: 'mobile', actual: clientType, passed: clientType === 'mobile' },
    () => unapproved('is about an application that is not mobile any more'),
  );
  const status = versionStatusOf(statement!, application!);
  checklist.require(
    { check: 'version', expected: 'LOGIN_REGISTRATION', actual: status, passed: status === 'LOGIN_REGISTRATION' },
    () => unapproved('is about a version that takes no new installations'),
  );
  return statement!;
}

/** What {@link requireApproved} would throw a moment later: it was revoked or closed while in use. */
export function statementClosed(): OAuthError {
  return unapproved('was revoked, or its application or version closed, at the same moment');
}

/**
 * A token and a statement may only be combined if both are for the same application, since together they permit what
 * neither does alone: with a token for no application, a statement extracted from any app would register an
 * installation with rights that no statement gives. Throws `invalid_client_metadata`.
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

/** Whether {@link requireApproved} would accept a statement. */
export function isStatementUsable(statement: SoftwareStatement, application: Application | undefined): boolean {
  if (statement.revokedAt !== null || !application?.enabled || application.clientType !== 'mobile') return false;
  return versionStatusOf(statement, application) === 'LOGIN_REGISTRATION';
}

function versionStatusOf(statement: SoftwareStatement, application: Application): string {
  return versionOf(statement, application)?.status ?? 'not listed';
}

/** The metadata of a request, overridden by what the statement says. */
export function withStatement(metadata: ClientMetadata, stated: StatedMetadata): ClientMetadata {
  return { ...metadata, ...stated };
}
