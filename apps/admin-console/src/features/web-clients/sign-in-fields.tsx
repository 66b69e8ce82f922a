import { useFormContext, useWatch } from 'react-hook-form';
import { ChoiceField } from '../../ui/choice-field.js';
import { Notice } from '../../ui/notice.js';
import { SwitchField } from '../../ui/switch-field.js';
import type { SignInForm } from './sign-in-form.js';

/** Whether the client must use PKCE, and the algorithm that signs its ID tokens. */
export function SignInFields() {
  const { control } = useFormContext<SignInForm>();
  const requiresPkce = useWatch({ control, name: 'require_pkce' });
  return (
    <>
      <ChoiceField
        control={control}
        name="id_token_signed_response_alg"
        label="ID tokens are signed with"
        data={[
          { value: 'ES256', label: 'ES256' },
          { value: 'RS256', label: 'RS256' },
        ]}
        meaning={(chosen) =>
          chosen === 'RS256'
            ? 'What many libraries expect that are not told otherwise.'
            : 'Shorter. A library that expects RS256 has to be told.'
        }
      />
      <SwitchField
        control={control}
        name="require_pkce"
        label="Demand PKCE"
        description="Switch it off only for software that has no PKCE. A challenge that it sends is checked all the same."
      />
      {!requiresPkce && (
        <Notice tone="warn" role="status" title="A stolen code is worth more without PKCE">
          Whoever gets hold of a code of this client and of its secret can use it, and a code of somebody else can be
          slipped into a person’s browser unless the client checks state and nonce. Update the software instead, if
          there is a version with PKCE.
        </Notice>
      )}
    </>
  );
}
