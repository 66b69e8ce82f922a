import { z } from 'zod';
import { Identifier, Timestamp } from '../admin/fields.js';
import { CreateApplication } from '../applications/application.dto.js';
import { AudiencePolicy, CreateApiClient, LenientUntil, keysOfApiClient } from '../clients/api-client.dto.js';
import { UpdateClientDocumentPolicy } from '../clients/client-document.dto.js';
import { CreateWebClient, keysOfWebClient } from '../clients/web-client.dto.js';
import { CreateIdentityProvider, initForTwoSteps } from '../identity-providers/identity-provider.dto.js';
import { CreateScope } from '../scopes/scope.dto.js';
import { CreateWebHook } from '../web-hooks/web-hook.dto.js';

/**
 * A secret that the operator chose for a client. Absent: the stored one is kept. Basic credentials are form-encoded,
 * and these characters are the same with and without encoding.
 */
export const ChosenClientSecret = z
  .string()
  .max(1024)
  .regex(/^[A-Za-z0-9._~-]{32,}$/, 'must have at least 32 letters, digits, ".", "_", "~" and "-"');

/** What only a change can make. Something new is refused one, as {@link NewAudiencePolicy} says. */
const audience = {
  audience_policy: AudiencePolicy.default('STRICT'),
  lenient_until: LenientUntil.default(null),
};

const { script_comment: _comment, ...provider } = CreateIdentityProvider.shape;
export const DeclaredIdentityProvider = z.strictObject(provider).superRefine(initForTwoSteps);
export type DeclaredIdentityProvider = z.infer<typeof DeclaredIdentityProvider>;

/** `password`: absent to keep the stored one. */
export const DeclaredWebHook = z
  .strictObject({ ...CreateWebHook.shape, id: Identifier })
  .superRefine((hook, context) => {
    if (hook.authentication_method === 'BASIC') return;
    for (const member of ['username', 'password'] as const) {
      if (hook[member] == null) continue;
      context.addIssue({ code: 'custom', path: [member], message: 'is only taken with BASIC' });
    }
  });
export type DeclaredWebHook = z.infer<typeof DeclaredWebHook>;

export const DeclaredScope = CreateScope;
export type DeclaredScope = z.output<typeof DeclaredScope>;

export const DeclaredApplication = CreateApplication.extend(audience);
export type DeclaredApplication = z.output<typeof DeclaredApplication>;

export const DeclaredApiClient = z
  .strictObject({
    ...CreateApiClient.shape,
    ...audience,
    client_id: Identifier,
    enabled: z.boolean().default(true),
    client_secret: ChosenClientSecret.optional(),
  })
  .superRefine(keysOfApiClient)
  .superRefine(noSecretToSign);
export type DeclaredApiClient = z.output<typeof DeclaredApiClient>;

export const DeclaredWebClient = z
  .strictObject({
    ...CreateWebClient.shape,
    ...audience,
    client_id: Identifier,
    client_secret: ChosenClientSecret.optional(),
  })
  .superRefine(keysOfWebClient)
  .superRefine(noSecretToSign);
export type DeclaredWebClient = z.output<typeof DeclaredWebClient>;

function noSecretToSign(
  client: { token_endpoint_auth_method: string; client_secret?: string | undefined },
  context: z.RefinementCtx,
): void {
  if (client.client_secret === undefined || client.token_endpoint_auth_method !== 'private_key_jwt') return;
  context.addIssue({ code: 'custom', path: ['client_secret'], message: 'is not taken with private_key_jwt' });
}

/** The member that names an entry of each section, in the order in which sections are written. */
export const CONFIGURATION_KEYS = {
  scopes: 'identifier',
  web_hooks: 'id',
  identity_providers: 'identifier',
  applications: 'identifier',
  api_clients: 'client_id',
  web_clients: 'client_id',
} as const;
export type ConfigurationList = keyof typeof CONFIGURATION_KEYS;

function listOf<Item extends z.ZodType>(section: ConfigurationList, item: Item) {
  const key = CONFIGURATION_KEYS[section];
  return z
    .array(item)
    .max(10_000)
    .superRefine((items, context) => {
      const seen = new Set<unknown>();
      items.forEach((entry, index) => {
        const name = (entry as Record<string, unknown>)[key];
        if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, key], message: 'is there twice' });
        seen.add(name);
      });
    })
    .optional();
}

/**
 * Everything that administrators configure: no installations, tokens or people. A section that is absent is left alone.
 * Within an entry, an absent member has the value that it gets at a creation, except a secret, which is kept.
 */
export const ConfigurationDocument = z.strictObject({
  scopes: listOf('scopes', DeclaredScope),
  web_hooks: listOf('web_hooks', DeclaredWebHook),
  identity_providers: listOf('identity_providers', DeclaredIdentityProvider).superRefine((providers, context) => {
    const [, second] = (providers ?? []).flatMap((provider, index) => (provider.default ? [index] : []));
    if (second === undefined) return;
    context.addIssue({ code: 'custom', path: [second, 'default'], message: 'is only possible for one provider' });
  }),
  applications: listOf('applications', DeclaredApplication),
  api_clients: listOf('api_clients', DeclaredApiClient),
  web_clients: listOf('web_clients', DeclaredWebClient),
  client_document_policy: UpdateClientDocumentPolicy.required().optional(),
});
export type ConfigurationDocument = z.output<typeof ConfigurationDocument>;
export type ConfigurationSection = keyof ConfigurationDocument;
const Section = z.enum(Object.keys(ConfigurationDocument.shape) as [ConfigurationSection, ...ConfigurationSection[]]);

/** `GET configuration`: without secrets. `etag` changes with anything in it, secrets included. */
export const ConfigurationExport = z.strictObject({ configuration: ConfigurationDocument, etag: z.string() });
export type ConfigurationExport = z.infer<typeof ConfigurationExport>;

/** `POST configuration/plan` and `POST configuration/apply`. */
export const ConfigurationRequest = z.strictObject({
  configuration: ConfigurationDocument,
  /** Whether entries that a section of the document does not have are deleted. */
  prune: z.boolean().default(false),
});
export type ConfigurationRequest = z.output<typeof ConfigurationRequest>;

/** A member that gets another value. A secret is only said to change. */
export const ConfigurationFieldChange = z.strictObject({
  /** Dotted, as `user_authentication.refresh_tokens`. */
  path: z.string(),
  from: z.json().optional(),
  to: z.json().optional(),
  secret: z.literal(true).optional(),
});
export type ConfigurationFieldChange = z.infer<typeof ConfigurationFieldChange>;

export const ConfigurationChange = z.strictObject({
  action: z.enum(['create', 'change', 'delete']),
  section: Section,
  /** Absent for the policy, of which there is one. */
  identifier: z.string().optional(),
  /** None for a deletion. */
  fields: z.array(ConfigurationFieldChange),
  /** Sentences: what the change brings about besides. */
  consequences: z.array(z.string()),
});
export type ConfigurationChange = z.infer<typeof ConfigurationChange>;

/** What a document changes, or has changed. */
export const ConfigurationChanges = z.strictObject({
  /** Of the configuration: before a plan, after it was applied. */
  etag: z.string(),
  changes: z.array(ConfigurationChange),
  /** Entries that a section of the document does not have, and that stay. */
  left_alone: z.array(z.strictObject({ section: Section, identifier: z.string() })),
});
export type ConfigurationChanges = z.infer<typeof ConfigurationChanges>;

/**
 * `GET configuration/drift`: what was changed since the sections of the configuration were last applied, each as it was once
 * that was done. Empty if no document ever was.
 */
export const ConfigurationDrift = z.strictObject({
  /** The sections that were applied, when and by whom: an administrator, or an API client. Others are not compared. */
  applied: z.array(z.strictObject({ section: Section, at: Timestamp, by: z.string() })),
  /** What was made, changed and deleted since, `from` what was applied `to` what is there. Without consequences. */
  changes: z.array(ConfigurationChange),
});
export type ConfigurationDrift = z.infer<typeof ConfigurationDrift>;
