import { Injectable } from '@nestjs/common';
import {
  type Application,
  type HookSubject,
  Unavailable,
  type WebHook,
  customizeDetails,
  customizeToken,
} from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { WebHooks } from './web-hooks.js';

/** What a token grants and contains after its application's hooks have been applied. */
export interface Customization {
  scopes: string[];
  /** Attributes of the person. */
  details: Record<string, unknown>;
  /** Additional members of the introspection response. */
  claims: Record<string, unknown>;
}

/**
 * Applies the web hooks of an application before a token is issued: first the hook for the token, so that everything
 * after it is based on the remaining scopes, then the hook for the person's details.
 */
@Injectable()
export class ApplicationHooks {
  constructor(
    private readonly configuration: Configuration,
    private readonly hooks: WebHooks,
  ) {}

  /**
   * Throws `temporarily_unavailable` if a hook cannot be called, and `invalid_scope` if no scope remains.
   * @param subject the token's subject without hooks; its claims are the attributes of the person
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

  /** A hook may just have been deleted on another instance; the next request will see the application without it. */
  private require(id: string): WebHook {
    const hook = this.configuration.webHook(id);
    if (hook) return hook;
    throw new Unavailable('the web hook is gone', 1);
  }
}
