import { ERRORS } from '@tus/server';
import { expect, test } from 'vitest';
import { transferReply } from './transfer-error.ts';

test.each([
  ['a connection that another took over', ERRORS.ABORTED, 423, 'conflict'],
  ['an offset that is not where the file ends', ERRORS.INVALID_OFFSET, 409, 'conflict'],
  ['more bytes than the manifest says', ERRORS.ERR_SIZE_EXCEEDED, 413, 'body_too_large'],
  ['a stream that runs past the end', ERRORS.ERR_MAX_SIZE_EXCEEDED, 413, 'body_too_large'],
  ['a file nobody knows', ERRORS.FILE_NOT_FOUND, 404, 'not_found'],
  ['a file that was removed', ERRORS.FILE_NO_LONGER_EXISTS, 404, 'not_found'],
  ['a request without an offset', ERRORS.MISSING_OFFSET, 403, 'request_invalid'],
  ['a disk that does not take it', ERRORS.FILE_WRITE_ERROR, 500, 'fault'],
  ['anything else', new Error("ENOENT: no such file or directory, open '/srv/spool/x'"), 500, 'fault'],
])('%s', (_, error, status, code) => {
  const reply = transferReply(error, 'r-1');
  expect(reply.status_code).toBe(status);
  expect(JSON.parse(reply.body)).toMatchObject({ status, code, requestId: 'r-1' });
  expect(reply.body).not.toContain('/srv');
});
