// @ts-check
// Files in container fields. Claris's Data API guide, "Upload container data": multipart/form-data,
// and "only the part named upload will be processed".
import { badParameter } from './errors.mjs';
import { requireField } from './find.mjs';
import { recordOf, requireModId, tableOf, touch } from './records.mjs';

/**
 * Keeps the file's bytes for a test to look at; the field shows its name. There is no address to
 * download it from.
 *
 * @param {import('./data-api.mjs').OpenCall} call
 */
export function uploadToContainer(call) {
  const table = tableOf(call);
  const record = recordOf(call, table);
  const { field } = call.params;
  requireField(table, field);
  const file = call.form?.get('upload');
  if (!file || typeof file === 'string') throw badParameter();
  requireModId(record, call.query.get('modId') ?? undefined);
  record.fieldData[field] = file.name;
  record.files.set(field, file);
  touch(record);
  return {};
}
