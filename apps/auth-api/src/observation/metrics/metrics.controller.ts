import { Controller, Get, Req, Res } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MetricsAccess } from './metrics-access.js';
import { Metrics } from './metrics.js';

/** Metrics for the operator's monitoring. Everyone else gets a 404. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly access: MetricsAccess,
  ) {}

  @Get()
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!this.access.allows(request)) throw new OAuthError('not_found', 'There is nothing at this address.');
    const { contentType, text } = await this.metrics.text();
    void reply.headers({ 'content-type': contentType, 'cache-control': 'no-store' });
    return text;
  }
}
