import { describe, expect, it } from '@jest/globals';
import { act, fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { draw } from '../../test/draw.js';
import { DAY, endOfDay } from '../lib/days.js';
import { type AudienceForm, AudiencePolicyField, endInWords } from './audience-policy-field.js';

function Form({ stored }: { stored: AudienceForm }) {
  const form = useForm<AudienceForm>({ defaultValues: stored });
  const now = useWatch({ control: form.control });
  return (
    <FormProvider {...form}>
      <AudiencePolicyField label="Audience" />
      <output aria-label="form">{JSON.stringify(now)}</output>
    </FormProvider>
  );
}

const value = () => JSON.parse(screen.getByLabelText('form').textContent) as AudienceForm;
const now = () => Date.now() / 1000;

async function choose(words: RegExp): Promise<void> {
  await userEvent.click(screen.getByRole('combobox', { name: 'Audience' }));
  await userEvent.click(await screen.findByRole('option', { name: words, hidden: true }));
}

describe('the audience of assertions', () => {
  it('is strict, and an end is asked for with an exception alone', () => {
    draw(<Form stored={{ audience_policy: 'STRICT', lenient_until: null }} />);
    expect(screen.queryByLabelText('Last day of the exception')).toBeNull();
  });

  it('gets an end within a year with the exception, and loses it with the strict rule', async () => {
    draw(<Form stored={{ audience_policy: 'STRICT', lenient_until: null }} />);
    await choose(/until a day/);
    expect(value().audience_policy).toBe('LEGACY');
    expect(value().lenient_until).toBeGreaterThan(now() + 80 * DAY);
    expect(value().lenient_until).toBeLessThan(now() + 100 * DAY);
    await choose(/issuer only/);
    expect(value()).toEqual({ audience_policy: 'STRICT', lenient_until: null });
  });

  it('is extended by a later day, and says what the day means', async () => {
    draw(<Form stored={{ audience_policy: 'LEGACY', lenient_until: now() + 3 * DAY }} />);
    expect(screen.getByText('Ends in 2 days')).toBeInTheDocument();
    const later = '2100-05-17';
    await act(async () =>
      fireEvent.change(screen.getByLabelText('Last day of the exception'), { target: { value: later } }),
    );
    expect(value().lenient_until).toBe(endOfDay(later));
  });

  it('says of an exception that is over that the strict rule holds', () => {
    expect(endInWords(1_700_000_000, 1_700_000_000)).toMatch(/^Ended on .*: the issuer only$/);
  });
});
