import { z } from 'zod';

// Imported before anything that builds a schema: the content security policy forbids code made from text.
z.config({ jitless: true });
