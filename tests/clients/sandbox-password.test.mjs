// @ts-check
// The sandbox's password proof keeps the rules that were measured on the real one (docs/protocol.md §SRP).
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, beforeEach, test } from 'node:test';
import { absentNames, createClock, startPool } from '../../scripts/sandbox/index.mjs';
import { N, fromBytes, k, modPow, pad, signatureIsRight, verifierOf } from '../../scripts/sandbox/srp-server.mjs';
import {
  accountOf,
  askForProof,
  call,
  keyPair,
  proofFor,
  refusalOf,
  respond,
  signIn,
  timestampOf,
} from './raw-client.mjs';

const WRONG = 'NotAuthorizedException: Incorrect username or password.';
const { username, password } = accountOf('none');

/** @type {import('../../scripts/sandbox/clock.mjs').Clock} */
let clock;
/** @type {import('../../scripts/sandbox/pool.mjs').Pool} */
let pool;
beforeEach(async () => {
  await pool?.close();
  clock = createClock();
  pool = await startPool({ clock, keyPair });
});
after(() => pool.close());

test('the first reply has what the real one has, and no Session', async () => {
  const { body } = await askForProof(pool, username);
  assert.equal(body.ChallengeName, 'PASSWORD_VERIFIER');
  assert.deepEqual(Object.keys(body).sort(), ['ChallengeName', 'ChallengeParameters']);
  const { USERNAME, USER_ID_FOR_SRP, SALT, SRP_B } = body.ChallengeParameters;
  assert.equal(USERNAME, USER_ID_FOR_SRP);
  assert.match(USER_ID_FOR_SRP, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.match(SALT, /^[1-9a-f][0-9a-f]*$/);
  assert.match(SRP_B, /^[1-9a-f][0-9a-f]*$/);
});

test('every leading byte of u and of the salt that padding turns on is right', () => {
  const wanted = new Set(['u 00', 'u 00 then 80 or more', 'u 80 or more', 'u below 80']);
  const userId = 'somebody';
  for (const salt of [0n, 1n, 0x7fn, 0x80n, 0xffn, 0x100n, fromBytes(randomBytes(15))]) {
    const v = verifierOf({ poolName: 'Pool', userId, password, salt });
    const a = fromBytes(randomBytes(32));
    const A = modPow(2n, a, N);
    // One more in b is one multiplication more in g^b, so looking for a rare u costs little.
    let power = 1n;
    for (let b = 0n; b < 3000n && wanted.size > 0; b += 1n, power = (power * 2n) % N) {
      const B = (k * v + power) % N;
      const kind = kindOfU(pad(A), pad(B));
      if (!wanted.delete(kind)) continue;
      assert.ok(proves({ userId, salt, v, a, A, b, B }), kind);
    }
    assert.ok(proves({ userId, salt, v, a, A, b: 5n, B: (k * v + 32n) % N }), `salt ${salt.toString(16)}`);
  }
  // "u 00 80" is one in 512: seven thousand tries in all may miss it, but not the others.
  wanted.delete('u 00 then 80 or more');
  assert.deepEqual([...wanted], []);
});

for (const [name, text] of Object.entries({
  'a padded day': (/** @type {number} */ ms) =>
    timestampOf(ms).replace(/ (\d{1,2}) /, (_, day) => ` ${day.padStart(2, '0')} `),
  'a wrong weekday': (/** @type {number} */ ms) =>
    `${timestampOf(ms + 86_400_000).slice(0, 3)}${timestampOf(ms).slice(3)}`,
  'another time zone': (/** @type {number} */ ms) => timestampOf(ms).replace('UTC', 'GMT'),
})) {
  test(`${name} in the timestamp reads as a wrong password`, async () => {
    // The 5th of a month, so that there is a day to pad.
    const fifth = Date.UTC(2026, 8, 5, 7, 8, 9);
    clock.advance(fifth - clock.now());
    const asked = await askForProof(pool, username);
    const answer = await respond(pool, 'PASSWORD_VERIFIER', proofFor(pool, asked, password, text(fifth)));
    assert.equal(refusalOf(answer), WRONG);
    assert.equal((await signIn(pool, username, password, fifth)).status, 200);
  });
}

for (const text of ['2023-09-05T07:08:09Z', 'Di Sep 5 07:08:09 UTC 2023', '']) {
  test(`"${text}" is no timestamp at all`, async () => {
    const asked = await askForProof(pool, username);
    const answer = await respond(pool, 'PASSWORD_VERIFIER', proofFor(pool, asked, password, text));
    assert.equal(
      refusalOf(answer),
      'InvalidParameterException: TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    );
  });
}

test('a clock may be wrong by four minutes and not by six', async () => {
  assert.equal((await signIn(pool, username, password, Date.now() - 4 * 60_000)).status, 200);
  assert.equal(refusalOf(await signIn(pool, username, password, Date.now() - 6 * 60_000)), WRONG);
  assert.equal(refusalOf(await signIn(pool, username, password, Date.now() + 6 * 60_000)), WRONG);
});

test('a pool whose clock differs says so in Date, and judges by it', async () => {
  pool.setOptions({ clockSkewMs: 3_600_000 });
  const asked = await askForProof(pool, username);
  const served = Date.parse(String(asked.headers.get('date')));
  assert.ok(Math.abs(served - Date.now() - 3_600_000) < 60_000);
  assert.equal(refusalOf(await signIn(pool, username, password)), WRONG);
  assert.equal((await signIn(pool, username, password, served)).status, 200);
});

test('a secret block works once', async () => {
  const asked = await askForProof(pool, username);
  const proof = proofFor(pool, asked, password, timestampOf(Date.now()));
  assert.equal((await respond(pool, 'PASSWORD_VERIFIER', proof)).status, 200);
  assert.equal(refusalOf(await respond(pool, 'PASSWORD_VERIFIER', proof)), WRONG);
});

test('a secret block expires', async () => {
  const asked = await askForProof(pool, username);
  clock.advance(3 * 60_000);
  const proof = proofFor(pool, asked, password, timestampOf(clock.now()));
  assert.equal(refusalOf(await respond(pool, 'PASSWORD_VERIFIER', proof)), WRONG);
});

test('the typed e-mail address does for the USERNAME of a proof, but what is hashed is USER_ID_FOR_SRP', async () => {
  for (const name of [username, username.toUpperCase()]) {
    const asked = await askForProof(pool, username);
    const proof = proofFor(pool, asked, password, timestampOf(Date.now()));
    assert.ok((await respond(pool, 'PASSWORD_VERIFIER', { ...proof, USERNAME: name })).body.AuthenticationResult, name);
    assert.equal(refusalOf(await respond(pool, 'PASSWORD_VERIFIER', { ...proof, USERNAME: name })), WRONG, 'once');
  }
  const asked = await askForProof(pool, username);
  const byEmail = structuredClone(asked);
  byEmail.body.ChallengeParameters.USER_ID_FOR_SRP = username;
  assert.equal(refusalOf(await respond(pool, 'PASSWORD_VERIFIER', { ...proofFor(pool, byEmail, password, timestampOf(Date.now())), USERNAME: username })), WRONG);
});

test('nobody else\'s name does', async () => {
  for (const name of ['sms@example.com', 'nobody@example.com', '00000000-0000-4000-a000-000000000000']) {
    const asked = await askForProof(pool, username);
    const proof = proofFor(pool, asked, password, timestampOf(Date.now()));
    assert.equal(refusalOf(await respond(pool, 'PASSWORD_VERIFIER', { ...proof, USERNAME: name })), WRONG, name);
  }
});

test('one flipped bit of the signature is a wrong password', async () => {
  const asked = await askForProof(pool, username);
  const proof = proofFor(pool, asked, password, timestampOf(Date.now()));
  const signature = Buffer.from(proof.PASSWORD_CLAIM_SIGNATURE, 'base64');
  signature[31] ^= 1;
  proof.PASSWORD_CLAIM_SIGNATURE = signature.toString('base64');
  assert.equal(refusalOf(await respond(pool, 'PASSWORD_VERIFIER', proof)), WRONG);
});

for (const [name, SRP_A] of Object.entries({ zero: '0', N: N.toString(16), '2N': (2n * N).toString(16), text: 'zz' })) {
  test(`an A that is ${name} is refused`, async () => {
    const answer = await askForProof(pool, username, { SRP_A });
    assert.equal(answer.body.__type, 'InvalidParameterException');
  });
}

test('an unknown name gets the same made-up salt and id each time, of the kind that is documented', async () => {
  const shapes = {
    plain: /^[0-9a-f]{32}$/,
    oddLength: /^[0-9a-f]{31}$/,
    negative: /^-[0-9a-f]{32}$/,
    negativeOddLength: /^-[0-9a-f]{31}$/,
  };
  for (const [kind, name] of Object.entries(absentNames)) {
    const [one, two] = [await askForProof(pool, name), await askForProof(pool, name)].map(
      ({ body }) => body.ChallengeParameters,
    );
    assert.match(one.SALT, shapes[/** @type {keyof typeof shapes} */ (kind)]);
    assert.deepEqual([one.SALT, one.USER_ID_FOR_SRP], [two.SALT, two.USER_ID_FOR_SRP]);
    assert.notEqual(one.SRP_B, two.SRP_B);
    assert.equal(refusalOf(await signIn(pool, name, password)), WRONG);
  }
});

test('five wrong passwords lock the account, each next one for twice as long; an unknown name too', async () => {
  for (const name of [username, absentNames.negative]) {
    const attempt = async (/** @type {string} */ typed) => signIn(pool, name, typed, clock.now());
    for (let count = 0; count < 5; count += 1) assert.equal(refusalOf(await attempt('Wrong-Pass-1')), WRONG);
    assert.equal(refusalOf(await attempt(password)), 'NotAuthorizedException: Password attempts exceeded');
    clock.advance(1000);
    assert.equal(refusalOf(await attempt('Wrong-Pass-1')), WRONG);
    clock.advance(1000);
    assert.equal(refusalOf(await attempt(password)), 'NotAuthorizedException: Password attempts exceeded');
    clock.advance(1000);
    assert.equal((await attempt(password)).status === 200, name === username);
  }
});

test("a client id that is not the pool's", async () => {
  const answer = await call(pool, 'InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', ClientId: 'other', AuthParameters: {} });
  assert.equal(refusalOf(answer), 'ResourceNotFoundException: User pool client other does not exist.');
});

test('a plain password is refused unless the option says otherwise', async () => {
  const send = () =>
    call(pool, 'InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: pool.clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
  assert.equal((await send()).body.__type, 'InvalidParameterException');
  pool.setOptions({ passwordAuth: true });
  assert.equal((await send()).status, 200);
});

/**
 * @param {{userId: string, salt: bigint, v: bigint, a: bigint, A: bigint, b: bigint, B: bigint}} exchange
 */
function proves({ userId, salt, v, a, A, b, B }) {
  const SECRET_BLOCK = randomBytes(64).toString('base64');
  const ChallengeParameters = { SALT: salt.toString(16), SRP_B: B.toString(16), SECRET_BLOCK, USER_ID_FOR_SRP: userId };
  const client = /** @type {any} */ ({ userPoolId: 'us-west-2_Pool' });
  const asked = /** @type {any} */ ({ a, A, body: { ChallengeParameters } });
  const { PASSWORD_CLAIM_SIGNATURE } = proofFor(client, asked, password, 'now');
  const secretBlock = Buffer.from(SECRET_BLOCK, 'base64');
  return signatureIsRight(
    { poolName: 'Pool', userId, v, A, b, B, secretBlock, timestamp: 'now' },
    PASSWORD_CLAIM_SIGNATURE,
  );
}

/** @param {Uint8Array} A @param {Uint8Array} B */
function kindOfU(A, B) {
  const [first, second] = createHash('sha256').update(A).update(B).digest();
  if (first === 0) return second >= 0x80 ? 'u 00 then 80 or more' : 'u 00';
  return first >= 0x80 ? 'u 80 or more' : 'u below 80';
}
