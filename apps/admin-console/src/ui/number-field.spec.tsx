import { afterEach, describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useForm } from 'react-hook-form';
import { draw } from '../../test/draw.js';
import { NumberField } from './number-field.js';

afterEach(() => {
  document.documentElement.lang = '';
});

function Form({ onValue }: { onValue: (value: number) => void }) {
  const { control, getValues } = useForm({ defaultValues: { seconds: 86_400 } });
  return (
    <>
      <NumberField control={control} name="seconds" label="Seconds" />
      <button onClick={() => onValue(getValues('seconds'))}>Tell</button>
    </>
  );
}

describe('A field for a number', () => {
  it.each([
    ['en', '86,400', '1,205'],
    ['nl', '86.400', '1.205'],
  ])('groups digits as the texts beside it do, in %s', async (language, shown, typed) => {
    document.documentElement.lang = language;
    const told: number[] = [];
    draw(<Form onValue={(value) => void told.push(value)} />);
    const field = screen.getByLabelText<HTMLInputElement>('Seconds');
    expect(field.value).toBe(shown);
    await userEvent.clear(field);
    await userEvent.type(field, '1205');
    expect(field.value).toBe(typed);
    await userEvent.click(screen.getByRole('button', { name: 'Tell' }));
    expect(told).toEqual([1205]);
  });
});
