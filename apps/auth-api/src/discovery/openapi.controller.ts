import { Controller, Get, Header } from '@nestjs/common';
import { PublicDocument } from '../platform/http/public-document.js';
import { Issuer } from '../platform/issuer.js';
import { adminOpenApi, protocolOpenApi } from './openapi.js';

/** The server's OpenAPI documents, generated from the schemas it validates with. */
@Controller()
export class OpenApiController {
  // Generated once: the contracts do not change while the server runs, and anybody may request them.
  private adminDocument: Record<string, unknown> | undefined;
  private protocolDocument: Record<string, unknown> | undefined;

  constructor(private readonly issuer: Issuer) {}

  @Get('admin/api/v1/openapi.json')
  @Header('content-type', 'application/json;charset=UTF-8')
  admin(): Record<string, unknown> {
    return (this.adminDocument ??= adminOpenApi(this.issuer.publicUrl));
  }

  @Get('oauth/openapi.json')
  @PublicDocument()
  @Header('content-type', 'application/json;charset=UTF-8')
  protocol(): Record<string, unknown> {
    return (this.protocolDocument ??= protocolOpenApi(this.issuer.publicUrl));
  }
}
