import { List, Text } from '@mantine/core';
import type { Application } from '@passant/contracts';
import { Notice } from '../../ui/notice.js';
import type { TokenForm } from './token-form.js';
import { explain } from './token-words.js';

interface Props {
  form: TokenForm;
  application: Pick<Application, 'name' | 'client_type'> | undefined;
}

/** Explains what the token will permit, based on the current form values. */
export function TokenExplanation({ form, application }: Props) {
  if (form.belongs === 'application' && !application) return null;
  const { sentence, rights, limits } = explain(form, application);
  return (
    <Notice tone="info" role="status" title={sentence}>
      {rights.length === 0 ? (
        <Text>Nothing is chosen yet, so it permits nothing.</Text>
      ) : (
        <List size="sm" spacing={2}>
          {[...rights, ...limits].map((text) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      )}
    </Notice>
  );
}
