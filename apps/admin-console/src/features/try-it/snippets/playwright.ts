import { scopesOfToken, scopesToAskFor } from '../outlook.js';
import { type SnippetValues, literal } from './snippet.js';

/**
 * A Playwright test with `@passant/playwright`. It makes an application and a provider like these on the server that
 * the test runs against, and removes them.
 */
export function playwrightSnippet({ application, provider, platform, version, schemeKey }: SnippetValues): string {
  const asked = scopesToAskFor(application);
  const scope = scopesOfToken(application).join(' ');
  const like = {
    ...(application.enabled ? {} : { enabled: false }),
    user_authentication: application.user_authentication,
    default_scopes: application.default_scopes,
    additional_scopes: application.additional_scopes,
    access_token_validity: application.access_token_validity,
    versions: application.versions,
  };
  const members = JSON.stringify(like, null, 2).split('\n').slice(1, -1).join('\n  ');
  const simulated = schemeKey !== undefined;
  return `import { expect,${simulated ? ' PERSONAS,' : ''} test } from '@passant/playwright';

test(${literal(`${application.name}: a person passes through`)}, async ({ passant, phone${simulated ? ', scheme' : ''} }) => {
  ${simulated ? 'const provider = await passant.given.signedChallenge(scheme);' : providerLike(provider)}
  const application = await passant.given.application({
  ${members},
    "identity_providers": [provider.identifier]
  });
  await phone.install(application, { platform: '${platform}', version: ${literal(version)} });

  const registration = await phone.registerStatelessly(provider, { ${[
    simulated ? "as: 'adult'" : "data: '' /* what the app brings back from the scheme */",
    ...(asked ? [`scope: [${asked.map(literal).join(', ')}]`] : []),
  ].join(', ')} });

  await expect(registration).toBeStateless();
  await expect(registration).toBeActiveToken({ ${simulated ? 'sub: PERSONAS.adult.sub, ' : ''}scope: ${literal(scope)} });
});
`;
}

/** The same scripts. Values of sensitive properties are not known here. */
function providerLike({ enabled, flow, scripts, allowed_hosts: hosts, properties }: SnippetValues['provider']): string {
  const told = properties.map(({ identifier, sensitive, value }) => ({
    identifier,
    sensitive,
    value: sensitive ? 'put the value for tests here' : value,
  }));
  const { init, complete } = scripts;
  const like = {
    ...(enabled ? {} : { enabled }),
    flow,
    scripts: init === undefined ? { complete } : { init, complete },
    allowed_hosts: hosts,
    properties: told,
  };
  return `const provider = await passant.given.provider(${JSON.stringify(like, null, 2).split('\n').join('\n  ')});`;
}
