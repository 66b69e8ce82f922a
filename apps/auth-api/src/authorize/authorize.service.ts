import { Injectable } from '@nestjs/common';
import { type AnswerForm, type ChooseProviderForm, type ConsentForm, MAX_ATTEMPTS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Allowance,
  type AnswerAddress,
  type AuthorizationParameters,
  AuthorizationRefusal,
  type Client,
  CODE_VALIDITY,
  INTERACTION_VALIDITY,
  type IdentityProvider,
  OAuthError,
  answerLocation,
  asksForStateless,
  awaitsExchange,
  claimsOf,
  firstProvider,
  offeredProviders,
  planAuthorization,
  requireAddressee,
  requireClientId,
  startInput,
} from '@passant/protocol';
import { Clients } from '../client-auth/clients.js';
import { Decisions } from '../client-auth/decisions.js';
import { ProviderSteps } from '../identification/provider-steps.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { NO_ORIGIN, noteFacts } from '../platform/http/request-facts.js';
import { Issuer } from '../platform/issuer.js';
import { Audiences } from '../credentials/audiences.js';
import { Secrets } from '../credentials/secrets.js';
import { CodeRecorder } from './code-recorder.js';
import type { Interaction } from './interactions.js';
import type { Turn, View } from './page-view.js';
import type { ToldByScope } from './pages/told.js';

/**
 * Maximum length of a challenge, in characters, that a page carries along; a longer one is not shown again on the next
 * attempt.
 */
const CARRIED_CHALLENGE = 8192;

/** A person on the login pages, with everything that must still hold at each of them. */
interface Standing {
  interaction: Interaction;
  allowance: Allowance;
  address: AnswerAddress;
  offered: IdentityProvider[];
}

/** Issues authorization codes: asks people who they are and whether the client may know. */
@Injectable()
export class AuthorizeService {
  constructor(
    private readonly clients: Clients,
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly steps: ProviderSteps,
    private readonly decisions: Decisions,
    private readonly codes: CodeRecorder,
    private readonly audiences: Audiences,
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins an authorization request, for which a client sends a browser here. Throws errors that must be shown to the
   * person, and an `AuthorizationRefusal` for all others.
   */
  async begin(parameters: AuthorizationParameters): Promise<Turn> {
    if (asksForStateless(parameters)) noteFacts(NO_ORIGIN);
    const addressee = await this.addressee(requireClientId(parameters), parameters);
    const offered = this.audiences.offeredTo(addressee.allowance.client, this.configuration.allApiClients());
    const plan = planAuthorization(addressee, parameters, offered);
    const { redirectUri, state, nonce, scopes, resources, codeChallenge, stateless, allowance } = plan;
    const standing = this.standing(addressee, {
      clientId: allowance.client.clientId,
      incarnation: allowance.client.incarnation,
      ...(allowance.application ? { issuance: allowance.application.issuance } : {}),
      redirectUri,
      ...(state === undefined ? {} : { state }),
      ...(nonce === undefined ? {} : { nonce }),
      scopes,
      ...(resources.length === 0 ? {} : { resources }),
      ...(codeChallenge === undefined ? {} : { codeChallenge }),
      ...(stateless ? { stateless } : {}),
      attempts: 0,
      expiresAt: this.clock.now() + INTERACTION_VALIDITY,
    });
    const provider = firstProvider(allowance.application, standing.offered);
    return provider ? this.beginWith(standing, provider) : this.choose(standing);
  }

  /** The person chose a provider, or started with the one that was shown. */
  async chooseProvider(interaction: Interaction, form: ChooseProviderForm): Promise<Turn> {
    const standing = await this.resume(interaction);
    if (form.decision === 'cancel') return this.deny(standing);
    if (form.decision === 'providers') return this.choose(standing);
    const provider = this.requireOffered(standing, form.provider);
    return provider.flow === 'ONE_STEP' ? this.beginWith(standing, provider) : this.ask(standing, provider);
  }

  /**
   * The person answered: the provider's script says who they are, that they may try again, or that the attempt has
   * failed.
   */
  async answer(interaction: Interaction, form: AnswerForm): Promise<Turn> {
    const standing = await this.resume(interaction);
    if (form.decision === 'cancel') return this.deny(standing);
    if (form.decision === 'providers') return this.choose(standing);
    const provider = this.requireAsking(standing);
    noteFacts({ identityProvider: provider.identifier });
    const { transactionId, attempts, challenge } = interaction;
    if (attempts >= MAX_ATTEMPTS || (provider.flow === 'TWO_STEP' && transactionId === undefined)) {
      return this.deny(standing);
    }
    const { client, application } = standing.allowance;
    const end = await this.orToClient(standing, () =>
      orEnded(
        this.steps.complete(
          { client, application, provider },
          { data: form.data, transactionId },
          (user, transaction) =>
            this.decided(standing, provider, (allowance, offered) =>
              this.codes.record(interaction, allowance, offered, user, transaction),
            ),
        ),
      ),
    );
    if (end === 'over') return this.startAgain(standing, provider);
    const { outcome, recorded, mayRetry } = end;
    const ending = outcome.kind === 'valid' ? 'SUCCESS' : 'FAILURE';
    const name = `CUSTOM_REGISTRATION_COMPLETE_${ending}` as const;
    // The event names nobody: the person has not yet agreed to being registered.
    this.events.record(interaction.stateless ? `STATELESS_${name}` : name, { details: { status: outcome.status } });
    if (recorded !== undefined) {
      const { transactionId: _spent, challenge: _met, ...rest } = interaction;
      return turn(standing, {
        show: 'consent',
        told: this.toldBy(interaction.scopes),
        interaction: { ...rest, code: recorded },
      });
    }
    if (!mayRetry || attempts + 1 >= MAX_ATTEMPTS) return this.deny(standing);
    const message = outcome.data ?? 'That was not the right answer. Try again.';
    const next = { ...interaction, attempts: attempts + 1 };
    return turn(standing, { show: 'answer', provider, challenge, message, interaction: next });
  }

  /** The person gave or refused consent to what the client asked for. */
  async consent(interaction: Interaction, form: ConsentForm): Promise<Turn> {
    const standing = await this.resume(interaction);
    const now = this.clock.now();
    const code = this.secrets.readToken('authorization-code', interaction.code ?? '', now);
    if (!code) throw over('there is no code to consent to');
    if (form.decision !== 'continue') {
      await this.store.authorizationCodes.discard(code.hash);
      return this.deny(standing);
    }
    this.requireAsking(standing);
    if (await this.store.authorizationCodes.approve(code.hash, now + CODE_VALIDITY, now)) {
      this.events.record('CONSENT_GIVEN', { details: { scope: interaction.scopes.join(' ') } });
      this.events.record('AUTHZ_REQUEST_GRANT_CREATED', { details: { scope: interaction.scopes.join(' ') } });
    } else if (!awaitsExchange(await this.store.authorizationCodes.find(code.hash), now)) {
      throw over('the code was used, taken back, or expired');
    }
    // If the button was pressed twice, or the response was lost, the browser gets the same code again.
    return this.answerClient(standing.address, { code: interaction.code! });
  }

  private async addressee(
    clientId: string,
    parameters: AuthorizationParameters,
  ): Promise<{ allowance: Allowance; address: AnswerAddress }> {
    const client = await this.clients.find(clientId);
    return requireAddressee(client, this.configuration.application(client?.application ?? null), parameters);
  }

  /** Checks again everything that held when the person arrived: an administrator may have changed it since. */
  private async resume(interaction: Interaction): Promise<Standing> {
    if (interaction.stateless) noteFacts(NO_ORIGIN);
    // The page may be another process's, which knew of a provider that is new here.
    await this.configuration.hearOf({ identityProvider: interaction.provider ?? null });
    const { clientId, redirectUri, state } = interaction;
    const values = { redirect_uri: redirectUri, ...(state === undefined ? {} : { state }) };
    const addressee = await this.addressee(clientId, { values, repeated: new Set() });
    if (addressee.allowance.client.incarnation !== interaction.incarnation) {
      throw over('the client was deleted, and there is another of its identifier');
    }
    if (addressee.allowance.application?.issuance !== interaction.issuance) {
      throw over('all tokens of the application were ended');
    }
    return this.standing(addressee, interaction);
  }

  /** Carries out what a person's step led to, and decides again whether it may if anything changed meanwhile. */
  private async decided<Result>(
    { interaction, allowance }: Standing,
    provider: IdentityProvider,
    act: (allowance: Allowance, provider: IdentityProvider) => Promise<Result>,
  ): Promise<Result> {
    const decide = async (_: Client, isAgain: boolean): Promise<Result> => {
      if (!isAgain) return act(allowance, provider);
      const present = await this.resume(interaction);
      return act(present.allowance, this.requireOffered(present, provider.identifier));
    };
    return this.decisions.make(allowance.client, decide, { gone, isProven: false });
  }

  private standing(
    { allowance, address }: { allowance: Allowance; address: AnswerAddress },
    interaction: Interaction,
  ): Standing {
    const offered = offeredProviders(allowance.application, this.configuration.allIdentityProviders());
    if (offered.length === 0) {
      this.events.record('UNABLE_TO_DETERMINE_IDENTITY_PROVIDER');
      const cause = 'no enabled identity provider serves the client';
      throw new AuthorizationRefusal('access_denied', 'Nobody can sign in here at the moment.', address, { cause });
    }
    return { interaction, allowance, address, offered };
  }

  /** What the client will learn about the person, scope by scope. */
  private toldBy(scopes: string[]): ToldByScope[] {
    const mapped = (scope: string) => this.configuration.claimsOfScope(scope);
    return scopes.map((scope) => ({ scope, claims: claimsOf(scope, mapped) }));
  }

  private requireOffered({ offered }: Standing, identifier: string | undefined): IdentityProvider {
    const provider = offered.find((entry) => entry.identifier === identifier);
    if (!provider) throw over('the identity provider is not, or no longer, offered');
    return provider;
  }

  /** The provider that has asked the person, if it is the same still. */
  private requireAsking(standing: Standing): IdentityProvider {
    const { provider: identifier, providerIssuance } = standing.interaction;
    const provider = this.requireOffered(standing, identifier);
    if (provider.issuance !== providerIssuance) throw over('all tokens of the provider were ended, or it is another');
    return provider;
  }

  private choose(standing: Standing): Turn {
    return turn(standing, { show: 'providers', interaction: without(standing.interaction) });
  }

  private beginWith(standing: Standing, provider: IdentityProvider): Turn {
    noteFacts({ identityProvider: provider.identifier });
    const asking = { provider: provider.identifier, providerIssuance: provider.issuance };
    const interaction = { ...without(standing.interaction), ...asking };
    return turn(standing, { show: provider.flow === 'ONE_STEP' ? 'answer' : 'start', provider, interaction });
  }

  /** Runs *init* of a TWO_STEP provider, which determines what the person is asked. */
  private async ask(standing: Standing, provider: IdentityProvider): Promise<Turn> {
    noteFacts({ identityProvider: provider.identifier });
    const { interaction } = standing;
    const { client, application } = standing.allowance;
    const { outcome, transactionId } = await this.orToClient(standing, () =>
      this.steps.init({ client, application, provider, input: startInput() }, (open) =>
        this.decided(standing, provider, (allowance, offered) => open({ ...allowance, provider: offered })),
      ),
    );
    const attempts = interaction.attempts + 1;
    if (transactionId === undefined) {
      if (outcome.kind !== 'retry' || attempts >= MAX_ATTEMPTS) return this.deny(standing);
      const message = outcome.data ?? 'This is not possible at the moment. Try again.';
      return turn(standing, { show: 'start', provider, message, interaction: { ...without(interaction), attempts } });
    }
    const challenge = outcome.data;
    const carried = challenge !== undefined && challenge.length <= CARRIED_CHALLENGE ? { challenge } : {};
    const asking = { provider: provider.identifier, providerIssuance: provider.issuance };
    const next = { ...without(interaction), ...carried, ...asking, transactionId };
    return turn(standing, { show: 'answer', provider, challenge, interaction: next });
  }

  /** The transaction ended before the person was identified: they start again, for as long as attempts are left. */
  private startAgain(standing: Standing, provider: IdentityProvider): Turn {
    this.events.record('CUSTOM_REGISTRATION_INVALID_TRANSACTION');
    const { interaction } = standing;
    const attempts = interaction.attempts + 1;
    if (attempts >= MAX_ATTEMPTS) return this.deny(standing);
    const message = 'This was answered before, or it took too long. Please begin again.';
    const next = { ...without(interaction), attempts };
    return turn(standing, { show: 'start', provider, message, interaction: next });
  }

  /** Reports a failing script to the client, since no page of ours could help the person. */
  private async orToClient<Result>({ address }: Standing, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== 'server_error') throw error;
      throw new AuthorizationRefusal(error.code, error.message, address, error.options);
    }
  }

  /**
   * Denies the request. If the client's address is not trusted, the person is not redirected there, but may follow a
   * link.
   */
  private deny({ address }: Standing): Turn {
    this.events.record('AUTHZ_REQUEST_DENIED');
    const description = 'The person did not sign in or did not agree.';
    const turn = this.answerClient(address, { error: 'access_denied', error_description: description });
    return address.isTrusted ? turn : { ...turn, declined: address };
  }

  private answerClient(address: AnswerAddress, members: Record<string, string>): { location: string } {
    return { location: answerLocation(address, this.issuer.identifier, members) };
  }
}

function turn({ allowance, offered }: Standing, view: View): Turn {
  return { view, allowance, offered };
}

/** The interaction as it was before a provider was chosen. */
function without(interaction: Interaction): Interaction {
  const { provider: _p, providerIssuance: _i, transactionId: _t, challenge: _c, code: _code, ...rest } = interaction;
  return rest;
}

/**
 * Returns `over` for a transaction that has expired or was answered before, for example by pressing the button twice or
 * by going back.
 */
async function orEnded<Result>(work: Promise<Result>): Promise<Result | 'over'> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof OAuthError && error.code === 'invalid_transaction') return 'over';
    throw error;
  }
}

function gone(cause: string): OAuthError {
  return new OAuthError('invalid_client', 'No client of this name may ask for people here.', { cause, status: 400 });
}

function over(cause: string): OAuthError {
  return new OAuthError('invalid_transaction', 'This step was taken before, or cannot be taken any more.', { cause });
}
