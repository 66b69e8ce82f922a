import { Controller, Get } from '@nestjs/common';
import type { ScriptKit } from '@passant/contracts';
import { SCRIPT_DEFINITIONS } from '@passant/extension-engine';
import { ForAdministrators } from '../admin-access/for-administrators.js';
import { SCRIPT_TEMPLATES } from './templates/index.js';

/** What a script editor needs to know. It is served by the API so that it always matches this server. */
@Controller('admin/api/v1/script-kit')
@ForAdministrators()
export class ScriptKitController {
  @Get()
  read(): ScriptKit {
    return { definitions: SCRIPT_DEFINITIONS, templates: [...SCRIPT_TEMPLATES] };
  }
}
