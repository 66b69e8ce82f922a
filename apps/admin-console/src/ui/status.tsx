import { Text, VisuallyHidden } from '@mantine/core';
import classes from './status.module.css';

export type Tone = 'on' | 'off' | 'warn' | 'bad' | 'info';

/**
 * A state as a dot and a word: never conveyed by colour alone. `about` is read out before the word, for words that need
 * context.
 */
export function Status({ tone, children, about }: { tone: Tone; children: string; about?: string }) {
  return (
    <span className={classes['status']} data-tone={tone}>
      <span className={classes['dot']} aria-hidden />
      {about && <VisuallyHidden>{about}: </VisuallyHidden>}
      <Text span inherit>
        {children}
      </Text>
    </span>
  );
}

/** Whether something is enabled, in the words of the form. */
export function EnabledStatus({ enabled }: { enabled: boolean }) {
  return enabled ? <Status tone="on">Enabled</Status> : <Status tone="off">Disabled</Status>;
}
