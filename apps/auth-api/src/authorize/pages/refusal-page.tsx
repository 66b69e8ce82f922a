import type { OAuthError } from '@passant/protocol';
import { Layout } from './layout.js';
import { StrangerLink, type WayBack } from './stranger-link.js';

const TITLES: Partial<Record<OAuthError['code'], string>> = {
  invalid_client: 'This link leads nowhere',
  invalid_redirect_uri: 'This link leads nowhere',
  invalid_token: 'This page is no longer good',
  invalid_transaction: 'This page is no longer good',
  temporarily_unavailable: 'Please try again in a moment',
};

const ADVICE: Partial<Record<OAuthError['code'], string>> = {
  invalid_client: 'Whoever runs the application you came from has to put this right.',
  invalid_redirect_uri: 'Whoever runs the application you came from has to put this right.',
  temporarily_unavailable: 'Nothing was lost: reload this page.',
};

/**
 * A refusal that is shown to the person. @param wayBack link by which the person may tell the client, if they choose to
 */
export function RefusalPage({
  error,
  reference,
  wayBack,
}: {
  error: OAuthError;
  reference: string;
  wayBack?: WayBack | undefined;
}) {
  return (
    <Layout
      title={TITLES[error.code] ?? 'This did not work'}
      footer={
        <>
          Reference <code>{reference}</code>
        </>
      }
    >
      <p>{error.message}</p>
      {wayBack ? (
        <StrangerLink {...wayBack} />
      ) : (
        <p className="dimmed">{ADVICE[error.code] ?? 'Go back to the application you came from and begin again.'}</p>
      )}
    </Layout>
  );
}
