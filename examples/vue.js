// @ts-check
// Vue by a render function. In templates, tell the compiler: isCustomElement: (tag) => tag === 'fmid-sign-in'.
import 'fmid/element';
import { createApp, h, ref } from 'vue';
import { pool } from './config.js';

createApp({
  setup() {
    const until = ref('');
    /** @param {CustomEvent<import('fmid').Tokens>} event */
    const onTokens = ({ detail }) => {
      until.value = new Date(detail.expiresAt).toISOString();
    };
    return () => [
      h('fmid-sign-in', { ...pool, 'onFmid-tokens': onTokens }),
      h('p', { role: 'status' }, until.value && `Signed in until ${until.value}`),
    ];
  },
}).mount(document.body.appendChild(document.createElement('main')));
