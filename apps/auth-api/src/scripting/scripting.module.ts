import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ScriptEngine } from '@passant/extension-engine';
import type { Config } from '../platform/config.js';
import { ScriptAccount } from './script-account.js';
import { DemoKey } from './demo-key.js';
import { ScriptAddresses } from './script-addresses.js';
import { ScriptHosts } from './script-host.js';
import { ScriptHttp } from './script-http.js';
import { ScriptProperties } from './script-properties.js';
import { ScriptRunner } from './script-runner.js';
import { ScriptShadows } from './script-shadows.js';
import { ScriptSteps } from './script-steps.js';

const PROVIDERS = [ScriptHttp, ScriptProperties, ScriptHosts, ScriptRunner, ScriptAccount, ScriptShadows, ScriptSteps];

/** Runs the scripts of identity providers. */
@Global()
@Module({})
export class ScriptingModule {
  static for({ engine, config }: { engine: ScriptEngine; config: Config }): DynamicModule {
    const values = [
      { provide: ScriptEngine, useValue: engine },
      { provide: ScriptAddresses, useValue: new ScriptAddresses(config.allowPrivateScriptHosts) },
      { provide: DemoKey, useValue: DemoKey.for(config) },
    ];
    return {
      module: ScriptingModule,
      providers: [...values, ...PROVIDERS],
      exports: [ScriptEngine, ScriptAddresses, DemoKey, ...PROVIDERS],
    };
  }
}
