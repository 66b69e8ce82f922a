import { Code, SegmentedControl, Stack, Text } from '@mantine/core';
import type { ApiClient } from '@passant/contracts';
import { useState } from 'react';
import { CodeBlock } from '../../ui/code-block.js';
import { SectionCard } from '../../ui/section-card.js';
import { EXAMPLE_OF, FRAMEWORKS, type Framework, resourceServerExample } from './resource-server-example.js';

type Caller = Pick<ApiClient, 'client_id' | 'token_endpoint_auth_method' | 'scopes' | 'resources'>;

/**
 * Shows how a back end that authenticates as this client accepts tokens, with the client's own values. Renders nothing
 * if the client may not introspect.
 */
export function ResourceServerSection({ client }: { client: Caller }) {
  const [framework, setFramework] = useState<Framework>('Express');
  if (!client.scopes.includes('onegini_api_token_introspection')) return null;
  return (
    <SectionCard title="In a back end" purpose="Accepts access tokens, and hardly has to ask this server.">
      <Stack gap="md">
        <SegmentedControl
          aria-label="Framework"
          size="xs"
          w="fit-content"
          data={[...FRAMEWORKS]}
          value={framework}
          onChange={setFramework}
        />
        <CodeBlock
          label={`Accept tokens with ${framework}`}
          text={resourceServerExample(framework, window.location.origin, client)}
          copy="Copy program"
        />
        <Text size="sm" c="dimmed">
          A whole program stands in <Code>{EXAMPLE_OF[framework]}</Code> of the repository, and what it does while this
          server is away in <Code>libs/resource-server/README.md</Code>.
        </Text>
      </Stack>
    </SectionCard>
  );
}
