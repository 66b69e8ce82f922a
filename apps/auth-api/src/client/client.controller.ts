import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { type ClientInformation, ClientListQuery, ManagementQuery, RegistrationQuery } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { addressOf } from '../platform/http/source.js';
import { ClientAddresses, surfaceOf } from './client-addresses.js';
import { ClientManagementService } from './client-management.service.js';
import { ClientRegistrationService } from './client-registration.service.js';

/** Client registration and management (RFC 7591, RFC 7592), also under the paths in the customer's documents. */
@Controller(['oauth/clients', 'c2id/clients'])
@ConsumesJson()
export class ClientController {
  constructor(
    private readonly registration: ClientRegistrationService,
    private readonly management: ClientManagementService,
    private readonly addresses: ClientAddresses,
  ) {}

  // The service validates the body, because an invalid member spends the token all the same.
  @Post()
  @TokenResponse()
  async register(
    @Req() http: FastifyRequest,
    @Query({ schema: RegistrationQuery }) query: RegistrationQuery,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientInformation | Record<string, unknown>> {
    const surface = surfaceOf(http);
    const { authorization } = http.headers;
    const request = { authorization, address: addressOf(http), body, surface };
    const isTrial = query.dry_run === 'true';
    // RFC 7591 §3.2.1 requires 201 where the customer's document has 200; a dry run creates nothing.
    reply.status(isTrial || surface === 'legacy' ? 200 : 201);
    return isTrial ? this.registration.tryOut(request) : this.registration.register(request);
  }

  @Get()
  @TokenResponse()
  async list(
    @Req() http: FastifyRequest,
    @Query({ schema: ClientListQuery }) query: z.output<typeof ClientListQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ClientInformation[]> {
    const surface = surfaceOf(http);
    const { page, next } = await this.management.list(http.headers.authorization, query, surface);
    if (next !== undefined) {
      const search = new URLSearchParams({ cursor: next, ...(query.limit ? { limit: String(query.limit) } : {}) });
      reply.header('link', `<${this.addresses.endpoint(surface)}?${search.toString()}>; rel="next"`);
    }
    return page;
  }

  @Get(':client_id')
  @TokenResponse()
  read(@Req() http: FastifyRequest, @Param('client_id') clientId: string): Promise<ClientInformation> {
    return this.management.read(http.headers.authorization, clientId, surfaceOf(http));
  }

  @Put(':client_id')
  @TokenResponse()
  change(
    @Req() http: FastifyRequest,
    @Param('client_id') clientId: string,
    @Query({ schema: ManagementQuery }) _query: ManagementQuery,
    @Body() body: unknown,
  ): Promise<ClientInformation> {
    const { authorization, 'if-match': ifMatch } = http.headers;
    return this.management.change(authorization, clientId, { body, ifMatch }, surfaceOf(http));
  }

  @Delete(':client_id')
  @HttpCode(204)
  @TokenResponse()
  async delete(
    @Req() { headers }: FastifyRequest,
    @Param('client_id') clientId: string,
    @Query({ schema: ManagementQuery }) _query: ManagementQuery,
  ): Promise<void> {
    await this.management.delete(headers.authorization, clientId, headers['if-match']);
  }
}
