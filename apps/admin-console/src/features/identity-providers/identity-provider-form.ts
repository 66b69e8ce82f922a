import type { z } from 'zod';
import {
  IdentityProvider,
  type SetProviderProperty,
  SetProviderProperties,
  type ScriptStep,
  VersionComment,
} from '@passant/contracts';
import { labelling } from '../../lib/changed-members.js';

/** Form schema of a provider: the stored members without those that the server maintains itself. */
export const IdentityProviderForm = IdentityProvider.omit({
  used_by: true,
  script_version: true,
  public_key: true,
  etag: true,
  created_at: true,
  updated_at: true,
})
  .extend({
    properties: SetProviderProperties,
    /** Comment that describes the next version of the scripts. */
    script_comment: VersionComment,
  })
  .superRefine(({ flow, scripts }, context) => {
    if (flow === 'TWO_STEP' && !scripts.init?.trim()) {
      context.addIssue({ code: 'custom', path: ['scripts', 'init'], message: 'is required for two steps' });
    }
  });
export type IdentityProviderForm = z.infer<typeof IdentityProviderForm>;

/**
 * Form schema of a new provider. `new` is the path of a console page, so a provider with that identifier could not be
 * opened.
 */
export const NewIdentityProviderForm = IdentityProviderForm.refine(({ identifier }) => identifier !== 'new', {
  path: ['identifier'],
  message: 'is a word that the console needs itself',
});

export function formOf(provider: IdentityProvider): IdentityProviderForm {
  const { used_by, script_version, public_key, etag, created_at, updated_at, properties, ...form } = provider;
  return { ...form, properties: properties.map(propertyOf), script_comment: '' };
}

/** Converts a property for editing. A sensitive one has no value until the user types one. */
function propertyOf({ identifier, sensitive, value }: IdentityProvider['properties'][number]): SetProviderProperty {
  return { identifier, sensitive, ...(value === undefined ? {} : { value }) };
}

/** Removes scripts that must not be sent: empty optional ones, and `init` of a one-step flow. */
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

/** The steps that a flow runs, in order. */
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

export const namesOf = labelling(LABELS);

/** The label of a member. */
export const nameOf = (member: string): string => LABELS[member as keyof IdentityProviderForm];
