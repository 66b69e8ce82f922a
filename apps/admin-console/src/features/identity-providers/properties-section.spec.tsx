import { describe, expect, it } from '@jest/globals';
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { EXAMPLE_VALUES } from '@passant/contracts';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import { draw } from '../../../test/draw.js';
import type { IdentityProviderForm } from './identity-provider-form.js';
import { PropertiesSection } from './properties-section.js';
import { EMPTY_IDENTITY_PROVIDER } from './script-templates.js';

/** The section inside a form whose properties are also rendered as text. */
function Form({ properties, examples = [] }: { properties: IdentityProviderForm['properties']; examples?: string[] }) {
  const form = useForm<IdentityProviderForm>({ defaultValues: { ...EMPTY_IDENTITY_PROVIDER, properties } });
  const now = useWatch({ control: form.control, name: 'properties' });
  return (
    <FormProvider {...form}>
      <PropertiesSection stored={['key']} examples={examples} readOnly={false} />
      <output>{JSON.stringify(now)}</output>
    </FormProvider>
  );
}

/** Performs an action and waits until the form has validated it. */
const after = (action: () => unknown) => act(async () => void action());

const value = () => JSON.parse(screen.getByRole('status').textContent) as unknown;

describe('the properties of a provider', () => {
  it('keep a sensitive value for as long as nothing is typed', async () => {
    draw(<Form properties={[{ identifier: 'key', sensitive: true }]} />);
    const field = screen.getByLabelText('Value of key');
    expect(field).toHaveAttribute('type', 'password');
    expect(field).toHaveAttribute('placeholder', 'Kept; type to replace it');
    await after(() => fireEvent.change(field, { target: { value: 'another' } }));
    expect(value()).toEqual([{ identifier: 'key', sensitive: true, value: 'another' }]);
    await after(() => fireEvent.change(field, { target: { value: '' } }));
    expect(value()).toEqual([{ identifier: 'key', sensitive: true }]);
  });

  it('ask for a value where what was sensitive is to be shown', async () => {
    draw(<Form properties={[{ identifier: 'key', sensitive: true }]} />);
    await after(() => fireEvent.click(screen.getByLabelText('key is sensitive')));
    expect(value()).toEqual([{ identifier: 'key', sensitive: false, value: '' }]);
    expect(screen.getByLabelText('Value of key')).toHaveValue('');
  });

  it.each([
    ['a plain one', { identifier: 'url', sensitive: false, value: EXAMPLE_VALUES['scheme.url'] }, []],
    ['a sensitive one of a template', { identifier: 'key', sensitive: true, value: EXAMPLE_VALUES['scheme.key'] }, []],
    ['a sensitive one that the server keeps', { identifier: 'key', sensitive: true }, ['key']],
  ])('say that an example stands where the real value is wanted: %s', async (_, property, examples) => {
    draw(<Form properties={[property]} examples={examples} />);
    const field = screen.getByLabelText(`Value of ${property.identifier}`);
    expect(screen.getByText('is an example; put the real value here')).toBeInTheDocument();
    expect(screen.getByText(/lets nobody in until you replace them/)).toBeInTheDocument();
    await after(() => fireEvent.change(field, { target: { value: 'https://scheme.real.example' } }));
    expect(screen.queryByText('is an example; put the real value here')).not.toBeInTheDocument();
    expect(screen.queryByText(/lets nobody in/)).not.toBeInTheDocument();
  });

  it('are added and removed', async () => {
    draw(<Form properties={[]} />);
    expect(screen.getByText('There are none.')).toBeInTheDocument();
    await after(() => fireEvent.click(screen.getByRole('button', { name: 'Add property' })));
    await waitFor(() => expect(screen.getByLabelText('Name of property 1')).toHaveFocus());
    await after(() => fireEvent.change(screen.getByLabelText('Name of property 1'), { target: { value: 'url' } }));
    await after(() => fireEvent.change(screen.getByLabelText(/^Value of/), { target: { value: 'https://x' } }));
    expect(value()).toEqual([{ identifier: 'url', sensitive: false, value: 'https://x' }]);
    await after(() => fireEvent.click(screen.getByRole('button', { name: /^Remove/ })));
    expect(value()).toEqual([]);
  });
});
