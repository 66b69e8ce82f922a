import { takeAnswer } from './company-answer.js';

function arriveAt(pathname: string, search: string) {
  const shown: string[] = [];
  const history = {
    state: null,
    replaceState: (_: unknown, __: string, url?: string | URL | null) => shown.push(String(url)),
  };
  return { answer: takeAnswer({ pathname, search }, history), shown };
}

describe('The answer of the company', () => {
  it('is taken as it came, and out of the address', () => {
    expect(arriveAt('/admin/sign-in/company', '?code=1e5&state=a%2Fb&iss=x')).toEqual({
      answer: 'code=1e5&state=a%2Fb&iss=x',
      shown: ['/admin/sign-in/company'],
    });
  });

  it.each([
    ['/admin/sign-in', '?redirect=%2F'],
    ['/admin/configuration/sign-in/company/more', '?code=1'],
    ['/admin/sign-in/company', ''],
  ])('is none at %s%s', (pathname, search) => {
    expect(arriveAt(pathname, search)).toEqual({ answer: '', shown: [] });
  });
});
