import { Paper, Text, Title, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck } from '@tabler/icons-react';
import { effectiveBehaviour, type Behaviour } from './effective-behaviour.js';
import type { ApplicationForm } from './application-form.js';
import type { ProviderChoice } from './stateless-blockers.js';
import classes from './effective-behaviour-panel.module.css';

const LOOKS: Record<Behaviour['kind'], { icon: typeof IconCheck; word: string }> = {
  does: { icon: IconCheck, word: 'Works' },
  refuses: { icon: IconBan, word: 'Refused' },
  missing: { icon: IconAlertTriangle, word: 'Missing' },
};

/** Explains what the settings mean, and updates while the user types. */
export function EffectiveBehaviourPanel({
  form,
  providers,
}: {
  form: ApplicationForm;
  providers: readonly ProviderChoice[];
}) {
  return (
    <Paper withBorder component="section" aria-labelledby="effective-behaviour" p="md">
      <Title order={2} id="effective-behaviour" fz="sm">
        Effective behaviour
      </Title>
      <ul className={classes['list']}>
        {effectiveBehaviour(form, providers).map(({ kind, text }) => {
          const { icon: Icon, word } = LOOKS[kind];
          return (
            <li key={text} data-kind={kind}>
              <Icon size={15} stroke={2} aria-hidden />
              <Text span inherit>
                <VisuallyHidden>{word}: </VisuallyHidden>
                {text}
              </Text>
            </li>
          );
        })}
      </ul>
    </Paper>
  );
}
