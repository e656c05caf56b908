// @ts-check
// The history as an HTTP Archive (HAR 1.2), which browsers' developer tools and proxies read. Secrets were masked when it was recorded.

/** @param {readonly import('./recorder.js').Exchange[]} exchanges newest first */
export function toHar(exchanges) {
  const pairs = (/** @type {readonly (readonly [string, string])[]} */ headers) => headers.map(([name, value]) => ({ name, value }));
  const entries = [...exchanges].reverse().map((each) => ({
    startedDateTime: new Date(each.at).toISOString(),
    time: each.ms,
    request: {
      method: each.method,
      url: each.url,
      httpVersion: 'unknown',
      cookies: [],
      headers: pairs(each.requestHeaders),
      queryString: [...new URL(each.url).searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: each.sent,
    },
    response: {
      status: each.status,
      statusText: '',
      httpVersion: 'unknown',
      cookies: [],
      headers: pairs(each.responseHeaders),
      content: { size: each.received, mimeType: each.responseHeaders.find(([name]) => name === 'content-type')?.[1] ?? '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: each.received,
    },
    cache: {},
    timings: { send: 0, wait: each.ms, receive: 0 },
    comment: each.operation ?? '',
  }));
  return { log: { version: '1.2', creator: { name: 'fmid', version: '1' }, entries } };
}
