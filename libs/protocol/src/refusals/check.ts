/** One check of a request, with the expected and the actual value. Shown only to administrators. */
export interface Check {
  check: string;
  expected: string;
  actual: string;
  passed: boolean;
}
