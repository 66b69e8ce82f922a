import { describe, expect, it } from '@jest/globals';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { FormProvider, useForm } from 'react-hook-form';
import { draw } from '../../../test/draw.js';
import { keys } from '../../lib/queries/keys.js';
import { ApiResourcesSection } from './api-resources-section.js';

const ORDERS = 'https://orders.example.com';
const COUNTS = { complete: true, applications: [{ application: 'city-app', seen: 4, kept: 1, unnamed: 2 }] };

function Form({ resources, sight }: { resources: string[]; sight: 'APPLICATIONS' | 'RESOURCES' }) {
  const form = useForm({ defaultValues: { name: 'Orders', resources, introspection_sight: sight } });
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  client.setQueryData(keys.sightPreview('api', resources), COUNTS);
  return (
    <QueryClientProvider client={client}>
      <FormProvider {...form}>
        <ApiResourcesSection clientId="api" />
      </FormProvider>
    </QueryClientProvider>
  );
}

describe('the section of an API that has a name', () => {
  it('shows nothing to publish and nothing to lose while the API has no name', () => {
    draw(<Form resources={[]} sight="APPLICATIONS" />);
    expect(screen.queryByRole('figure')).toBeNull();
    expect(screen.queryByText('What it would stop seeing')).toBeNull();
  });

  it('shows the metadata to publish, and where, once it has one', () => {
    draw(<Form resources={[ORDERS]} sight="APPLICATIONS" />);
    expect(screen.getByRole('figure')).toHaveAccessibleName(
      /orders.example.com\/.well-known\/oauth-protected-resource/,
    );
    expect(screen.queryByText('What it would stop seeing')).toBeNull();
  });

  it('says before it is saved what would look inactive', () => {
    draw(<Form resources={[ORDERS]} sight="RESOURCES" />);
    expect(screen.getByText('What it would stop seeing')).toBeInTheDocument();
    expect(screen.getByText(/^city-app: 3 of 4 live tokens would look inactive/)).toBeInTheDocument();
  });
});
