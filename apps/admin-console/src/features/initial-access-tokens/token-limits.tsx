import { useState } from 'react';
import { Button, Collapse, Select, SimpleGrid, Stack } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Controller, useFormContext, useFormState } from 'react-hook-form';
import { messageOf } from '../../lib/form-errors.js';
import { TagsField } from '../../ui/tags-field.js';
import type { TokenForm } from './token-form.js';

export const LIFETIMES = [
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
  { value: '31536000', label: '1 year' },
];

/** Settings that most tokens do not need: redirect hosts, client lifetime, token encoding. */
export function FurtherLimits({ withRedirects }: { withRedirects: boolean }) {
  const { control } = useFormContext<TokenForm>();
  const { errors } = useFormState({ control });
  const [open, setOpen] = useState(false);
  // Never hide a field that has an error.
  const shown = open || Boolean(errors.redirect_hosts ?? errors.client_lifetime ?? errors.encoding);
  const Icon = shown ? IconChevronDown : IconChevronRight;
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-expanded={shown}
        leftSection={<Icon size={14} aria-hidden />}
        onClick={() => setOpen(!open)}
      >
        Further limits
      </Button>
      <Collapse expanded={shown}>
        <Stack gap="md" pt="sm">
          {withRedirects && (
            <TagsField
              control={control}
              name="redirect_hosts"
              label="Redirect hosts"
              description="Where its clients may send people to. None: anywhere."
              placeholder="shop.example.com"
            />
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Controller
              control={control}
              name="client_lifetime"
              render={({ field: { value, onChange, onBlur, ref }, fieldState: { error } }) => (
                <Select
                  ref={ref}
                  label="Unused clients"
                  description="When a client that is never used goes."
                  data={[{ value: '0', label: 'Stay' }, ...LIFETIMES]}
                  allowDeselect={false}
                  value={String(value)}
                  onChange={(period) => onChange(Number(period))}
                  onBlur={onBlur}
                  error={messageOf(error)}
                />
              )}
            />
            <Controller
              control={control}
              name="encoding"
              render={({ field: { value, onChange, onBlur, ref } }) => (
                <Select
                  ref={ref}
                  label="Form of the token"
                  description="Both are spent in the same way."
                  data={[
                    { value: 'IDENTIFIER', label: 'Identifier' },
                    { value: 'SELF_CONTAINED', label: 'Signed JWT' },
                  ]}
                  allowDeselect={false}
                  value={value}
                  onChange={onChange}
                  onBlur={onBlur}
                />
              )}
            />
          </SimpleGrid>
        </Stack>
      </Collapse>
    </div>
  );
}
