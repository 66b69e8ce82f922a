import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { AcceptInvitation, type AcceptedInvitation } from '@passant/contracts';
import type { FastifyRequest } from 'fastify';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { addressOf, networkOf } from '../platform/http/source.js';
import { AdministratorsService } from './administrators.service.js';
import { PreconditionGuard } from './precondition.guard.js';

/** For whoever was invited and has no account yet: the token in the request is all that is asked for. */
@Controller('admin/api/v1/invitations')
@UseGuards(PreconditionGuard)
export class InvitationsController {
  constructor(private readonly administrators: AdministratorsService) {}

  @Post('accept')
  @HttpCode(200)
  @ConsumesJson()
  async accept(
    @Body({ schema: AcceptInvitation }) request: AcceptInvitation,
    @Req() http: FastifyRequest,
  ): Promise<AcceptedInvitation> {
    return this.administrators.accept(request, networkOf(addressOf(http)));
  }
}
