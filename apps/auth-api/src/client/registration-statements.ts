import { Injectable } from '@nestjs/common';
import type { ClientMetadata } from '@passant/contracts';
import type { Store } from '@passant/persistence';
import { type SoftwareStatement, type VerifiedStatement, requireApproved, withStatement } from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { SoftwareStatements } from '../platform/software-statements.js';

/** What somebody wants to register, with the statement that came along, if one did. */
export interface StatedRegistration {
  metadata: ClientMetadata;
  statement?: VerifiedStatement;
}

/** Whether a request comes with a software statement: who asks is known by it where there is no token. */
export function hasStatement(body: unknown): boolean {
  return typeof (body as { software_statement?: unknown } | null | undefined)?.software_statement === 'string';
}

/** Reads the software statements that come with registrations. */
@Injectable()
export class RegistrationStatements {
  constructor(
    private readonly statements: SoftwareStatements,
    private readonly configuration: Configuration,
  ) {}

  /** The metadata with what the statement says in it. Throws what `verifySoftwareStatement` throws. */
  async read(metadata: ClientMetadata): Promise<StatedRegistration> {
    if (metadata.software_statement === undefined) return { metadata };
    const statement = await this.statements.verify(metadata.software_statement);
    return { metadata: withStatement(metadata, statement.metadata), statement };
  }

  /** What is kept of a statement, if it is still good for an installation. Throws `unapproved_software_statement`. */
  async approve(store: Store, { id }: VerifiedStatement): Promise<SoftwareStatement> {
    const kept = await store.softwareStatements.find(id);
    if (kept) noteFacts({ application: kept.application });
    return requireApproved(kept, this.configuration.application(kept?.application ?? null));
  }
}
