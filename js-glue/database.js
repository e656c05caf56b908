// @ts-check
// One database by the Data API: its calls under their everyday names.
import { FileMakerError } from './errors.js';
import { createHost } from './host.js';

/** @typedef {import('./index.js').CallOptions} CallOptions */
/** @typedef {import('./index.js').ListOptions} ListOptions */
/** @typedef {import('./index.js').ScriptOptions} ScriptOptions */
/** @typedef {import('./index.js').RecordChange} RecordChange */
/** @typedef {import('./index.js').DataApiReply} DataApiReply */

const segment = encodeURIComponent;

/** @param {string} layout @param {string | number} [recordId] */
const records = (layout, recordId) => `layouts/${segment(layout)}/records${recordId === undefined ? '' : `/${segment(recordId)}`}`;

/**
 * @param {import('./host.js').Target} target
 * @param {import('./host.js').Person} person
 * @param {readonly import('./index.js').DataSource[]} dataSources
 * @returns {import('./index.js').Database}
 */
export function createDatabase(target, person, dataSources) {
  const host = createHost(target, person, dataSources);

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @param {CallOptions} [options]
   * @returns {Promise<any>}
   */
  const response = async (method, path, body, options) => (await host.call(method, path, body, options)).response;

  return Object.assign(host, {
    /** @param {CallOptions} [options] */
    async layouts(options) {
      return (await response('GET', 'layouts', undefined, options)).layouts;
    },

    /** @param {string} layout @param {CallOptions} [options] */
    describeLayout(layout, options) {
      return response('GET', `layouts/${segment(layout)}`, undefined, options);
    },

    /** @param {CallOptions} [options] */
    async scripts(options) {
      return (await response('GET', 'scripts', undefined, options)).scripts;
    },

    /** @param {string} layout @param {ListOptions & CallOptions} [options] */
    list(layout, options = {}) {
      return foundUnless('fm_record_missing', response('GET', `${records(layout)}${query(options, '_')}`, undefined, options));
    },

    /** @param {string} layout @param {string | number} recordId @param {ScriptOptions & CallOptions} [options] */
    async get(layout, recordId, options = {}) {
      return (await response('GET', `${records(layout, recordId)}${query(options, '_')}`, undefined, options)).data[0];
    },

    /**
     * @param {string} layout
     * @param {Record<string, string> | readonly Record<string, string>[]} criteria
     * @param {ListOptions & CallOptions} [options]
     */
    find(layout, criteria, options = {}) {
      const { limit, offset, sort } = options;
      const body = { query: [criteria].flat(), ...text({ limit, offset }), sort, ...scripts(options) };
      return foundUnless('fm_no_records', response('POST', `layouts/${segment(layout)}/_find`, body, options));
    },

    /** @param {string} layout @param {RecordChange['fieldData']} fieldData @param {RecordChange & CallOptions} [options] */
    create(layout, fieldData, options = {}) {
      return response('POST', records(layout), change(fieldData, options), options);
    },

    /**
     * @param {string} layout
     * @param {string | number} recordId
     * @param {RecordChange['fieldData']} fieldData
     * @param {RecordChange & CallOptions} [options]
     */
    edit(layout, recordId, fieldData, options = {}) {
      return response('PATCH', records(layout, recordId), change(fieldData, options), options);
    },

    /** @param {string} layout @param {string | number} recordId @param {ScriptOptions & CallOptions} [options] */
    duplicate(layout, recordId, options = {}) {
      return response('POST', records(layout, recordId), scripts(options), options);
    },

    /** @param {string} layout @param {string | number} recordId @param {ScriptOptions & CallOptions} [options] */
    delete(layout, recordId, options = {}) {
      return response('DELETE', `${records(layout, recordId)}${query(options, '')}`, undefined, options);
    },

    /**
     * @param {string} layout
     * @param {string | number} recordId
     * @param {string} field
     * @param {Blob} file
     * @param {{ repetition?: number, name?: string, modId?: string | number } & CallOptions} [options]
     */
    upload(layout, recordId, field, file, { repetition = 1, name, modId, ...options } = {}) {
      const form = new FormData();
      form.append('upload', file, name ?? /** @type {Partial<File>} */ (file).name ?? 'upload');
      const path = `${records(layout, recordId)}/containers/${segment(field)}/${repetition}`;
      return response('POST', modId === undefined ? path : `${path}?modId=${segment(modId)}`, form, options);
    },

    /** @param {string} layout @param {string} script @param {string} [parameter] @param {CallOptions} [options] */
    runScript(layout, script, parameter, options) {
      const path = `layouts/${segment(layout)}/script/${segment(script)}`;
      return response('GET', parameter === undefined ? path : `${path}?script.param=${segment(parameter)}`, undefined, options);
    },

    /** @param {Record<string, string>} globalFields @param {CallOptions} [options] */
    async setGlobals(globalFields, options) {
      await response('PATCH', 'globals', { globalFields }, options);
    },

    /** @param {CallOptions} [options] */
    async productInfo(options) {
      return (await response('GET', '/productInfo', undefined, options)).productInfo;
    },
  });
}

/** FileMaker reports as an error that there is nothing. @param {import('./index.js').ErrorCode} nothing @param {Promise<any>} response */
async function foundUnless(nothing, response) {
  try {
    return found(await response);
  } catch (error) {
    if (error instanceof FileMakerError && error.code === nothing) return found({ data: [] });
    throw error;
  }
}

/** @param {any} response */
function found({ data, dataInfo }) {
  return { records: data, foundCount: dataInfo?.foundCount ?? data.length, totalCount: dataInfo?.totalRecordCount, returnedCount: data.length };
}

/** The Data API wants numbers as text. @param {Record<string, string | number | undefined>} values */
function text(values) {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** @param {ScriptOptions} options */
function scripts({ script, prerequest, presort }) {
  return text({
    script: script?.name,
    'script.param': script?.parameter,
    'script.prerequest': prerequest?.name,
    'script.prerequest.param': prerequest?.parameter,
    'script.presort': presort?.name,
    'script.presort.param': presort?.parameter,
  });
}

/** @param {RecordChange['fieldData']} fieldData @param {RecordChange} options */
function change(fieldData, options) {
  const { portalData, modId } = options;
  return { fieldData, portalData, ...text({ modId }), ...scripts(options) };
}

/**
 * @param {ListOptions} options
 * @param {string} prefix of what is not a script's, so that it is no field's name
 */
function query(options, prefix) {
  const { limit, offset, sort } = options;
  const own = text({ limit, offset, sort: sort && JSON.stringify(sort) });
  const pairs = [...Object.entries(own).map(([name, value]) => [prefix + name, value]), ...Object.entries(scripts(options))];
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${segment(value)}`).join('&')}`;
}
