import { Group, Radio, Stack, Text } from '@mantine/core';
import type { ScriptTemplate } from '@passant/contracts';
import { SectionCard } from '../../ui/section-card.js';
import { UNSEEN_LABEL } from '../../ui/unseen-label.js';
import { wordsOf } from './template-words.js';

interface Props {
  templates: readonly ScriptTemplate[];
  /** Identifier of the chosen template; empty for none. */
  chosen: string;
  onChoose: (template: ScriptTemplate | undefined) => void;
}

/** Selects the template that a new provider starts from. */
export function TemplateChoice({ templates, chosen, onChoose }: Props) {
  return (
    <SectionCard
      id="template"
      title="Start from"
      purpose="A template brings scripts that work, the properties they read, and inputs to try them with."
    >
      <Radio.Group
        label="Template"
        labelProps={UNSEEN_LABEL}
        value={chosen}
        onChange={(id) => onChoose(templates.find((template) => template.id === id))}
      >
        <Stack gap="xs">
          {[
            { id: '', name: 'A short script', purpose: 'It says what goes where, and is to be written anew.' },
            ...templates.map((template) => ({ id: template.id, ...wordsOf(template) })),
          ].map(({ id, name, purpose }) => (
            <Radio.Card key={id} value={id} p="sm" radius="md" aria-label={name}>
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Radio.Indicator mt={2} />
                <div>
                  <Text fw={550}>{name}</Text>
                  <Text fz="xs" c="dimmed">
                    {purpose}
                  </Text>
                </div>
              </Group>
            </Radio.Card>
          ))}
        </Stack>
      </Radio.Group>
    </SectionCard>
  );
}
