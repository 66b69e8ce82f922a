import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post } from '@nestjs/common';
import {
  type ClientDocumentPolicy,
  type ClientDocumentPreview,
  type ClientGrantList,
  EndClientGrants,
  type EndedClientGrants,
  ImportClientDocument,
  PreviewClientDocument,
  type RegisteredClientDetails,
  UpdateClientDocumentPolicy,
} from '@passant/contracts';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { renderRegisteredDetails } from './registered-client.view.js';
import { ClientDocumentsService, renderPolicy } from './client-documents.service.js';

/** Clients that a document describes at the address that is their identifier. */
@Controller('admin/api/v1')
@ForAdministrators()
export class ClientDocumentsController {
  constructor(private readonly documents: ClientDocumentsService) {}

  @Get('client-document-policy')
  async readPolicy(): Promise<ClientDocumentPolicy> {
    return renderPolicy(await this.documents.policy());
  }

  @Patch('client-document-policy')
  @ConsumesJson()
  async updatePolicy(
    @Body({ schema: UpdateClientDocumentPolicy }) request: UpdateClientDocumentPolicy,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ClientDocumentPolicy> {
    return renderPolicy(await this.documents.updatePolicy(request, ifMatch));
  }

  @Post('client-document-previews')
  @HttpCode(200)
  @ConsumesJson()
  preview(@Body({ schema: PreviewClientDocument }) request: PreviewClientDocument): Promise<ClientDocumentPreview> {
    return this.documents.preview(request.client_id);
  }

  @Post('client-documents')
  @HttpCode(200)
  @ConsumesJson()
  async import(
    @Body({ schema: ImportClientDocument }) request: ImportClientDocument,
  ): Promise<RegisteredClientDetails> {
    return renderRegisteredDetails(await this.documents.import(request.client_id, request.digest));
  }

  @Get('clients/:client_id/grants')
  async listGrants(@Param('client_id') clientId: string): Promise<ClientGrantList> {
    const found = await this.documents.grantsOf(clientId);
    const items = found.map(({ redirectUri, grants, people, latest }) => {
      return { redirect_uri: redirectUri, grants, people, latest_at: latest };
    });
    return { items };
  }

  @Post('clients/:client_id/end-grants')
  @HttpCode(200)
  @ConsumesJson()
  async endGrants(
    @Param('client_id') clientId: string,
    @Body({ schema: EndClientGrants }) request: EndClientGrants,
  ): Promise<EndedClientGrants> {
    const { grants, accessTokens, codes } = await this.documents.endGrants(clientId, request.redirect_uri);
    return { grants, access_tokens: accessTokens, codes };
  }
}
