import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormContext, useWatch } from 'react-hook-form';
import { call } from '../../lib/api/client.js';
import { keys } from '../../lib/queries/keys.js';
import { CHANGED_ELSEWHERE } from '../../lib/queries/lists.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Notice } from '../../ui/notice.js';
import { SectionCard } from '../../ui/section-card.js';
import { TagsField } from '../../ui/tags-field.js';
import type { StoredApiClientForm } from './api-client-form.js';
import { losesAny, lossesInWords, metadataAddress, protectedResourceMetadata } from './resource-words.js';

type ResourceForm = Pick<StoredApiClientForm, 'name' | 'resources' | 'introspection_sight'>;

/** The resources that an API client protects, and whether it sees tokens for any others. */
export function ApiResourcesSection({ clientId }: { clientId: string }) {
  const { control } = useFormContext<ResourceForm>();
  const [name, resources, sight] = useWatch({ control, name: ['name', 'resources', 'introspection_sight'] });
  const [first] = resources;
  const address = first === undefined ? undefined : metadataAddress(first);
  return (
    <SectionCard
      title="Resource server"
      purpose="How clients name this API when they ask for a token (RFC 8707). A token that was asked for it is for it alone, and introspection says so in aud."
    >
      <Stack gap="md">
        <TagsField
          control={control}
          name="resources"
          label="Identifiers of the API"
          description="Absolute URIs, compared character by character. As soon as an application has an API with an identifier, its clients are refused any other name; without one, resource is ignored."
          placeholder="https://orders.example.com"
        />
        <ChoiceField
          control={control}
          name="introspection_sight"
          label="Introspection shows it"
          data={[
            { value: 'APPLICATIONS', label: 'Tokens of its applications' },
            { value: 'RESOURCES', label: 'Only tokens for its identifiers' },
          ]}
          meaning={(chosen) =>
            chosen === 'RESOURCES'
              ? 'Every other token looks inactive to it, also one that was asked for no resource.'
              : 'It has to look at aud itself.'
          }
        />
        {sight === 'RESOURCES' && resources.length > 0 && <SightPreview {...{ clientId, resources }} />}
        {first !== undefined && address !== undefined && (
          <CodeBlock
            label={`What it publishes at ${address} (RFC 9728)`}
            text={protectedResourceMetadata(window.location.origin, first, name)}
          />
        )}
      </Stack>
    </SectionCard>
  );
}

/** Preview, before saving, of the tokens that the client would no longer see. */
function SightPreview({ clientId, resources }: { clientId: string; resources: string[] }) {
  const preview = useQuery({
    queryKey: keys.sightPreview(clientId, resources),
    queryFn: ({ signal }) =>
      call('previewApiClientSight', { path: { client_id: clientId }, query: { resource: resources }, signal }),
    ...CHANGED_ELSEWHERE,
  });
  if (preview.data === undefined) return null;
  const lines = lossesInWords(preview.data);
  return (
    <Notice
      tone={losesAny(preview.data) ? 'warn' : 'good'}
      role="status"
      title={losesAny(preview.data) ? 'What it would stop seeing' : 'It would see as much as now'}
    >
      {lines.length === 0 ? (
        <Text inherit>Nobody has a token of its applications at the moment.</Text>
      ) : (
        <List size="sm">
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
    </Notice>
  );
}
