import { PATHS } from '@passant/contracts';
import { Layout } from './layout.js';
import { CancelButton, ContinueButton, PageForm } from './page-form.js';
import type { PageContext } from './provider-pages.js';
import { ScopeInWords, type ToldByScope } from './told.js';

/**
 * The person has been identified and decides whether the client may be told. Their decision is not remembered.
 * `host`: where a document describes the client, if one does. Its name is only what that document says.
 */
export function ConsentPage({
  interaction,
  clientName,
  place,
  onDevice,
  told,
  host,
  stateless,
}: PageContext & { onDevice: boolean; told: ToldByScope[]; host: string | undefined; stateless: boolean }) {
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
      {host === undefined ? null : (
        <p className="dimmed">
          <bdi>{host}</bdi> published this about itself. Nobody here checked the name.
        </p>
      )}
      {onDevice ? (
        <p className="notice warn">
          This leads to a program on your own device. Only go on if you have just started it yourself.
        </p>
      ) : null}
      <h2 id="scopes">It asks to</h2>
      <ul className="scopes" aria-labelledby="scopes">
        {told.map(({ scope, claims }) => (
          <li key={scope}>
            <ScopeInWords scope={scope} claims={claims} />
          </li>
        ))}
      </ul>
      <p className="dimmed">
        It is told nothing else about you.{stateless ? ' No profile of you is kept here.' : null}
      </p>
      <PageForm action={PATHS.authorizeConsent} interaction={interaction}>
        <ContinueButton>Allow</ContinueButton>
        <CancelButton>Do not allow</CancelButton>
      </PageForm>
    </Layout>
  );
}
