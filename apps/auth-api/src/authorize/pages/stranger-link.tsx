import { placeOf } from './place.js';

/** The link by which the person's browser would tell a client the result of its request. */
export interface WayBack {
  /** Includes the response parameters. */
  location: string;
  redirectUri: string;
}

/**
 * A link to an address that nobody vouched for, which the person may follow. The client's name is not shown, since it
 * may call itself anything.
 */
export function StrangerLink({ location, redirectUri }: WayBack) {
  return (
    <>
      <p>Whoever sent you here wants you to go on to</p>
      <p className="place">
        <bdi>{redirectUri}</bdi>
      </p>
      <p className="notice warn">
        Nobody here checked whose address this is. Only go there if you know it, and do not sign in there with anything
        you use elsewhere.
      </p>
      <p>
        <a href={location} rel="noreferrer">
          Go to <bdi>{placeOf(redirectUri)}</bdi>
        </a>{' '}
        or close this page.
      </p>
    </>
  );
}
