import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CreateSoftwareStatement, SoftwareStatement as View } from '@passant/contracts';
import { type NewEvent, type SoftwareStatementWithUse, Store } from '@passant/persistence';
import { OAuthError, type SoftwareStatement, isStatementUsable, invalidMember } from '@passant/protocol';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { EventLog } from '../../observation/event-log.js';
import { SoftwareStatements } from '../../credentials/software-statements.js';

/** A newly signed statement. Its text is not stored, only what it is about. */
export interface Exported {
  statement: SoftwareStatement;
  text: string;
}

/** Exports software statements for versions of applications, and revokes them. */
@Injectable()
export class SoftwareStatementsService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly statements: SoftwareStatements,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `invalid_request` if there is no such mobile application, `conflict` if its version does not accept
   * installations.
   */
  async create(request: CreateSoftwareStatement, createdBy: string): Promise<Exported> {
    const application = this.configuration.application(request.application);
    const problem = !application
      ? 'is not an application of this server'
      : application.clientType === 'mobile'
        ? undefined
        : 'must be an application of the type mobile';
    if (problem !== undefined) {
      throw invalidMember('application', problem);
    }
    const statement: SoftwareStatement = {
      id: randomUUID(),
      application: request.application,
      appPlatform: request.app_platform,
      appVersion: request.app_version,
      createdBy,
      createdAt: this.clock.now(),
      revokedAt: null,
    };
    const text = await this.statements.sign(statement, application!);
    await this.store.transaction(async (store) => {
      if (!(await store.softwareStatements.insertWhileOpen(statement))) {
        throw new OAuthError('conflict', 'The application lists no such version, or it takes no new installations.');
      }
      const facts = { application: statement.application, after: factsOf(statement) };
      await store.events.insert([this.events.event('ADMIN_SOFTWARE_STATEMENT_CREATED', facts)]);
    });
    return { statement, text };
  }

  async revoke(id: string): Promise<void> {
    await this.store.transaction(async (store) => {
      const revoked = await store.softwareStatements.revoke(id, this.clock.now());
      if (!revoked) throw new OAuthError('not_found', 'There is no such software statement.');
      await store.events.insert([revocationOf(this.events, revoked)]);
    });
  }

  render(statement: SoftwareStatementWithUse): View {
    const usable = isStatementUsable(statement, this.configuration.application(statement.application));
    return {
      ...factsOf(statement),
      state: statement.revokedAt !== null ? 'revoked' : usable ? 'usable' : 'closed',
      clients: statement.clients,
      created_by: statement.createdBy,
      created_at: statement.createdAt,
      ...(statement.revokedAt === null ? {} : { revoked_at: statement.revokedAt }),
    };
  }
}

function factsOf({ id, application, appPlatform, appVersion }: SoftwareStatement) {
  return { id, application, app_platform: appPlatform, app_version: appVersion };
}

/** The event for a revocation, regardless of who or what revoked the statement. */
export function revocationOf(events: EventLog, statement: SoftwareStatement): NewEvent {
  const { application } = statement;
  return events.event('ADMIN_SOFTWARE_STATEMENT_REVOKED', {
    application,
    details: factsOf(statement),
    before: { revoked: false },
    after: { revoked: true },
  });
}
