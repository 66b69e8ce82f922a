import { describe, expect, it } from '@jest/globals';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { draw } from '../../../test/draw.js';
import { FRAMEWORKS } from './resource-server-example.js';
import { ResourceServerSection } from './resource-server-section.js';

const client = {
  client_id: 'gateway-7',
  token_endpoint_auth_method: 'client_secret_basic' as const,
  scopes: ['onegini_api_token_introspection' as const],
  resources: [],
};
const program = (framework: string) =>
  screen.getByRole('figure', { name: `Accept tokens with ${framework}` }).textContent;

describe('How a back end accepts tokens', () => {
  it.each(FRAMEWORKS)('is shown with the values of the client for %s, and no secret', async (framework) => {
    draw(<ResourceServerSection client={client} />);
    await userEvent.click(screen.getByText(framework));
    expect(program(framework)).toContain(`url: '${window.location.origin}'`);
    expect(program(framework)).toContain(`clientId: 'gateway-7'`);
    expect(program(framework)).toContain('clientSecret: process.env.API_SECRET');
    const name = { Express: 'express', Fastify: 'fastify', NestJS: 'nest' }[framework];
    expect(program(framework)).toContain(`from '@passant/resource-server/${name}'`);
    expect(screen.getByText(`examples/resource-server-${name}`)).toBeInTheDocument();
  });

  it('can be copied whole', async () => {
    const user = userEvent.setup();
    draw(<ResourceServerSection client={client} />);
    await user.click(screen.getByRole('button', { name: /Copy program/ }));
    const copied = await navigator.clipboard.readText();
    expect(copied).toMatch(/^import \{ ResourceServer \}/);
    expect(program('Express')).toContain(copied);
  });

  it('is shown with a key where the client has one', () => {
    draw(<ResourceServerSection client={{ ...client, token_endpoint_auth_method: 'private_key_jwt' }} />);
    expect(program('Express')).toContain('privateKey: process.env.API_PRIVATE_KEY');
    expect(program('Express')).not.toContain('clientSecret');
  });

  it.each([
    [['https://orders.example.com', 'urn:orders'], true],
    [['urn:orders'], false],
    [[], false],
  ])('names the resource that the client guards, where it is an address: %j', (resources, named) => {
    draw(<ResourceServerSection client={{ ...client, resources }} />);
    expect(program('Express').includes("resource: 'https://orders.example.com'")).toBe(named);
    expect(program('Express').includes('resource:')).toBe(named);
  });

  it('is not shown where the client may not introspect', () => {
    draw(<ResourceServerSection client={{ ...client, scopes: ['onegini_api_events'] }} />);
    expect(screen.queryByText('In a back end')).not.toBeInTheDocument();
  });
});
