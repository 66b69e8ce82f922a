import { Body, Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { AnswerForm, AuthorizationRequest, ChooseProviderForm, ConsentForm, PATHS } from '@passant/contracts';
import { type AuthorizationParameters, readAuthorizationParameters } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Issuer } from '../platform/issuer.js';
import { TakesAnyText } from '../platform/http/bodies.js';
import { ConsumesForm } from '../platform/http/media-type.guard.js';
import { AuthorizeErrorFilter } from './authorize-error.filter.js';
import { AuthorizeService } from './authorize.service.js';
import { type Interaction, Interactions } from './interactions.js';
import { type Turn, pageOf } from './page-view.js';
import { sendPage, sendTo } from './pages/page-reply.js';
import { DeclinedPage } from './pages/declined-page.js';

/** Maximum length of a URL, in characters, that browsers, proxies and this server handle reliably. */
const MAX_ADDRESS = 7000;

/** Parameters that affect the outcome of a request; all others can be left out of the URL. */
const MEANT = new Set([...Object.keys(AuthorizationRequest.shape), 'request', 'request_uri']);

/** The query parameters, read from the URL itself because repeated ones have to be detected. */
function queryOf(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://localhost').searchParams;
}

/** The authorization endpoint (RFC 6749 §3.1), and the forms of its login pages. */
@Controller('oauth/v1/authorize')
@UseFilters(AuthorizeErrorFilter)
export class AuthorizeController {
  constructor(
    private readonly authorize: AuthorizeService,
    private readonly interactions: Interactions,
    private readonly issuer: Issuer,
  ) {}

  @Get()
  @TakesAnyText()
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.show(request, reply, await this.authorize.begin(readAuthorizationParameters(queryOf(request))));
  }

  /** OpenID Connect Core §3.1.2.1: the same by POST. Query parameters count as well as those in the form. */
  @Post()
  @RouteConfig({ keepsRepeated: true, anyText: true })
  @ConsumesForm()
  async beginByPost(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() form: URLSearchParams | undefined,
  ): Promise<void> {
    const parameters = readAuthorizationParameters([...queryOf(request), ...(form ?? [])]);
    const again = this.interactions.comesBlindly(request) ? this.addressOf(parameters) : undefined;
    if (again !== undefined) {
      sendTo(reply, again);
      return;
    }
    this.show(request, reply, await this.authorize.begin(parameters));
  }

  @Post('provider')
  @ConsumesForm()
  async provider(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body({ schema: ChooseProviderForm }) form: ChooseProviderForm,
  ): Promise<void> {
    await this.continueInteraction(request, reply, form, (interaction) =>
      this.authorize.chooseProvider(interaction, form),
    );
  }

  @Post('answer')
  @ConsumesForm()
  async answer(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body({ schema: AnswerForm }) form: AnswerForm,
  ): Promise<void> {
    await this.continueInteraction(request, reply, form, (interaction) => this.authorize.answer(interaction, form));
  }

  @Post('consent')
  @ConsumesForm()
  async consent(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body({ schema: ConsentForm }) form: ConsentForm,
  ): Promise<void> {
    await this.continueInteraction(request, reply, form, (interaction) => this.authorize.consent(interaction, form));
  }

  /** The request as a URL, or `undefined` if it will be refused anyway or would be too long for one. */
  private addressOf({ values, repeated, resources = [] }: AuthorizationParameters): string | undefined {
    if (repeated.size > 0) return undefined;
    const known: [string, string][] = Object.entries(values).filter(([name]) => MEANT.has(name));
    known.push(...resources.map((one): [string, string] => ['resource', one]));
    const address = `${this.issuer.url(PATHS.authorize)}?${new URLSearchParams(known).toString()}`;
    return address.length > MAX_ADDRESS ? undefined : address;
  }

  private async continueInteraction(
    request: FastifyRequest,
    reply: FastifyReply,
    form: { interaction: string },
    step: (interaction: Interaction) => Promise<Turn>,
  ): Promise<void> {
    this.show(request, reply, await step(this.interactions.open(request, form.interaction)));
  }

  private show(request: FastifyRequest, reply: FastifyReply, turn: Turn): void {
    if ('location' in turn) {
      const { location, declined } = turn;
      if (declined) sendPage(reply, DeclinedPage({ location, redirectUri: declined.redirectUri }));
      else sendTo(reply, location);
      return;
    }
    const { interaction } = turn.view;
    const binder = this.interactions.binderFor(request, reply, interaction);
    const page = pageOf(turn, this.interactions.seal(binder, interaction));
    sendPage(reply, page, { redirectUri: interaction.redirectUri });
  }
}
