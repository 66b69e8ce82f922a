import { Anchor, Group } from '@mantine/core';
import { LANGUAGES, chooseLanguage, language, nameOfLanguage } from '../lib/language.js';

/** The other languages of the console, for whoever has not signed in yet. */
export function LanguageLinks() {
  const others = LANGUAGES.filter((tag) => tag !== language());
  return (
    <Group justify="center" gap="md" mt={4}>
      {others.map((tag) => (
        <Anchor key={tag} component="button" type="button" fz="xs" lang={tag} onClick={() => chooseLanguage(tag)}>
          {nameOfLanguage(tag)}
        </Anchor>
      ))}
    </Group>
  );
}
