import { expect, it } from 'vitest'
import { s3ConfigSchema } from '../../backends/s3/config.ts'
import { sftpConfigSchema } from '../../backends/sftp/config.ts'
import { mountConfigSchema } from '../../../contract/api/mounts.ts'
import { sentenceOf, withSentences } from './config-problem.ts'

const problemOf = (schema: { parse(keys: unknown, context: typeof withSentences): unknown }, keys: unknown) => {
  try {
    schema.parse(keys, withSentences)
  } catch (error) {
    return sentenceOf(error)
  }
  return undefined
}

it.each([
  [mountConfigSchema, 'text', 'This entry is not a mount.'],
  [mountConfigSchema, { type: 's3' }, '“name” is missing.'],
  [mountConfigSchema, { name: 'a:b', type: 7 }, /^A mount name can’t have a colon.* “type” must be a text\.$/],
  [mountConfigSchema, { name: 'a', type: 's3', quota: { bytes: -1 } }, '“quota.bytes” must be at least 0.'],
  [
    mountConfigSchema,
    { name: 'a', type: 's3', quota: { size: 1 } },
    '“quota.size” is not a key of this type of mount.',
  ],
  [mountConfigSchema, { name: '', type: 's3' }, /^“name” is empty\./],
  [s3ConfigSchema, { bukket: 'reports' }, '“bukket” is not a key of this type of mount.'],
  [s3ConfigSchema, { provider: 'nobody' }, /^“provider” must be one of aws, /],
  [s3ConfigSchema, { createBucket: 'yes' }, '“createBucket” must be true or false.'],
  [s3ConfigSchema, { endpoint: 'ftp://x' }, '“endpoint” must be an http or https address.'],
  [s3ConfigSchema, { prefix: '2026' }, '“prefix” needs “bucket”.'],
  [
    sftpConfigSchema,
    { host: 'a b', agent: true, port: 70_000 },
    /^“host” must be a name.* “port” must be at most 65535\.$/,
  ],
  [sftpConfigSchema, { host: 'a', hostKey: 7 }, /“hostKey” is not valid\./],
])('explains what is wrong with keys in whole sentences: %#', (schema, keys, sentence) => {
  expect(problemOf(schema, keys)).toMatch(sentence)
})
