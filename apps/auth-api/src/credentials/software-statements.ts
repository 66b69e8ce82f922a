import { Injectable } from '@nestjs/common';
import {
  type Application,
  SOFTWARE_STATEMENT_TYPE,
  type SoftwareStatement,
  softwareStatementClaims,
  type VerifiedStatement,
  verifySoftwareStatement,
} from '@passant/protocol';
import { SignJWT } from 'jose';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from './secrets.js';

/** Signs software statements about app versions, and verifies its own. */
@Injectable()
export class SoftwareStatements {
  constructor(
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
  ) {}

  async sign(statement: SoftwareStatement, application: Application): Promise<string> {
    const { kid, privateKey } = this.secrets.statementKey;
    return new SignJWT(softwareStatementClaims(statement, application, this.issuer.identifier))
      .setProtectedHeader({ alg: 'ES256', kid, typ: SOFTWARE_STATEMENT_TYPE })
      .sign(privateKey);
  }

  /**
   * Returns the content of a statement if this server signed it. Checks only the JWT itself, without a database query;
   * whether the statement is still accepted is decided elsewhere.
   */
  async verify(text: string): Promise<VerifiedStatement> {
    const keys = this.secrets.statementKeys.map(({ publicKey }) => publicKey);
    return verifySoftwareStatement(text, { issuer: this.issuer.identifier, keys });
  }
}
