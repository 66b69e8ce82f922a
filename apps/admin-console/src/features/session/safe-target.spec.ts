import { describe, expect, it } from '@jest/globals';
import { safeTarget } from './safe-target.js';

describe('where sign-in leads', () => {
  it.each([
    ['/configuration/applications?q=a', '/configuration/applications?q=a'],
    [undefined, '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('%s leads to %s', (target, expected) => expect(safeTarget(target)).toBe(expected));
});
