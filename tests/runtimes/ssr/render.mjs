// A server that renders pages imports what they import, elements too.
import 'fmid/element';
import './program.mjs';
