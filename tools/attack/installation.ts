/** A running installation, and the administrator who signs in there. */
export interface Target {
  /** Public URL, without a trailing slash. */
  url: string;
  administrator: { email: string; password: string };
}
