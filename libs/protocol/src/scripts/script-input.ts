/** The input of the extension engine (contract of a script's `execute`). */
export interface ScriptInput {
  requestPayload: string | null;
  userIdentifier: string | null;
  registrationData: string | null;
  hookContextCustomParams: Record<string, string[]> | null;
}
