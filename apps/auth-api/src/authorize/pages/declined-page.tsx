import { Layout } from './layout.js';
import { StrangerLink, type WayBack } from './stranger-link.js';

/**
 * The person declined the request of an untrusted client. They stay on this page unless they choose to follow the link.
 */
export function DeclinedPage(wayBack: WayBack) {
  return (
    <Layout title="You did not sign in">
      <p>Nobody was told anything about you.</p>
      <StrangerLink {...wayBack} />
    </Layout>
  );
}
