import { describe, expect, it } from '@jest/globals';
import { effectiveBehaviour } from './effective-behaviour.js';
import { EMPTY_APPLICATION, type ApplicationForm } from './application-form.js';
import { statelessBlockers, type ProviderChoice } from './stateless-blockers.js';

const scheme: ProviderChoice = {
  identifier: 'scheme',
  name: 'National scheme',
  flow: 'TWO_STEP',
  enabled: true,
  default: false,
};

/** An application with everything enabled, except for one change. */
function form(change: Partial<ApplicationForm> = {}): ApplicationForm {
  return {
    ...EMPTY_APPLICATION,
    identifier: 'city-app',
    name: 'City services',
    user_authentication: {
      stateless_authentication: true,
      stateless_session: false,
      implicit_authentication: false,
      mobile_authentication: false,
      refresh_tokens: false,
    },
    identity_providers: ['scheme'],
    access_token_validity: 300,
    ...change,
  };
}

const told = (change?: Partial<ApplicationForm>, providers = [scheme]) =>
  effectiveBehaviour(form(change), providers).map(({ kind, text }) => `${kind}: ${text}`);

describe('what stateless authentication lacks', () => {
  it.each<[string, Partial<ApplicationForm>, ProviderChoice[], string[]]>([
    ['nothing, with an enabled provider', {}, [scheme], []],
    ['nothing, with an enabled default provider', { identity_providers: [] }, [{ ...scheme, default: true }], []],
    ['a mobile client', { client_type: 'web' }, [scheme], ['not_mobile']],
    ['an enabled application', { enabled: false }, [scheme], ['application_disabled']],
    ['a provider', { identity_providers: [] }, [scheme], ['no_identity_provider']],
    ['an enabled provider', {}, [{ ...scheme, enabled: false }], ['no_enabled_identity_provider']],
    [
      'several things at once',
      { client_type: 'web', enabled: false, identity_providers: [] },
      [],
      ['not_mobile', 'application_disabled', 'no_identity_provider'],
    ],
  ])('%s', (_, change, providers, expected) => {
    expect(statelessBlockers(form(change), providers)).toEqual(expected);
  });

  it('is not answered by a default provider where a disabled one is linked', () => {
    const providers = [
      { ...scheme, enabled: false },
      { ...scheme, identifier: 'other', default: true },
    ];
    expect(statelessBlockers(form(), providers)).toEqual(['no_enabled_identity_provider']);
  });
});

describe('effective behaviour', () => {
  it('says how long a stateless token lives and what it cannot do', () => {
    expect(told()).toEqual(
      expect.arrayContaining([
        'does: Whoever registers statelessly gets a token for 5 minutes. No profile is stored.',
        'refuses: With that token: no mobile authentication enrolment, no implicit authentication, no refresh token.',
      ]),
    );
  });

  it('says how long a stateless session lasts, whatever else is refused', () => {
    const { user_authentication } = form();
    const lines = told({
      user_authentication: { ...user_authentication, stateless_session: true },
      stateless_session_duration: 1800,
    });
    expect(lines.slice(0, 3)).toEqual([
      'does: Whoever registers statelessly gets a token for 5 minutes and a refresh token. No profile is stored.',
      'does: The session ends 30 minutes after the registration, however often it is refreshed.',
      'refuses: With that token: no mobile authentication enrolment, no implicit authentication.',
    ]);
  });

  it('says that people may be sent to the login pages only where it is said what they lead back to', () => {
    const line = 'does: An app may also send people to the login pages for that, in a browser.';
    expect(told()).not.toContain(line);
    expect(told({ stateless_redirect_uris: ['com.example.app:/back'] })).toContain(line);
  });

  it('says that nothing works while the application is disabled, and nothing else', () => {
    expect(told({ enabled: false })).toEqual([
      'refuses: Every request of this application is refused, because it is disabled.',
    ]);
  });

  it('does not promise a stateless registration that would be refused', () => {
    const lines = told({ client_type: 'web' });
    expect(lines[0]).toBe('missing: Stateless registration is refused until what is missing is there.');
    expect(lines.join()).not.toContain('Whoever registers statelessly');
  });

  it('says that stateless registration is refused while the switch is off', () => {
    const off = { ...form().user_authentication, stateless_authentication: false };
    expect(told({ user_authentication: off })[0]).toBe('refuses: Stateless registration is refused.');
  });

  it('names scopes, providers and versions', () => {
    const lines = told({
      default_scopes: ['openid'],
      additional_scopes: ['profile', 'openid'],
      versions: [
        { platform: 'ios', version: '2.0', status: 'LOGIN_REGISTRATION' },
        { platform: 'android', version: '1.9', status: 'LOGIN_ONLY' },
        { platform: 'android', version: '1.0', status: 'DISABLED' },
      ],
    });
    expect(lines).toEqual(
      expect.arrayContaining([
        'does: People register with National scheme (two steps).',
        'does: A request without a scope gets openid.',
        'does: It may also ask for profile.',
        'does: New installations: iOS 2.0 only.',
        'does: Android 1.9: installed apps go on, new ones are refused.',
        'refuses: Android 1.0: everything is refused.',
      ]),
    );
  });

  it('speaks of a token without a time while the field holds no number', () => {
    expect(told({ access_token_validity: NaN })[0]).toBe(
      'does: Whoever registers statelessly gets a token. No profile is stored.',
    );
  });
});
