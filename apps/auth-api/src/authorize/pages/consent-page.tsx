import { PATHS } from '@passant/contracts';
import { Layout } from './layout.js';
import { CancelButton, ContinueButton, PageForm } from './page-form.js';
import type { PageContext } from './provider-pages.js';

/** The person is known; whether the client may be told is theirs to say. Nothing of the answer is remembered. */
export function ConsentPage({
  interaction,
  clientName,
  place,
  onDevice,
  scopes,
}: PageContext & { onDevice: boolean; scopes: string[] }) {
  return (
    <Layout
      title={`Continue to ${clientName}?`}
      heading={
        <>
          Continue to <bdi>{clientName}</bdi>?
        </>
      }
    >
      <p className="dimmed">
        <bdi>{clientName}</bdi> will get access, and you will be sent to
      </p>
      <p className="place">
        <bdi>{place}</bdi>
      </p>
      {onDevice ? (
        <p className="notice warn">
          This leads to a program on your own device. Only go on if you have just started it yourself.
        </p>
      ) : null}
      <h2 id="scopes">It asks to</h2>
      <ul className="scopes" aria-labelledby="scopes">
        {scopes.map((scope) => (
          <li key={scope}>
            {scope === 'openid' ? (
              'know who you are'
            ) : (
              <>
                use <code>{scope}</code>
              </>
            )}
          </li>
        ))}
      </ul>
      <PageForm action={PATHS.authorizeConsent} interaction={interaction}>
        <ContinueButton>Allow</ContinueButton>
        <CancelButton>Do not allow</CancelButton>
      </PageForm>
    </Layout>
  );
}
