import { Checkbox, SimpleGrid, Stack, Text } from '@mantine/core';
import { Controller, useFormContext, useWatch } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { REGISTRATION_SCOPE_WORDS } from '../../lib/scope-words.js';
import { ChoiceField } from '../../ui/choice-field.js';
import { UNSEEN_LABEL } from '../../ui/unseen-label.js';
import { isGrant, scopesFor, type Registrant, type TokenForm } from './token-form.js';

/** What the clients registered with a token may do: anything, or only the selected scopes. */
export function TokenRights({ registrant }: { registrant: Registrant }) {
  const { control } = useFormContext<TokenForm>();
  const may = useWatch({ control, name: 'may' });
  const offered = scopesFor(registrant);
  const groups = [
    { title: 'They may', scopes: offered.filter(isGrant) },
    { title: 'They may decide themselves', scopes: offered.filter((scope) => !isGrant(scope)) },
  ];
  return (
    <div>
      <ChoiceField
        control={control}
        name="may"
        label="What its clients may do"
        data={[
          { value: 'anything', label: registrant === 'client' ? 'Anything' : 'All the application allows' },
          { value: 'chosen', label: 'Only what I choose' },
        ]}
      />
      {may === 'chosen' && (
        <Controller
          control={control}
          name="scope"
          render={({ field: { value, onChange }, fieldState: { error } }) => (
            <Checkbox.Group
              mt="sm"
              label="What its clients may do"
              labelProps={UNSEEN_LABEL}
              value={value}
              // Drop scopes that are not offered for this kind of client.
              onChange={(chosen) => onChange(chosen.filter((scope) => offered.includes(scope)))}
              error={messageOf(error)}
            >
              <SimpleGrid cols={{ base: 1, xs: 2 }} verticalSpacing="md">
                {groups.map(({ title, scopes }) => (
                  <Stack key={title} gap={8}>
                    <Text fz="xs" c="dimmed" fw={500}>
                      {title}
                    </Text>
                    {scopes.map((scope) => (
                      <Checkbox key={scope} value={scope} label={REGISTRATION_SCOPE_WORDS[scope]} />
                    ))}
                  </Stack>
                ))}
              </SimpleGrid>
            </Checkbox.Group>
          )}
        />
      )}
    </div>
  );
}
