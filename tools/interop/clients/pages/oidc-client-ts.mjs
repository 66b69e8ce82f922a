const { issuer, clientId, redirectUri } = await (await fetch('/settings.json')).json();

/** Shows the page's result, which the test reads. */
function show(outcome) {
  document.querySelector('output').textContent = JSON.stringify(outcome);
}

try {
  // #region page
  const manager = new oidc.UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    loadUserInfo: true,
  });
  if (!new URLSearchParams(location.search).has('code')) await manager.signinRedirect();
  const user = await manager.signinRedirectCallback();
  const renewed = await manager.signinSilent();
  await manager.revokeTokens(['access_token', 'refresh_token']);
  // #endregion
  show({ email: user.profile.email, renewed: renewed.access_token !== user.access_token });
} catch (error) {
  show({ error: `${error.name}: ${error.message}` });
}
