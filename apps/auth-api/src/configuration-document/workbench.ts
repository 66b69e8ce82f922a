import { Injectable } from '@nestjs/common';
import type { ConfigurationList } from '@passant/contracts';
import type { Store } from '@passant/persistence';
import { ApplicationsService } from '../admin/applications/applications.service.js';
import { ApiClientsService } from '../admin/clients/api-clients.service.js';
import { ClientDocumentsService } from '../admin/clients/client-documents.service.js';
import { ScopesService } from '../admin/scopes/scopes.service.js';
import { WebClientsService } from '../admin/web-clients/web-clients.service.js';
import { WebHooksService } from '../admin/web-hooks/web-hooks.service.js';
import type { Consequences } from '../admin-access/consequences.js';
import { ClientDocuments } from '../client-auth/client-documents.js';
import { DocumentFetcher } from '../client-metadata/document-fetcher.js';
import { Secrets } from '../credentials/secrets.js';
import { IdentityProvidersService } from '../identity-providers/identity-providers.service.js';
import { EventLog } from '../observation/event-log.js';
import { ImpactPreviews } from '../observation/impact-previews.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Issuer } from '../platform/issuer.js';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { DemoKey } from '../scripting/demo-key.js';
import { ScriptAddresses } from '../scripting/script-addresses.js';
import { ScriptProperties } from '../scripting/script-properties.js';
import { WebHookAddress } from '../web-hooks/web-hook-address.js';

/** What names an entry of the document. */
export type Named = readonly [section: ConfigurationList, name: string];

/**
 * The configuration as a transaction sees it. What was changed is read anew not after each change, but before the next
 * look; and of one entry, that entry alone: a document may have many.
 */
export class OwnConfiguration extends Configuration {
  private outdated: 'everything' | Named[] = 'everything';
  private changing: Named | undefined;

  /** @param entry all that `work` changes of what is held in memory; absent if it may be more */
  async whileChanging<Result>(entry: Named | undefined, work: () => Promise<Result>): Promise<Result> {
    this.changing = entry;
    try {
      return await work();
    } finally {
      this.changing = undefined;
    }
  }

  override async refresh(): Promise<void> {
    if (this.changing === undefined) this.outdated = 'everything';
    else if (this.outdated !== 'everything') this.outdated.push(this.changing);
  }

  async beUpToDate(): Promise<void> {
    if (this.outdated === 'everything') await super.refresh();
    else for (const [section, name] of this.outdated) await this.readAnew(section, name);
    this.outdated = [];
  }
}

/** The services of single changes, on one store and the configuration as that store sees it. */
export interface Workbench {
  store: Store;
  configuration: OwnConfiguration;
  secrets: Secrets;
  properties: ScriptProperties;
  scopes: ScopesService;
  webHooks: WebHooksService;
  identityProviders: IdentityProvidersService;
  applications: ApplicationsService;
  apiClients: ApiClientsService;
  webClients: WebClientsService;
  clientDocuments: ClientDocumentsService;
}

/**
 * Makes workbenches. Made on the store of a transaction, the services judge, write and record as they do for a single
 * change, each in the midst of what the others have written so far, and none of it is seen before the commit.
 */
@Injectable()
export class Workbenches {
  constructor(
    private readonly secrets: Secrets,
    private readonly jwksUris: JwksUriPolicy,
    private readonly issuer: Issuer,
    private readonly registration: RegistrationPolicy,
    private readonly hookAddress: WebHookAddress,
    private readonly properties: ScriptProperties,
    private readonly scriptAddresses: ScriptAddresses,
    private readonly demoKey: DemoKey,
    private readonly fetcher: DocumentFetcher,
    private readonly documents: ClientDocuments,
    private readonly events: EventLog,
    private readonly impacts: ImpactPreviews,
    private readonly clock: Clock,
  ) {}

  async on(store: Store, consequences: Consequences): Promise<Workbench> {
    const { secrets, jwksUris, registration, properties, events, impacts, clock } = this;
    const configuration = new OwnConfiguration(store);
    await configuration.beUpToDate();
    return {
      store,
      configuration,
      secrets,
      properties,
      scopes: new ScopesService(store, configuration, events, clock),
      webHooks: new WebHooksService(store, configuration, secrets, this.hookAddress, events, clock),
      identityProviders: new IdentityProvidersService(
        store,
        configuration,
        clock,
        events,
        properties,
        this.scriptAddresses,
        this.demoKey,
        impacts,
        consequences,
      ),
      applications: new ApplicationsService(store, configuration, registration, events, impacts, clock, consequences),
      apiClients: new ApiClientsService(
        store,
        configuration,
        secrets,
        jwksUris,
        this.issuer,
        events,
        clock,
        consequences,
      ),
      webClients: new WebClientsService(
        store,
        configuration,
        secrets,
        jwksUris,
        registration,
        events,
        clock,
        consequences,
      ),
      clientDocuments: new ClientDocumentsService(
        store,
        configuration,
        this.fetcher,
        this.documents,
        events,
        clock,
        consequences,
      ),
    };
  }
}
