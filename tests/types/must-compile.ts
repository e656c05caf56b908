// What callers write must compile, in TypeScript's strictest mode. The examples of index.d.ts and README.md are here as well:
// tests/types/examples.test.mjs extracts them.
import {
  CLARIS_ID,
  FileMakerError,
  FmidError,
  ServerError,
  createClient,
  type Answer,
  type Challenge,
  type Client,
  type DataApiSession,
  type ErrorCode,
  type Tokens,
  type Transport,
} from 'fmid';
import { verifySignature, type Verdict } from 'fmid/verify';

async function everything(): Promise<void> {
  const transport: Transport = async ({ method, url, headers, body, signal }) => {
    const response = await fetch(url, { method, headers, body: body as BodyInit | undefined, signal });
    return { status: response.status, headers: response.headers, body: await response.arrayBuffer() };
  };
  const fmid: Client = await createClient({ pool: { ...CLARIS_ID, endpoint: 'https://proxy.example.com' }, transport, timeoutMs: 5000 });
  await createClient({ storage: { persistent: true, secret: new Uint8Array(32) } });
  await fmid.signIn({ username: 'a', password: 'b', answer: async ({ name }) => (name === 'SMS_MFA' ? 123456 : null) });
  const answer = (challenge: Challenge): Answer => {
    switch (challenge.name) {
      case 'SELECT_MFA_TYPE':
        return { choice: challenge.choices?.[0] };
      case 'NEW_PASSWORD_REQUIRED':
        return { newPassword: 'x', attributes: { name: 'y' } };
      case 'MFA_SETUP':
        return { code: challenge.secretCode?.slice(0, 6), deviceName: 'phone' };
      case 'SMS_MFA':
      case 'SOFTWARE_TOKEN_MFA':
      case 'EMAIL_OTP':
      case 'SMS_OTP':
        return { code: challenge.previousError?.code ?? '' };
    }
  };
  const tokens: Tokens = await fmid.signIn({ username: 'a', password: 'b', answer, signal: new AbortController().signal });
  await fmid.refresh({ refreshToken: tokens.refreshToken, deviceKey: tokens.device?.key, timeoutMs: 1000 });
  await fmid.signIn({ username: 'a', password: 'b', device: tokens.device });
  await fmid.revoke(tokens);
  await fmid.signOutEverywhere(tokens);
  const session: DataApiSession = await fmid.openSession({ host: 'h', database: 'd', idToken: tokens.idToken, version: 'v2' });
  const { response, messages } = await session.call('POST', 'layouts/L/records', { fieldData: {} }, { timeoutMs: 1 });
  const code: string = messages[0]?.code ?? '';
  const valid: boolean = await session.validate();
  console.log(response.dataInfo, code, valid, session.expiresAt + 1);
  await session.close();
  const { verified, claims, expiresAt } = fmid.decodeUnverified(tokens.idToken);
  const never: false = verified;
  const verdict: Verdict = await verifySignature(fmid, tokens.idToken);
  console.log(never, claims.email, expiresAt, verdict === 'valid');
}

function errors(error: unknown): string {
  if (error instanceof FileMakerError) return error.fileMakerCode ?? error.title;
  if (error instanceof ServerError) return error.serviceError ?? error.hint;
  if (error instanceof FmidError) {
    const code: ErrorCode = error.code;
    return code === 'wrong_credentials' ? 'again' : error.message;
  }
  return 'other';
}

void everything;
void errors;
