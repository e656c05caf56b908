// @ts-check
// Bundled with its settings and the module into one file.
import { probe, report } from './probe.js';

probe(/** @type {any} */ (self).settings).then(report);
