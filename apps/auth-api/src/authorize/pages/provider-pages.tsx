import { PATHS } from '@passant/contracts';
import { Destination, Layout } from './layout.js';
import { CancelButton, ContinueButton, OtherProviderButton, PageForm } from './page-form.js';

/** The context that pages show about the request; `interaction` is passed from page to page. */
export interface PageContext {
  interaction: string;
  clientName: string;
  /** The destination that the person will be sent back to, in words. */
  place: string;
}

/** An identity provider that the person may choose. */
interface OfferedProvider {
  identifier: string;
  name: string;
}

/** Lets the person choose an identity provider. */
export function ProvidersPage({
  interaction,
  clientName,
  place,
  providers,
}: PageContext & { providers: OfferedProvider[] }) {
  return (
    <Layout title="Sign in" footer={<Destination place={place} />}>
      <p className="dimmed">
        <bdi>{clientName}</bdi> wants to know who you are. How do you want to sign in?
      </p>
      <ul className="providers">
        {providers.map(({ identifier, name }) => (
          <li key={identifier}>
            <PageForm action={PATHS.authorizeProvider} interaction={interaction}>
              <input type="hidden" name="provider" value={identifier} />
              <ContinueButton>{name}</ContinueButton>
            </PageForm>
          </li>
        ))}
      </ul>
      <PageForm action={PATHS.authorizeProvider} interaction={interaction}>
        <CancelButton />
      </PageForm>
    </Layout>
  );
}

/** A provider with an *init* step starts only when the person says so: opening a URL must not trigger anything. */
export function StartPage({
  interaction,
  clientName,
  place,
  provider,
  others,
  message,
}: PageContext & { provider: OfferedProvider; others: boolean; message?: string }) {
  return (
    <Layout title={`Sign in with ${provider.name}`} footer={<Destination place={place} />}>
      <p className="dimmed">
        <bdi>{clientName}</bdi> wants to know who you are.
      </p>
      {message === undefined ? null : (
        <p className="notice warn" role="alert">
          {message}
        </p>
      )}
      <PageForm action={PATHS.authorizeProvider} interaction={interaction}>
        <input type="hidden" name="provider" value={provider.identifier} />
        <ContinueButton>{message === undefined ? 'Continue' : 'Try again'}</ContinueButton>
        <CancelButton />
        {others ? <OtherProviderButton /> : null}
      </PageForm>
    </Layout>
  );
}

/** Lets the person answer the provider. The challenge and the message about the last answer are shown as plain text. */
export function AnswerPage({
  interaction,
  clientName,
  place,
  provider,
  others,
  challenge,
  message,
}: PageContext & { provider: OfferedProvider; others: boolean; challenge?: string; message?: string }) {
  const title = `Sign in with ${provider.name}`;
  const described = [message === undefined ? [] : ['message'], challenge === undefined ? [] : ['challenge']].flat();
  return (
    <Layout
      title={message === undefined ? title : `Try again: ${title}`}
      heading={title}
      footer={<Destination place={place} />}
    >
      <p className="dimmed">
        <bdi>{clientName}</bdi> wants to know who you are.
      </p>
      {challenge === undefined ? null : (
        <>
          <h2 id="challenge">{`${provider.name} asks`}</h2>
          <pre tabIndex={0} role="region" aria-labelledby="challenge">
            {challenge}
          </pre>
        </>
      )}
      {message === undefined ? null : (
        <p id="message" className="notice warn" role="alert">
          {message}
        </p>
      )}
      <PageForm action={PATHS.authorizeAnswer} interaction={interaction}>
        <label htmlFor="data">Your answer</label>
        <textarea
          id="data"
          name="data"
          rows={3}
          maxLength={32_768}
          required
          autoFocus
          spellCheck={false}
          autoCapitalize="off"
          aria-invalid={message === undefined ? undefined : true}
          aria-describedby={described.length === 0 ? undefined : described.join(' ')}
        />
        <ContinueButton>Continue</ContinueButton>
        <CancelButton />
        {others ? <OtherProviderButton /> : null}
      </PageForm>
    </Layout>
  );
}
