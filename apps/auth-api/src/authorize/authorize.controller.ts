import { Body, Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { AnswerForm, ChooseProviderForm, ConsentForm } from '@passant/contracts';
import { readAuthorizationParameters } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsumesForm } from '../platform/http/media-type.guard.js';
import { AuthorizeErrorFilter } from './authorize-error.filter.js';
import { AuthorizeService } from './authorize.service.js';
import { type Interaction, Interactions } from './interactions.js';
import { type Turn, pageOf } from './page-view.js';
import { sendPage, sendTo } from './pages/page-reply.js';

/** The authorization endpoint (RFC 6749 §3.1), and the forms of the pages a browser is shown there. */
@Controller('oauth/v1/authorize')
@UseFilters(AuthorizeErrorFilter)
export class AuthorizeController {
  constructor(
    private readonly authorize: AuthorizeService,
    private readonly interactions: Interactions,
  ) {}

  @Get()
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // The address itself, since a parameter that comes twice has to be seen.
    const query = new URL(request.url, 'http://localhost').searchParams;
    this.show(request, reply, await this.authorize.begin(readAuthorizationParameters(query)));
  }

  @Post()
  @ConsumesForm()
  async beginByPost(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() form: Record<string, string> | undefined,
  ): Promise<void> {
    const parameters = readAuthorizationParameters(Object.entries(form ?? {}));
    this.show(request, reply, await this.authorize.begin(parameters));
  }

  @Post('provider')
  @ConsumesForm()
  async provider(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body({ schema: ChooseProviderForm }) form: ChooseProviderForm,
  ): Promise<void> {
    await this.goOn(request, reply, form, (interaction) => this.authorize.chooseProvider(interaction, form));
  }

  @Post('answer')
  @ConsumesForm()
  async answer(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body({ schema: AnswerForm }) form: AnswerForm,
  ): Promise<void> {
    await this.goOn(request, reply, form, (interaction) => this.authorize.answer(interaction, form));
  }

  @Post('consent')
  @ConsumesForm()
  async consent(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body({ schema: ConsentForm }) form: ConsentForm,
  ): Promise<void> {
    await this.goOn(request, reply, form, (interaction) => this.authorize.consent(interaction, form));
  }

  private async goOn(
    request: FastifyRequest,
    reply: FastifyReply,
    form: { interaction: string },
    step: (interaction: Interaction) => Promise<Turn>,
  ): Promise<void> {
    this.show(request, reply, await step(this.interactions.open(request, form.interaction)));
  }

  private show(request: FastifyRequest, reply: FastifyReply, turn: Turn): void {
    if ('location' in turn) {
      sendTo(reply, turn.location);
      return;
    }
    const binder = this.interactions.binderFor(request, reply);
    const { interaction } = turn.view;
    const page = pageOf(turn, this.interactions.seal(binder, interaction));
    sendPage(reply, page, { redirectUri: interaction.redirectUri });
  }
}
