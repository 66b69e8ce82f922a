import { Button, Group, Stack, Text } from '@mantine/core';
import type { CreatedApiClient as Created } from '@passant/contracts';
import { CodeBlock } from '../../ui/code-block.js';
import { Copyable } from '../../ui/copy-button.js';
import { SecretPanel } from '../../ui/secret-panel.js';
import { introspectionExample } from './introspection-example.js';

/** The new API client: its id, its secret this once, and how to use them. */
export function CreatedApiClient({ client, onDone }: { client: Created; onDone: () => void }) {
  const { client_id: clientId, client_secret: secret } = client;
  const identity = (
    <div>
      <Text fw={500}>Client id</Text>
      <Copyable value={clientId} what="client id" cut={80} />
    </div>
  );
  if (secret === undefined) {
    return (
      <Stack gap="md">
        {identity}
        <Text>It has no secret: it signs a client assertion with its private key.</Text>
        <Group justify="flex-end">
          <Button onClick={onDone}>Done</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <SecretPanel name="Client secret" secret={secret} onDone={onDone}>
      {identity}
      {client.scopes.includes('onegini_api_token_introspection') && (
        <CodeBlock
          label="Introspect a token"
          text={introspectionExample(window.location.origin, clientId, secret)}
          copy="Copy command"
        />
      )}
    </SecretPanel>
  );
}
