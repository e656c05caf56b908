// Mistakes that the types of fmid/node catch: each line behind @ts-expect-error must be one.
import { createRelay } from 'fmid/node';

// @ts-expect-error a relay without an allow list would forward to anybody
createRelay({});
// @ts-expect-error the allow list is a list
createRelay({ allow: 'acme.account.filemaker-cloud.com' });
// @ts-expect-error there is no switch that lets everything through
createRelay({ allow: [], allowAll: true });
const relay = createRelay({ allow: ['acme.account.filemaker-cloud.com'] });
// @ts-expect-error it answers Node's requests, not fetch's
relay(new Request('http://127.0.0.1/'));
