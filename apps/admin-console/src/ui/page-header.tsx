import type { ReactNode } from 'react';
import { Anchor, Box, Group, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';

/** Where one came from. */
export interface BackLink {
  to: LinkProps['to'];
  label: string;
}

interface Props {
  title: string;
  /** One sentence on what the page is for. */
  purpose?: ReactNode;
  /** Beside the title: identifier, status. */
  details?: ReactNode;
  actions?: ReactNode;
  back?: BackLink;
}

/** The top of every page: where one is, what it is for, what one can do. Sets the window's title as well. */
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
