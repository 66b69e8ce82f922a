import { Injectable } from '@nestjs/common';
import type { ClientMetadata } from '@passant/contracts';
import type { Store } from '@passant/persistence';
import { type SoftwareStatement, type VerifiedStatement, requireApproved, withStatement } from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { SoftwareStatements } from '../credentials/software-statements.js';

/** The requested metadata, with the software statement if there was one. */
export interface StatedRegistration {
  metadata: ClientMetadata;
  statement?: VerifiedStatement;
}

/** Whether a request includes a software statement, which identifies the caller if there is no token. */
export function hasStatement(body: unknown): boolean {
  const statement = (body as { software_statement?: unknown } | null | undefined)?.software_statement;
  return typeof statement === 'string' && statement !== '';
}

/** Reads the software statements in registration requests. */
@Injectable()
export class RegistrationStatements {
  constructor(
    private readonly statements: SoftwareStatements,
    private readonly configuration: Configuration,
  ) {}

  /** Merges what the statement says into the metadata. Throws what `verifySoftwareStatement` throws. */
  async read(metadata: ClientMetadata): Promise<StatedRegistration> {
    if (metadata.software_statement === undefined) return { metadata };
    const statement = await this.statements.verify(metadata.software_statement);
    return { metadata: withStatement(metadata, statement.metadata), statement };
  }

  /**
   * The stored record of a statement, if it is still valid for an installation. Throws `unapproved_software_statement`.
   */
  async approve(store: Store, { id, metadata }: VerifiedStatement): Promise<SoftwareStatement> {
    const kept = await store.softwareStatements.find(id);
    if (kept) {
      noteFacts({ application: kept.application });
      await this.configuration.hearOf(kept);
    }
    return requireApproved(kept, this.configuration.application(kept?.application ?? null), metadata);
  }
}
