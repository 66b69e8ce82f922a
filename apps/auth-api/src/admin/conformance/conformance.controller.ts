import { Controller, Get } from '@nestjs/common';
import { type ConformanceReport, NEED_COUNTS_FOR_DAYS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { isAllowedDocument, judgeConformance } from '@passant/protocol';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { Issuer } from '../../platform/issuer.js';
import { RegistrationPolicy } from '../../platform/registration-policy.js';
import { OwnAnswers } from './own-answers.js';
import { renderConformance } from './conformance.view.js';

/** Judges this installation by the standards it is measured against. */
@Controller('admin/api/v1/conformance')
@ForAdministrators()
export class ConformanceController {
  /** Those who ask while a report is made share it: it reads the table of clients once. */
  private underWay: Promise<ConformanceReport> | undefined;

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly registration: RegistrationPolicy,
    private readonly issuer: Issuer,
    private readonly own: OwnAnswers,
    private readonly clock: Clock,
  ) {}

  @Get()
  async read(): Promise<ConformanceReport> {
    this.underWay ??= this.make().finally(() => {
      this.underWay = undefined;
    });
    return this.underWay;
  }

  private async make(): Promise<ConformanceReport> {
    const now = this.clock.now();
    const issuer = this.issuer.identifier;
    const documents = this.configuration.clientDocuments();
    const groups = await this.store.unhurried(async ({ conformance }) => {
      const hosts = await conformance.documentHosts();
      const taken = hosts.filter(({ clientId }) => isAllowedDocument(clientId, documents)).map(({ host }) => host);
      return conformance.clientGroups(now - NEED_COUNTS_FOR_DAYS * 86_400, taken);
    });
    const subjects = judgeConformance({
      now,
      issuer,
      ...(await this.own.ask()),
      openRegistration: this.registration.settings.open,
      documents,
      applications: this.configuration.allApplications(),
      groups,
    });
    return renderConformance(issuer, now, subjects);
  }
}
