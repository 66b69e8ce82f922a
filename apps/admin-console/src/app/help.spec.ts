import { describe, expect, it } from '@jest/globals';
import { createRouter } from '@tanstack/react-router';
import { HELP, helpOf } from './help.js';
import { routeTree } from './routes.js';

/** Pages without the header, and what only leads on to another page. */
const WITHOUT_HEADER = ['/sign-in', '/sign-in/company', '/second-factor', '/invitation', '/configuration'];

describe('the help', () => {
  it('is there for every page, and for no page that does not exist', () => {
    const routes = Object.keys(createRouter({ routeTree } as never).routesByPath);
    const pages = [...new Set(routes.map((path) => path.replace(/(?<=.)\/$/, '')))];
    expect(Object.keys(HELP).sort()).toEqual(pages.filter((path) => !WITHOUT_HEADER.includes(path)).sort());
  });

  it.each([
    ['/', '/docs/passant#five-minutes-in-the-console'],
    ['/configuration/applications', '/docs/administration#applications'],
    ['/configuration/applications/', '/docs/administration#applications'],
    ['/configuration/applications/$identifier/try', '/docs/administration#trying-an-application-out'],
    ['/nowhere', '/docs/'],
  ])('of %s is %s', (path, address) => {
    expect(helpOf(path)).toBe(address);
  });
});
