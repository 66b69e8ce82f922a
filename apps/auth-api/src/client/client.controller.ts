import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { type ClientInformation, ClientListQuery, RegistrationQuery } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { ClientAddresses, surfaceOf } from './client-addresses.js';
import { ClientManagementService } from './client-management.service.js';
import { ClientRegistrationService } from './client-registration.service.js';

/**
 * Client registration and its management (RFC 7591, RFC 7592), and the same under the paths that the customer's
 * documents print.
 */
@Controller(['oauth/clients', 'c2id/clients'])
@ConsumesJson()
export class ClientController {
  constructor(
    private readonly registration: ClientRegistrationService,
    private readonly management: ClientManagementService,
    private readonly addresses: ClientAddresses,
  ) {}

  // The body is judged by the service: a member at fault spends the token all the same.
  @Post()
  @TokenResponse()
  async register(
    @Req() { headers, ip, url }: FastifyRequest,
    @Query({ schema: RegistrationQuery }) query: RegistrationQuery,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientInformation | Record<string, unknown>> {
    const surface = surfaceOf(url);
    const request = { authorization: headers.authorization, address: ip, body, surface };
    const isTrial = query.dry_run === 'true';
    // RFC 7591 §3.2.1 says 201 where the customer's document prints 200; a dry run creates nothing.
    reply.status(isTrial || surface === 'legacy' ? 200 : 201);
    return isTrial ? this.registration.tryOut(request) : this.registration.register(request);
  }

  @Get()
  @TokenResponse()
  async list(
    @Req() { headers, url }: FastifyRequest,
    @Query({ schema: ClientListQuery }) query: z.output<typeof ClientListQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientInformation[]> {
    const surface = surfaceOf(url);
    const { page, next } = await this.management.list(headers.authorization, query, surface);
    if (next !== undefined) {
      const search = new URLSearchParams({ cursor: next, ...(query.limit ? { limit: String(query.limit) } : {}) });
      reply.header('link', `<${this.addresses.endpoint(surface)}?${search.toString()}>; rel="next"`);
    }
    return page;
  }

  @Get(':client_id')
  @TokenResponse()
  read(@Req() { headers, url }: FastifyRequest, @Param('client_id') clientId: string): Promise<ClientInformation> {
    return this.management.read(headers.authorization, clientId, surfaceOf(url));
  }

  @Put(':client_id')
  @TokenResponse()
  change(
    @Req() { headers, url }: FastifyRequest,
    @Param('client_id') clientId: string,
    @Body() body: unknown,
  ): Promise<ClientInformation> {
    return this.management.change(headers.authorization, clientId, body, surfaceOf(url));
  }

  @Delete(':client_id')
  @HttpCode(204)
  @TokenResponse()
  async delete(@Req() { headers }: FastifyRequest, @Param('client_id') clientId: string): Promise<void> {
    await this.management.delete(headers.authorization, clientId);
  }
}
