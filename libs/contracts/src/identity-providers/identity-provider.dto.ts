import { z } from 'zod';
import { DEFAULT_TRANSACTION_VALIDITY } from '../custom-registration/transactions.js';
import { HookContextCustomParams, ScriptRunOutcome, ScriptStep } from '../scripts/extension-engine.js';
import { DisplayName, Identifier, Timestamp, pageOf } from '../admin/fields.js';

const Script = z.string().max(256 * 1024, 'is larger than 256 KiB');

/** The scripts of a Custom API provider. `complete` is always required, `init` for TWO_STEP. */
export const ProviderScripts = z.strictObject({
  init: Script.optional(),
  complete: Script.refine((text) => text.trim() !== '', 'is required'),
  backchannel: Script.optional(),
});
export type ProviderScripts = z.infer<typeof ProviderScripts>;

/** Whether a string is a host name or address as written in a URL, with the port if it is not the default port. */
function isHost(text: string): boolean {
  const url = URL.canParse(`https://${text}`) ? new URL(`https://${text}`) : undefined;
  return url !== undefined && text !== '' && (url.host === text || `${url.hostname}:443` === text);
}

const PropertyValue = z.string().max(8192, 'is longer than 8192 characters');

/** A property as sent by clients. For a sensitive property, `value` may be absent to keep the stored value. */
export const SetProviderProperty = z
  .strictObject({
    identifier: z
      .string()
      .trim()
      .min(1, 'is required')
      .max(128, 'is longer than 128 characters')
      .regex(/^[A-Za-z0-9._-]*$/, 'may hold letters, digits, ".", "_" and "-"'),
    sensitive: z.boolean(),
    value: PropertyValue.optional(),
  })
  .superRefine(({ sensitive, value }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['value'], message });
    if (!sensitive && value === undefined) refuse('is required');
    // Values that are masked in logs must be long enough to be distinguishable from the surrounding text.
    if (sensitive && value !== undefined && value.length < 4) refuse('must have at least 4 characters to be masked');
  });
export type SetProviderProperty = z.infer<typeof SetProviderProperty>;

/** The properties that scripts read with `PROPERTIES.get`. The list is replaced as a whole. */
export const SetProviderProperties = z
  .array(SetProviderProperty)
  .max(100, 'may hold 100 properties')
  .superRefine((properties, context) => {
    properties.forEach(({ identifier }, index) => {
      if (properties.findIndex((other) => other.identifier === identifier) === index) return;
      context.addIssue({ code: 'custom', path: [index, 'identifier'], message: 'is there twice' });
    });
  });

/** A property as returned by the admin API, which never returns the value of a sensitive property. */
export const ProviderProperty = z.strictObject({
  identifier: z.string(),
  sensitive: z.boolean(),
  value: z.string().optional(),
  /** The value is a placeholder from a template. Scripts cannot read it. */
  example: z.literal(true).optional(),
  updated_at: Timestamp,
});
export type ProviderProperty = z.infer<typeof ProviderProperty>;

/** The author's comment on a saved version. */
export const VersionComment = z.string().trim().max(200, 'is longer than 200 characters');

const fields = {
  name: DisplayName,
  flow: z.enum(['ONE_STEP', 'TWO_STEP']),
  enabled: z.boolean(),
  /** Whether it serves applications that name no provider of their own. At most one provider is the default. */
  default: z.boolean(),
  scripts: ProviderScripts,
  /** Hosts that scripts may call with `HTTP.fetch`. */
  allowed_hosts: z
    .array(z.string().trim().toLowerCase().min(1).max(253).refine(isHost, 'must be a host name, with a port if needed'))
    .max(50),
  /** Maximum seconds between *init* and the last *complete*. */
  transaction_validity: z.int().min(30, 'must be at least 30 seconds').max(3600, 'must be at most 3600 seconds'),
};

/** Zod refinement: a provider of two steps has a script for each. */
export function initForTwoSteps(
  provider: { flow?: string | undefined; scripts?: { init?: string | undefined } | undefined },
  context: z.RefinementCtx,
): void {
  if (provider.flow === 'TWO_STEP' && provider.scripts && !provider.scripts.init?.trim()) {
    context.addIssue({ code: 'custom', path: ['scripts', 'init'], message: 'is required for TWO_STEP' });
  }
}

/** `POST identity-providers`. */
export const CreateIdentityProvider = z
  .strictObject({
    identifier: Identifier,
    type: z.literal('CUSTOM_API').default('CUSTOM_API'),
    name: fields.name,
    flow: fields.flow,
    enabled: fields.enabled.default(true),
    default: fields.default.default(false),
    scripts: fields.scripts,
    script_comment: VersionComment.optional(),
    allowed_hosts: fields.allowed_hosts.default([]),
    properties: SetProviderProperties.default([]),
    transaction_validity: fields.transaction_validity.default(DEFAULT_TRANSACTION_VALIDITY),
  })
  .superRefine(initForTwoSteps);
export type CreateIdentityProvider = z.input<typeof CreateIdentityProvider>;

/**
 * `PATCH identity-providers/{identifier}`: only the members that change. `scripts` and `properties` are replaced as a
 * whole. Scripts that differ from those in use become a new version, with `script_comment` as its comment.
 */
export const UpdateIdentityProvider = z
  .strictObject({ ...fields, properties: SetProviderProperties, script_comment: VersionComment })
  .partial()
  .superRefine(initForTwoSteps);
export type UpdateIdentityProvider = z.infer<typeof UpdateIdentityProvider>;

/** An identity provider as returned by the admin API. `used_by` lists the applications linked to it. */
export const IdentityProvider = z.strictObject({
  identifier: Identifier,
  type: z.literal('CUSTOM_API'),
  ...fields,
  /** The version in use. */
  script_version: z.int(),
  properties: z.array(ProviderProperty),
  /**
   * A script trusts the key of the simulated scheme, whose private half anybody can read, and others can reach this server.
   * REFUSED: it does not run, so nobody gets in. TRUSTED: the operator asked for the demo, so everybody does.
   */
  public_key: z.enum(['REFUSED', 'TRUSTED']).optional(),
  used_by: z.array(Identifier),
  etag: z.string(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type IdentityProvider = z.infer<typeof IdentityProvider>;
export const IdentityProviderPage = pageOf(IdentityProvider);

/** Runs script text that need not be saved. Nothing outside the sandbox changes. */
export const TestRunRequest = z.strictObject({
  scripts: ProviderScripts.partial(),
  step: ScriptStep,
  data: z
    .string()
    .max(32 * 1024)
    .optional(),
  registration_data: z
    .string()
    .max(64 * 1024)
    .optional(),
  hook_context_custom_params: HookContextCustomParams.optional(),
  /** Overrides the saved list, so that an unsaved one can be tested. */
  allowed_hosts: fields.allowed_hosts.optional(),
  /** Overrides the saved properties. A sensitive property without a value uses the saved value. */
  properties: SetProviderProperties.optional(),
  /** Transaction of the *init* test run that this *complete* run continues. */
  transaction_id: z.string().max(128).optional(),
  /** Makes every HTTP request of the script fail, as if the scheme were unreachable. */
  scheme_down: z.boolean().optional(),
});
export type TestRunRequest = z.infer<typeof TestRunRequest>;

export const TestRunLog = z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']), message: z.string() });
/** An HTTP request made by the script. The URL excludes the query, which may contain a secret. */
export const TestRunHttpCall = z.strictObject({
  method: z.string(),
  url: z.string(),
  /** Absent if there was no response. */
  status: z.int().optional(),
  error: z.string().optional(),
  duration_ms: z.number(),
});
export const TestRunResult = z.strictObject({
  /** A usable result, a result that the server would reject, or a failed run. */
  outcome: ScriptRunOutcome,
  /** The script's return value as JSON text. Absent if it returned nothing. */
  result: z.string().optional(),
  /** One sentence, present if the outcome is not a usable result. */
  error: z.string().optional(),
  /** Line of the script where the error was raised, counted from 1. */
  line: z.int().optional(),
  logs: z.array(TestRunLog),
  http_calls: z.array(TestRunHttpCall),
  /**
   * The identifier that an app would get from *init*, for the *complete* test run to follow. Nothing is stored for it.
   */
  transaction_id: z.string().optional(),
  duration_ms: z.number(),
  /** The part of `duration_ms` spent executing. */
  cpu_ms: z.number(),
  memory_bytes: z.int().optional(),
});
export type TestRunResult = z.infer<typeof TestRunResult>;
