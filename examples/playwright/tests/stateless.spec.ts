import { expect, PERSONAS, shows, test } from '@passant/playwright';

test(
  'a person passes through, and nothing of them is kept',
  shows('no-profile', 'no-refresh-token'),
  async ({ passant, phone, scheme, resourceServer }) => {
    const provider = await passant.given.signedChallenge(scheme);
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));

    const registration = await phone.registerStatelessly(provider, { as: 'adult' });

    await expect(registration).toBeStateless();
    await expect(registration).toBeActiveToken({ sub: PERSONAS.adult.sub });
    expect((await resourceServer.call(registration.token)).status).toBe(200);
  },
);

test('an app without its key is refused', async ({ passant, phone }) => {
  const provider = await passant.given.provider();
  await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
  await phone.loseKey();
  await expect(await phone.registerStatelessly(provider)).toBeRefused('invalid_client');
});
