export { ScriptEngine, type EngineStats } from './script-engine.ts';
export type { ScriptEngineOptions } from './engine-options.ts';
export { EngineSaturatedError, EngineUnavailableError, HostRefusal } from './engine-errors.ts';
export { DEFAULT_LIMITS, type ScriptLimits } from './limits.ts';
export type {
  HostHttpRequest,
  HostHttpResponse,
  HttpCallRecord,
  LogLevel,
  ScriptArguments,
  ScriptHost,
  ScriptLog,
  ScriptReport,
  ScriptRun,
} from './script-run.ts';
export { SCRIPT_DEFINITIONS } from './script-definitions.ts';
