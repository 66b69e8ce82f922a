import { Injectable } from '@nestjs/common';
import {
  type Application,
  type HookSubject,
  OAuthError,
  type WebHook,
  customizeDetails,
  customizeToken,
} from '@passant/protocol';
import { Configuration } from '../configuration.js';
import { WebHooks } from './web-hooks.js';

/** What a token gives and says after the hooks of its application. */
export interface Customization {
  scopes: string[];
  /** Attributes of the person. */
  details: Record<string, unknown>;
  /** What introspection says beside the members of the protocol. */
  claims: Record<string, unknown>;
}

/**
 * Lets the web hooks of an application have their say before a token is issued: first what the token gives, so that
 * every further step stands on the scopes that are left, then what is said about the person.
 */
@Injectable()
export class ApplicationHooks {
  constructor(
    private readonly configuration: Configuration,
    private readonly hooks: WebHooks,
  ) {}

  /**
   * Throws `temporarily_unavailable` if a hook cannot be asked, `invalid_scope` if it leaves no scope.
   * @param subject as it is without hooks; its claims are the attributes of the person
   */
  async customize(application: Application, subject: HookSubject): Promise<Customization> {
    let { scopes } = subject;
    let details = subject.claims;
    let claims: Record<string, unknown> = {};
    if (application.accessTokenWebHook !== null) {
      const hook = this.require(application.accessTokenWebHook);
      const token = customizeToken(scopes, await this.hooks.ask(hook, subject));
      this.hooks.noteConflicts(hook, token.dropped);
      ({ scopes, claims } = token);
    }
    if (application.userDetailsWebHook !== null) {
      const hook = this.require(application.userDetailsWebHook);
      const customized = customizeDetails(details, await this.hooks.ask(hook, { ...subject, scopes }));
      this.hooks.noteConflicts(hook, customized.dropped);
      ({ details } = customized);
    }
    return { scopes, details, claims };
  }

  /** A hook may be deleted on another instance at this very moment; the next request finds the application without it. */
  private require(id: string): WebHook {
    const hook = this.configuration.webHook(id);
    if (hook) return hook;
    throw new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.', {
      cause: `web hook ${id} is gone`,
      retryAfter: 1,
    });
  }
}
