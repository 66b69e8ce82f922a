import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { ConfigurationSnapshot } from '@passant/persistence';
import { Configuration } from '../platform/configuration.js';
import { Secrets } from './secrets.js';

/** Switches to the other master key as soon as the database says that it is in use. */
@Injectable()
export class MasterKeyInUse implements OnApplicationBootstrap {
  private readonly logger = new Logger('MasterKey');
  private known = true;

  constructor(
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.configuration.onChange((snapshot) => this.take(snapshot));
  }

  private take({ masterKeyCheck }: ConfigurationSnapshot): void {
    if (masterKeyCheck === null) return;
    const knew = this.known;
    this.known = this.secrets.follow(masterKeyCheck);
    if (knew && !this.known) {
      this.logger.error(
        'The master key was changed to one that this process does not know. Start it again with the new one.',
      );
    }
  }
}
