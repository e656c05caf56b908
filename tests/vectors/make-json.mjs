// @ts-check
// What JavaScript's JSON.parse makes of texts, honest and hostile: node tests/vectors/make-json.mjs >tests/vectors/json.json
//
// An outline is {key=value,…}, [value,…], "text", a whole number below 2^53, or ? for any other value; keys and texts are UTF-8 in
// hexadecimal. null: no JSON. What fmid refuses on purpose although JSON.parse takes it is in `refused`.

/** @type {(string | number[])[]} text, or bytes where it is no UTF-8 */
const texts = [
  // numbers
  ...['0', '-0', '3600', '3600.0', '3.6e3', '3.6E+3', '36000e-1', '-3600.00', '0.5', '1e-1', '0e9', '9007199254740991', '-9007199254740991', '9007199254740992',
    '18446744073709551615', '18446744073709551616', '-9223372036854775809', '123456789012345678901234567890', '9.007199254740991e15', '1e15', '1e16', '1e307',
    '01', '-', '+1', '.5', '1.', '1e', '1e+', '0x10', '1_0', 'NaN', 'Infinity', '-Infinity', '--1', '1 2', '1,'],
  // texts
  ...['""', '"a"', '"\\"\\\\\\/\\b\\f\\n\\r\\t"', '"\\u0041\\u00e9\\u20ac"', '"\\ud83d\\ude00"', '"a\\u0000b"', '"é €😀"', '"\u2028\u2029\u007f"', '"\ufeff"',
    '"', '"a', '"\\', '"\\u12"', '"\\u12g4"', '"\\x41"', '"\\a"', "'a'", '"\t"', '"\n"', '"\u0000"', '"\u001f"'],
  [0x22, 0xff, 0x22], [0x22, 0xc3, 0x22], [0x22, 0xc3], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xe0, 0x80, 0x80, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
  [0x22, 0xf0, 0x80, 0x80, 0x80, 0x22], [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xf8, 0x88, 0x80, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22], [0xfe, 0xff], [0xff, 0xfe, 0x7b, 0x00],
  // structure
  ...['{}', '[]', '[[]]', '{"a":{}}', '[1,"2",true,false,null,{"a":[]}]', '{"a":1,"b":[{"c":"d"}],"":"e","\\u0066":"g"}', ' \t\r\n{ "a" : [ 1 , 2 ] } \n',
    'true', 'false', 'null', '', ' ', '{', '}', '[', ']', '[1', '[1,', '[1,]', '[,1]', '[1 2]', '{"a"', '{"a":', '{"a":1', '{"a":1,}', '{,}', '{a:1}', '{"a" 1}',
    '{"a":1 "b":2}', '{1:2}', '{"a":1}}', '[1]]', '{} {}', '[1]x', 'nul', 'tru', 'nullx', 'True', '// c\n1', '/* c */1', '1 // c', '<html></html>', 'callback({})',
    ')]}\'\n{}', '\u00a01', '\u000b1', '\u000c1', '{}\u0000', '{}\u0000x', '\u0000{}', '{\u0000}'],
  // a byte order mark, which a decoder of UTF-8 takes off
  [0xef, 0xbb, 0xbf, 0x7b, 0x7d], [0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, 0x7b, 0x7d], [0xef, 0xbb, 0x7b, 0x7d],
];

const refused = ['"\\ud800"', '"\\udc00"', '"\\ud800\\u0041"', '"\\ude00\\ud83d"', '{"\\ud800":1}', '1e999', '-1e999', '1e308'];

const decoder = new TextDecoder('utf-8', { fatal: true });
const hex = (/** @type {string | Uint8Array} */ bytes) => Buffer.from(bytes).toString('hex');

/** @param {any} value @returns {string} */
function outline(value) {
  if (typeof value === 'string') return `"${hex(value)}"`;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value + 0) : '?';
  if (Array.isArray(value)) return `[${value.map(outline)}]`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).map(([key, member]) => `${hex(key)}=${outline(member)}`)}}`;
  return '?';
}

/** @param {string | number[]} text */
function judged(text) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : Uint8Array.from(text);
  try {
    return { text: hex(bytes), outline: outline(JSON.parse(decoder.decode(bytes))) };
  } catch {
    return { text: hex(bytes), outline: null };
  }
}

for (const text of refused) JSON.parse(text);
const lines = (/** @type {object[]} */ list) => list.map((each) => `  ${JSON.stringify(each)}`).join(',\n');
process.stdout.write(`{
"about": "What JavaScript's JSON.parse (V8) makes of the text, which is in hexadecimal; tests/vectors/make-json.mjs says what an outline is.",
"json": [
${lines(texts.map(judged))}
],
"refused": [
${lines(refused.map((text) => ({ text: hex(text) })))}
]
}
`);
