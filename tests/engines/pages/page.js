// @ts-check
import { verifySignature } from '../fmid/verify/index.js';
import { probe, report, settings } from './probe.js';

report(await probe(await settings(), verifySignature));
