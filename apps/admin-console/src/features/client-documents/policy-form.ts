import { z } from 'zod';
import { type ClientDocumentPolicy, UpdateClientDocumentPolicy } from '@passant/contracts';
import { labelling } from '../../lib/changed-members.js';

/** Form schema of the policy. The rules are those of the request. */
export const PolicyForm = z
  .object({ enabled: z.boolean(), domains: z.array(z.string()) })
  .superRefine((form, context) => {
    const judged = UpdateClientDocumentPolicy.safeParse(form);
    // An entry of the list has no field of its own, so what is wrong with one is said at the list.
    for (const { path, message } of judged.error?.issues ?? []) {
      const entry = path.length > 1 ? `${form.domains[Number(path[1])]} ` : '';
      context.addIssue({ code: 'custom', path: path.slice(0, 1), message: `${entry}${message}` });
    }
  });
export type PolicyForm = z.infer<typeof PolicyForm>;

export const formOf = ({ enabled, domains }: ClientDocumentPolicy): PolicyForm => ({ enabled, domains });

export const namesOf = labelling<PolicyForm>({ enabled: 'Take clients from documents', domains: 'Domains' });

/** What the settings of the form mean, in one sentence. */
export function policyInWords({ enabled, domains }: PolicyForm): string {
  if (!enabled) return 'No client is taken from a document.';
  if (domains.length === 0) return 'No client is taken from a document: no domain is named.';
  return `Whoever can publish on ${domains.length === 1 ? 'this domain' : 'one of these domains'} can ask your people to sign in.`;
}
