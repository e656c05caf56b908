// @ts-check
import { probe, report, settings } from './probe.js';

report(await probe(await settings()));
