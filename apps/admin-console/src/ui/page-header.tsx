import type { ReactNode } from 'react';
import { Anchor, Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';

/** Link back to the page above. */
export interface BackLink {
  to: LinkProps['to'];
  label: string;
}

interface Props {
  title: string;
  /** One sentence about the purpose of the page. */
  purpose?: ReactNode;
  /** Shown beside the title, for example identifier and status. */
  details?: ReactNode;
  actions?: ReactNode;
  back?: BackLink;
}

/** The header of every page: its title, its purpose and its actions. Also sets the document title. */
export function PageHeader({ title, purpose, details, actions, back }: Props) {
  useDocumentTitle(`${title} · Passant`);
  return (
    <Box component="header" mb="lg">
      {back && (
        <Anchor
          component={Link}
          to={back.to}
          size="sm"
          c="dimmed"
          mb={6}
          display="inline-flex"
          style={{ gap: 4, alignItems: 'center' }}
        >
          <IconChevronLeft size={14} aria-hidden />
          {back.label}
        </Anchor>
      )}
      <Group justify="space-between" align="flex-start" gap="md">
        <Box style={{ flex: '1 1 20rem', minWidth: 0 }}>
          <Title order={1} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {details && (
            <Group gap="sm" mt={6}>
              {details}
            </Group>
          )}
          {purpose && (
            <Text c="dimmed" mt={4} maw={680}>
              {purpose}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </Box>
  );
}
