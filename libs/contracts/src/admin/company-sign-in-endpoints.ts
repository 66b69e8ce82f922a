import { CompanyAnswer, CompanySignIn, SignInWays } from './company-sign-in.dto.js';
import { endpoint } from './endpoint.js';
import { AdminSession } from './session.dto.js';

/** Administrators sign in by an OpenID provider of the company. */
export const COMPANY_SIGN_IN_ENDPOINTS = {
  readSignInWays: endpoint({
    method: 'GET',
    path: '/sign-in',
    summary: 'How administrators can sign in here',
    request: undefined,
    response: SignInWays,
    status: 200,
  }),
  startCompanySignIn: endpoint({
    method: 'POST',
    path: '/session/company',
    summary: 'Begin to sign in by the OpenID provider of the company',
    request: undefined,
    response: CompanySignIn,
    status: 200,
  }),
  completeCompanySignIn: endpoint({
    method: 'POST',
    path: '/session/company/complete',
    summary: 'End a sign-in with what the OpenID provider answered, in the browser that began it',
    request: CompanyAnswer,
    response: AdminSession,
    status: 200,
  }),
};
