import { describe, expect, it, jest } from '@jest/globals';
import { type AdminEndpointName, mayCall } from '@passant/contracts';
import { createRouter } from '@tanstack/react-router';
import { recordEntries } from '../features/palette/palette-entries.js';
import { CONFIGURATION_PAGES, TOP_PAGES } from './navigation.js';
import { paletteEntries } from './palette-entries.js';
import { routeTree } from './routes.js';

const surroundings = {
  may: (name: AdminEndpointName) => mayCall('Admin', name),
  setColorScheme: jest.fn(),
  signOut: jest.fn(),
};
const entries = paletteEntries(surroundings);
const titles = entries.map(({ title }) => title);

describe('the pages and actions of the palette', () => {
  it('are every page of the navigation', () => {
    const pages = [...TOP_PAGES, ...CONFIGURATION_PAGES].map(({ label }) => label as string);
    expect(titles).toEqual(expect.arrayContaining(pages.filter((label) => label !== 'Configuration')));
  });

  it('lead to pages that exist, as do those of records', () => {
    const routes = Object.keys(createRouter({ routeTree } as never).routesByPath);
    const records = recordEntries({
      applications: [{ identifier: 'a', name: 'A' }],
      providers: [{ identifier: 'p', name: 'P' }],
      webClients: [{ client_id: 'w', name: 'W' }],
      apiClients: [{ client_id: 'c', name: 'C' }],
      webHooks: [{ id: 'h', name: 'H' }],
      scopes: [{ identifier: 's', description: 'S' }],
      tokens: [{ id: 't' }],
    });
    const targets = [...entries, ...records].flatMap(({ does }) => (typeof does === 'function' ? [] : [does.to]));
    expect(targets.filter((to) => !routes.includes(to))).toEqual([]);
    expect(targets.length).toBeGreaterThan(30);
  });

  it('create nothing for whoever may not change anything', () => {
    expect(titles).toContain('Create web client');
    const reading = paletteEntries({ ...surroundings, may: (name) => mayCall('Auditor', name) }).map(
      ({ title }) => title,
    );
    expect(titles.filter((title) => !reading.includes(title))).toEqual(
      titles.filter((title) => /^(Create|Invite) /.test(title)),
    );
  });

  it('are those that the role may see', () => {
    const helpdesk = paletteEntries({ ...surroundings, may: (name) => mayCall('Helpdesk', name) });
    const pages = helpdesk.filter(({ group }) => group === 'Pages').map(({ title }) => title);
    expect(pages).toEqual(['Home', 'Your account', 'Users']);
    const operator = paletteEntries({ ...surroundings, may: (name) => mayCall('Operator', name) });
    expect(titles).toContain('Administrators');
    expect(operator.map(({ title }) => title)).not.toContain('Administrators');
  });

  it('switch colours and sign out', () => {
    const does = (wanted: string) => entries.find(({ title }) => title === wanted)!.does as () => void;
    does('Dark colours')();
    expect(surroundings.setColorScheme).toHaveBeenCalledWith('dark');
    does('Sign out')();
    expect(surroundings.signOut).toHaveBeenCalledTimes(1);
  });
});
