// Mistakes that the types catch: each line behind @ts-expect-error must be one.
import { createClient, type ErrorCode } from 'fmid';

async function mistakes(): Promise<void> {
  const fmid = await createClient();
  // @ts-expect-error a password is not optional
  await fmid.signIn({ username: 'a' });
  // @ts-expect-error a device is more than its key
  await fmid.signIn({ username: 'a', password: 'b', device: { key: 'k' } });
  // @ts-expect-error a token set is not a token
  await fmid.refresh({ refreshToken: await fmid.signIn({ username: 'a', password: 'b' }) });
  // @ts-expect-error a password can be tried out
  await createClient({ storage: { persistent: true, secret: 'a password' } });
  // @ts-expect-error an answer is not yes or no
  await fmid.signIn({ username: 'a', password: 'b', answer: () => true });
  // @ts-expect-error the Data API has no such version
  await fmid.openSession({ host: 'h', database: 'd', idToken: 't', version: 'v3' });
  // @ts-expect-error a database needs a host
  await fmid.openSession({ database: 'd', idToken: 't' });
  const session = await fmid.openSession({ host: 'h', database: 'd', idToken: 't' });
  // @ts-expect-error the Data API has no PUT
  await session.call('PUT', 'layouts');
  // @ts-expect-error tokens are not to be changed
  session.token = 'x';
  // @ts-expect-error unverified claims are never verified
  const verified: true = fmid.decodeUnverified('t').verified;
  // @ts-expect-error no such code
  const code: ErrorCode = 'wrong_pasword';
  // @ts-expect-error a pool has a client
  await createClient({ pool: { userPoolId: 'us-west-2_x' } });
  console.log(verified, code);
}

void mistakes;
