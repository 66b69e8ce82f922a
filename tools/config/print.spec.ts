import { renderDrift, renderPlan } from './print.js';

const plan = (name: string) => ({
  etag: '"1"',
  changes: [
    {
      action: 'change' as const,
      section: 'applications' as const,
      identifier: 'city-app',
      fields: [{ path: 'name', from: 'City', to: name }],
      consequences: [`It is called ${name}.`],
    },
  ],
  left_alone: [{ section: 'scopes' as const, identifier: name }],
});

const HOSTILE = ['\u001b[2K', '\u009b2K', '\u0085', '\u2028', '\u202e', '\u2066'];

describe('A plan', () => {
  it.each(HOSTILE)(
    'shows %j as what it is, wherever it stands, so that nobody reads something else than what is planned',
    (character) => {
      const text = renderPlan(plan(`a${character}b`));
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      expect(text.split('\n')).toHaveLength(5);
      expect(text.split(`\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)).toHaveLength(4);
    },
  );
});

describe('A drift', () => {
  it.each(HOSTILE)('shows %j as what it is as well, in what was changed and in who applied', (character) => {
    const { changes } = plan(`a${character}b`);
    const text = renderDrift({ applied: [{ section: 'scopes', at: 1_700_000_000, by: `ci${character}` }], changes });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
    expect(text.split('\n')).toHaveLength(5);
  });
});
