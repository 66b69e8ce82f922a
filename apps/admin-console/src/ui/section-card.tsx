import { useId, type ReactNode } from 'react';
import { Box, Group, Text, Title } from '@mantine/core';
import classes from './section-card.module.css';

interface Props {
  /** For jump links. */
  id?: string;
  title: string;
  /** One sentence on what the section decides. */
  purpose?: ReactNode;
  aside?: ReactNode;
  danger?: boolean;
  children: ReactNode;
}

/** A card of a form: a title, a sentence, and the fields. */
export function SectionCard({ id, title, purpose, aside, danger, children }: Props) {
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} className={classes['card']} data-danger={danger || undefined}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" className={classes['head']}>
        <Box>
          <Title order={2} id={heading}>
            {title}
          </Title>
          {purpose && (
            <Text c="dimmed" mt={2} maw={620}>
              {purpose}
            </Text>
          )}
        </Box>
        {aside}
      </Group>
      <div className={classes['body']}>{children}</div>
    </section>
  );
}
