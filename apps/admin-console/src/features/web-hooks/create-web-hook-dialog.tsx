import { Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useWatch } from 'react-hook-form';
import { WEB_HOOK_PATHS, WEB_HOOK_TYPES } from '@passant/contracts';
import { call } from '../../lib/api/client.js';
import { messageOf } from '../../lib/form-errors.js';
import { keys } from '../../lib/queries/keys.js';
import { useCreation } from '../../lib/use-creation.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { toastDone } from '../../ui/confirm.js';
import { CreationForm } from '../../ui/creation-form.js';
import { AddressFields, AuthenticationFields } from './web-hook-fields.js';
import { EMPTY_WEB_HOOK, WebHookForm, requestOf } from './web-hook-form.js';
import { TYPE_LABELS, TYPE_PURPOSES } from './web-hook-words.js';

/** Creates a hook and opens its page, where it can be tested. */
export function CreateWebHookDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const creation = useCreation<WebHookForm>({
    schema: WebHookForm,
    defaults: EMPTY_WEB_HOOK,
    create: async (valid) => {
      const hook = await call('createWebHook', { body: requestOf(valid) });
      void queryClient.invalidateQueries({ queryKey: keys.webHooks });
      queryClient.setQueryData(keys.webHook(hook.id), hook);
      toastDone(`${hook.name} was created`);
      await navigate({ to: '/configuration/web-hooks/$id', params: { id: hook.id } as never });
    },
  });
  const { control, register, formState } = creation.form;
  const type = useWatch({ control, name: 'type' });

  return (
    <Modal opened onClose={onClose} title="New web hook" size="lg">
      <CreationForm creation={creation} what="web hook" onCancel={onClose}>
        <ChoiceField
          control={control}
          name="type"
          label="Customises"
          data={WEB_HOOK_TYPES.map((one) => ({ value: one, label: TYPE_LABELS[one] }))}
          meaning={(one) => TYPE_PURPOSES[one]}
        />
        <AddressFields path={WEB_HOOK_PATHS[type]} />
        <TextInput
          label="Identifier"
          description="Optional. Left empty, the server draws one. It cannot be changed later."
          maw={420}
          autoComplete="off"
          spellCheck={false}
          error={messageOf(formState.errors.id)}
          {...register('id')}
        />
        <AuthenticationFields />
      </CreationForm>
    </Modal>
  );
}
