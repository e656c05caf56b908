// TypeScript with the language alone: no DOM, no Node, no library that is not checked. What runs at the edge compiles so.
import { createClient, fetchTransport, type ClientOptions, type Transport } from 'fmid';
import { verifySignature } from 'fmid/verify';

export async function emailOf(wasm: ClientOptions['wasm'], username: string, password: string): Promise<unknown> {
  const counted: Transport = (request) => fetchTransport({ ...request, headers: { ...request.headers, 'x-gateway': '1' } });
  const fmid = await createClient({ wasm, transport: counted });
  fmid.addEventListener('signedout', ({ type }) => type);
  const { idToken } = await fmid.signIn({ username, password, answer: ({ name }) => ({ code: name }) });
  const signed = (await verifySignature(fmid, idToken)) === 'valid';
  return signed && fmid.decodeUnverified(idToken).claims.email;
}

export const fromAddress = createClient({ wasm: 'https://example.com/fmid-core.wasm', pool: { userPoolId: 'us-west-2_x', clientId: 'y' } });
