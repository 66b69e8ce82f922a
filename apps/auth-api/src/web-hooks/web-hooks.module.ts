import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type Config, isOnThisMachineOnly } from '../platform/config.js';
import { ApplicationHooks } from './application-hooks.js';
import { PrivateWebHooks, WebHookAddress } from './web-hook-address.js';
import { WebHookCaller } from './web-hook-caller.js';
import { WebHookGate } from './web-hook-gate.js';
import { WebHooks } from './web-hooks.js';

const PROVIDERS = [WebHookAddress, WebHookCaller, WebHookGate, WebHooks, ApplicationHooks];

/** Calls web hooks, which customise a token before it is issued. */
@Global()
@Module({})
export class WebHooksModule {
  static for(config: Config): DynamicModule {
    const useValue = new PrivateWebHooks(config.allowPrivateWebHooks, isOnThisMachineOnly(config));
    const value = { provide: PrivateWebHooks, useValue };
    return { module: WebHooksModule, providers: [value, ...PROVIDERS], exports: PROVIDERS };
  }
}
