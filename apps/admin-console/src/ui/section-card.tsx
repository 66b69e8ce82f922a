import { useId, useRef, type ReactNode } from 'react';
import { Box, Group, Text, Title } from '@mantine/core';
import { useArrival } from '../lib/arrival.js';
import classes from './section-card.module.css';

interface Props {
  /** Target of jump links. */
  id?: string;
  title: string;
  /** One sentence about what the section controls. */
  purpose?: ReactNode;
  aside?: ReactNode;
  danger?: boolean;
  children: ReactNode;
}

/** A card of a form: a title, a sentence, and the fields. */
export function SectionCard({ id, title, purpose, aside, danger, children }: Props) {
  const heading = useId();
  const section = useRef<HTMLElement>(null);
  useArrival(id, section);
  return (
    <section
      ref={section}
      id={id}
      tabIndex={id === undefined ? undefined : -1}
      aria-labelledby={heading}
      className={classes['card']}
      data-danger={danger || undefined}
    >
      <Group justify="space-between" align="flex-start" gap="xs" className={classes['head']}>
        <Box flex="1 1 15rem" miw={0}>
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
