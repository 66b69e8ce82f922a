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
import { Issuer } from './issuer.js';
import { Secrets } from './secrets.js';

/** Signs statements about versions of apps, and recognises its own. */
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

  /** What a statement says, if this server signed it. Asks nobody; whether it is still good is another question. */
  async verify(text: string): Promise<VerifiedStatement> {
    const { publicKey } = this.secrets.statementKey;
    return verifySoftwareStatement(text, { issuer: this.issuer.identifier, key: publicKey });
  }
}
