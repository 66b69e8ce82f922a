import { z } from 'zod';

// Must be imported before any module that builds a schema: the content security policy forbids code generated from
// strings.
z.config({ jitless: true });
