import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { ConfigurationSnapshot } from '@passant/persistence';
import { Configuration } from '../platform/configuration.js';
import { Readiness } from '../platform/readiness.js';
import { Secrets } from './secrets.js';

const UNKNOWN = 'The master key was changed to one that this process does not know.';

/**
 * Switches to the other master key as soon as the database says that it is in use. With one that is not known here, this
 * process gives and recognises nothing more, and says that it is not ready.
 */
@Injectable()
export class MasterKeyInUse implements OnApplicationBootstrap {
  private readonly logger = new Logger('MasterKey');
  private known = true;

  constructor(
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly readiness: Readiness,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.configuration.onChange((snapshot) => this.take(snapshot));
  }

  private take({ masterKeyCheck }: ConfigurationSnapshot): void {
    if (masterKeyCheck === null) return;
    const knew = this.known;
    this.known = this.secrets.follow(masterKeyCheck);
    this.readiness.problem = this.known ? undefined : new Error(UNKNOWN);
    if (knew && !this.known) this.logger.error(`${UNKNOWN} Start it again with the new one.`);
  }
}
