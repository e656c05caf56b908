// @ts-check
// Its public API.
import srp from '@peers/amazon-user-pool-srp-client';

/** @type {import('../interleave.mjs').Contender} */
export const amazonUserPoolSrpClient = {
  name: 'amazon-user-pool-srp-client',
  bits: 256,
  async begin({ poolName }) {
    const client = new srp.SRPClient(poolName);
    return { A: client.calculateA(), state: client };
  },
  async finish({ state: client }, { poolName, userId, password, salt, B, secretBlock }) {
    const hkdf = client.getPasswordAuthenticationKey(userId, password, B, salt);
    const timestamp = srp.getNowString();
    return { signature: srp.calculateSignature(hkdf, poolName, userId, secretBlock, timestamp), timestamp };
  },
};
