// @ts-check
// As its CognitoUser.authenticateUserDefaultAuth does it, without the HTTP around it.
import { Sha256 } from '@peers/@aws-crypto/sha256-js';
import AuthenticationHelper from '@peers/amazon-cognito-identity-js/es/AuthenticationHelper.js';
import BigInteger from '@peers/amazon-cognito-identity-js/es/BigInteger.js';
import DateHelper from '@peers/amazon-cognito-identity-js/es/DateHelper.js';
import { Buffer } from '@peers/buffer';

/** @type {import('../interleave.mjs').Contender} */
export const amazonCognitoIdentityJs = {
  name: 'amazon-cognito-identity-js',
  bits: 1024,
  async begin({ poolName }) {
    const helper = new AuthenticationHelper(poolName);
    /** @type {any} */
    const A = await new Promise((resolve, reject) => {
      helper.getLargeAValue((/** @type {any} */ error, /** @type {any} */ value) => (error ? reject(error) : resolve(value)));
    });
    return { A: A.toString(16), state: helper };
  },
  async finish({ state: helper }, { poolName, userId, password, salt, B, secretBlock }) {
    /** @type {Uint8Array} */
    const hkdf = await new Promise((resolve, reject) => {
      helper.getPasswordAuthenticationKey(userId, password, new BigInteger(B, 16), new BigInteger(salt, 16),
        (/** @type {any} */ error, /** @type {any} */ key) => (error ? reject(error) : resolve(key)));
    });
    const timestamp = new DateHelper().getNowString();
    const mac = new Sha256(hkdf);
    mac.update(Buffer.concat([Buffer.from(poolName, 'utf8'), Buffer.from(userId, 'utf8'), Buffer.from(secretBlock, 'base64'), Buffer.from(timestamp, 'utf8')]));
    return { signature: Buffer.from(mac.digestSync()).toString('base64'), timestamp };
  },
};
