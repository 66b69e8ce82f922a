import { Paper, Stack, Text, Title } from '@mantine/core';
import { PATHS } from '@passant/contracts';
import { ApplicationLink } from '../../ui/application-link.js';
import { Copyable } from '../../ui/copy-button.js';
import { JumpLinks } from '../../ui/jump-links.js';
import type { IdentityProviderForm } from './identity-provider-form.js';

const SECTIONS = [
  { id: 'general', title: 'General' },
  { id: 'scripts', title: 'Scripts' },
  { id: 'properties', title: 'Properties' },
  { id: 'limits', title: 'Limits' },
];
const HISTORY = [
  { id: 'versions', title: 'Versions' },
  { id: 'shadow-run', title: 'Shadow run' },
  { id: 'script-activity', title: 'Runs' },
];

interface Props {
  form: Pick<IdentityProviderForm, 'identifier' | 'flow'>;
  /** Applications linked to the provider; undefined for a new one. */
  usedBy?: readonly string[];
  danger?: boolean;
}

/**
 * The column beside the form: the endpoints that apps call, the applications that use the provider, and links to the
 * sections of the page.
 */
export function ProviderRail({ form, usedBy, danger = false }: Props) {
  const identifier = form.identifier || 'identifier';
  const steps = form.flow === 'TWO_STEP' ? (['init', 'complete'] as const) : (['complete'] as const);
  return (
    <>
      <Paper withBorder component="section" aria-labelledby="addresses" p="md">
        <Title order={2} id="addresses" fz="sm" mb={6}>
          What an app calls
        </Title>
        <Stack gap={2} align="flex-start">
          {steps.map((step) => (
            <Copyable
              key={step}
              value={PATHS.customRegistrationV2(identifier, step)}
              what={`path of ${step}`}
              cut={34}
            />
          ))}
        </Stack>
      </Paper>
      {usedBy && (
        <Paper withBorder component="section" aria-labelledby="used-by" p="md">
          <Title order={2} id="used-by" fz="sm" mb={6}>
            Used by
          </Title>
          {usedBy.length === 0 && <Text c="dimmed">No application is linked to it.</Text>}
          {usedBy.map((application) => (
            <ApplicationLink key={application} identifier={application} display="block" />
          ))}
        </Paper>
      )}
      <JumpLinks
        sections={[
          ...SECTIONS,
          ...(usedBy ? HISTORY : []),
          ...(danger ? [{ id: 'danger', title: 'Danger zone' }] : []),
        ]}
      />
    </>
  );
}
