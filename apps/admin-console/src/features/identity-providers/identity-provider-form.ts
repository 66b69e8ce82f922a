import type { z } from 'zod';
import {
  IdentityProvider,
  type SetProviderProperty,
  SetProviderProperties,
  type ScriptStep,
  VersionComment,
} from '@passant/contracts';

/** What the form of a provider holds: the stored members without those that the server keeps for itself. */
export const IdentityProviderForm = IdentityProvider.omit({
  used_by: true,
  script_version: true,
  etag: true,
  created_at: true,
  updated_at: true,
})
  .extend({
    properties: SetProviderProperties,
    /** What the next version of the scripts is about. */
    script_comment: VersionComment,
  })
  .superRefine(({ flow, scripts }, context) => {
    if (flow === 'TWO_STEP' && !scripts.init?.trim()) {
      context.addIssue({ code: 'custom', path: ['scripts', 'init'], message: 'is required for two steps' });
    }
  });
export type IdentityProviderForm = z.infer<typeof IdentityProviderForm>;

/** For a new one. `new` is a page of the console, so a provider of that name could not be opened. */
export const NewIdentityProviderForm = IdentityProviderForm.refine(({ identifier }) => identifier !== 'new', {
  path: ['identifier'],
  message: 'is a word that the console needs itself',
});

export function formOf(provider: IdentityProvider): IdentityProviderForm {
  const { used_by, script_version, etag, created_at, updated_at, properties, ...form } = provider;
  return { ...form, properties: properties.map(propertyOf), script_comment: '' };
}

/** A property as it is edited; of a sensitive one there is no value until somebody types one. */
function propertyOf({ identifier, sensitive, value }: IdentityProvider['properties'][number]): SetProviderProperty {
  return { identifier, sensitive, ...(value === undefined ? {} : { value }) };
}

/** Scripts as they are sent: an empty optional script is no script, and one step has no init. */
export function withoutEmptyScripts<T extends { scripts?: IdentityProviderForm['scripts'] }>(form: T): T {
  if (!form.scripts) return form;
  const { init, complete, backchannel } = form.scripts;
  return {
    ...form,
    scripts: {
      ...(init?.trim() ? { init } : {}),
      complete,
      ...(backchannel?.trim() ? { backchannel } : {}),
    },
  };
}

/** The steps a flow runs, in order. */
export function stepsOf(flow: IdentityProviderForm['flow']): ScriptStep[] {
  return flow === 'TWO_STEP' ? ['init', 'complete', 'backchannel'] : ['complete', 'backchannel'];
}

const LABELS: Record<keyof IdentityProviderForm, string> = {
  identifier: 'Identifier',
  type: 'Type',
  name: 'Name',
  flow: 'Flow',
  enabled: 'Enabled',
  default: 'Default provider',
  scripts: 'Scripts',
  script_comment: 'Comment',
  allowed_hosts: 'Allowed hosts',
  properties: 'Properties',
  transaction_validity: 'Transaction validity',
};

/** The names of changed members, as the form calls them. */
export function namesOf(changes: Partial<IdentityProviderForm>): string[] {
  return (Object.keys(changes) as (keyof IdentityProviderForm)[]).map((member) => LABELS[member]);
}
