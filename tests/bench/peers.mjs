// @ts-check
// The clients that fmid is measured against, each as it signs in by itself: its own random a, its own hashing, its own timestamp.
// Bundled by bundle.mjs for Node and for pages.
import { amazonCognitoIdentityJs } from './peers/amazon-cognito-identity-js.mjs';
import { amazonCognitoPasswordlessAuth } from './peers/amazon-cognito-passwordless-auth.mjs';
import { amazonUserPoolSrpClient } from './peers/amazon-user-pool-srp-client.mjs';
import { awsAmplify } from './peers/aws-amplify.mjs';
import { cognitoSrpHelper } from './peers/cognito-srp-helper.mjs';
import { frankenSrp } from './peers/franken-srp.mjs';

/** @type {readonly import('./interleave.mjs').Contender[]} */
export const peers = [amazonCognitoIdentityJs, awsAmplify, cognitoSrpHelper, amazonUserPoolSrpClient, amazonCognitoPasswordlessAuth, frankenSrp];
