// @ts-check
// RespondToAuthChallenge: the password's proof first, then whatever else the account asks for.
import { answerStep } from './challenges.mjs';
import { notAuthorized } from './errors.mjs';
import { answerPasswordProof, checkSecretHash, requireClient } from './initiate-auth.mjs';
import { continueSignIn } from './sign-in.mjs';

/** @param {import('../pool.mjs').PoolContext} pool @param {Record<string, any>} input */
export function respondToAuthChallenge(pool, input) {
  requireClient(pool, input.ClientId);
  const step = String(input.ChallengeName);
  const responses = input.ChallengeResponses ?? {};
  if (step === 'PASSWORD_VERIFIER') return answerPasswordProof(pool, responses);

  const session = pool.authSessions.find(input.Session, step);
  const { signIn } = session;
  // The typed e-mail address will not do here (docs/protocol.md §Operations).
  if (responses.USERNAME !== signIn.user.sub) throw notAuthorized('Invalid session for the user.');
  checkSecretHash(pool, signIn.user.sub, responses.SECRET_HASH);
  let parameters;
  try {
    parameters = answerStep(pool, step, signIn, responses);
  } catch (error) {
    // docs/protocol.md §Not known: nobody has measured whether a session survives a wrong code.
    session.used = !pool.options.wrongCodeKeepsSession;
    throw error;
  }
  session.used = true;
  signIn.pending.shift();
  const next = continueSignIn(pool, signIn);
  return parameters ? { ...next, ChallengeParameters: parameters } : next;
}
