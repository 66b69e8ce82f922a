import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { dateOf, makeAnchor } from '../credentials/audit-anchor.js';
import { Secrets } from '../credentials/secrets.js';
import { Clock } from '../platform/clock.js';
import { faultOf } from '../platform/fault.js';
import { RepeatedWork } from './repeated-work.js';

/** Milliseconds between two looks at whether the day has its anchor. */
const INTERVAL = 60_000;

/**
 * Signs once a day how far the chain of changes has come, so that nobody can cut off its end or write it anew unnoticed by
 * whoever keeps anchors or exports elsewhere. Signs what is there: somebody who deletes an anchor gets another one.
 */
@Injectable()
export class AuditAnchors implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('AuditAnchors');
  private readonly looks = new RepeatedWork(INTERVAL, () => this.anchor());

  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.anchor();
    this.looks.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.looks.stop();
  }

  /**
   * Makes the anchor of today if there is none, or if the master key was changed since. Never throws: an anchor that could
   * not be made is made a minute later.
   */
  async anchor(): Promise<void> {
    try {
      const date = dateOf(this.clock.milliseconds());
      const key = this.secrets.auditKey;
      if ((await this.store.audit.anchorKey(date)) !== key.kid) await makeAnchor(this.store, key, date);
    } catch (error) {
      this.logger.warn(`The anchor of the audit could not be made: ${faultOf(error)}`);
    }
  }
}
