import { expect, it } from 'vitest'
import { describeWithService } from '../../testing/service.ts'
import { createTestBucket } from '../../testing/test-bucket.ts'
import { loadSdk } from '../sdk.ts'
import { standardPatience } from '../../../patient-agents.ts'
import { readListing } from './listing.ts'
import { createLeanPath } from './objects.ts'
import { openLines } from './request.ts'

const { signal } = new AbortController()
/** A page as in the service's reference, with line breaks and unused elements. */
const page = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>bucket</Name>
  <Prefix>a%2F</Prefix>
  <EncodingType>url</EncodingType>
  <KeyCount>3</KeyCount>
  <MaxKeys>1000</MaxKeys>
  <IsTruncated>true</IsTruncated>
  <NextContinuationToken>1ueGcx&amp;&#x2F;==</NextContinuationToken>
  <Contents>
    <Key>a%2Fone+two.txt</Key>
    <LastModified>2026-11-28T04:05:06.789Z</LastModified>
    <ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag>
    <ChecksumAlgorithm>CRC32</ChecksumAlgorithm>
    <Size>434234</Size>
    <Owner><ID>id</ID><DisplayName>name</DisplayName></Owner>
    <StorageClass>GLACIER</StorageClass>
  </Contents>
  <Contents><Key>a%2Ftwo</Key><LastModified/><Size>0</Size></Contents>
  <CommonPrefixes><Prefix>a%2Fb%2F</Prefix></CommonPrefixes>
</ListBucketResult>
`

it('parses every field of a page that is used', () => {
  expect(readListing(page)).toEqual({
    IsTruncated: true,
    NextContinuationToken: '1ueGcx&/==',
    KeyCount: 3,
    EncodingType: 'url',
    Contents: [
      {
        Key: 'a%2Fone+two.txt',
        LastModified: new Date('2026-11-28T04:05:06.789Z'),
        ETag: '"70ee1738b6b21e2c8a43f3a5ab0eee71"',
        Size: 434_234,
        StorageClass: 'GLACIER',
      },
      { Key: 'a%2Ftwo', Size: 0 },
    ],
    CommonPrefixes: [{ Prefix: 'a%2Fb%2F' }],
  })
})

it('decodes XML entities in keys if the service does not URL-encode them', () => {
  const plain = page.replace('<EncodingType>url</EncodingType>', '').replace('a%2Ftwo', 'a/&lt;&amp;lt;&#13;&#x1F9ED;>')
  const read = readListing(plain)
  expect(read?.EncodingType).toBeUndefined()
  expect(read?.Contents?.[1]?.Key).toBe('a/<&lt;\r🧭>')
})

it.each([
  ['a page that breaks off', page.slice(0, page.indexOf('<CommonPrefixes>'))],
  ['something else', '<html>a proxy</html>'],
  ['character data', page.replace('a%2Ftwo', '<![CDATA[a/two]]>')],
  ['comments', page.replace('<Name>', '<!-- <Contents><Key>no</Key></Contents> --><Name>')],
  ['names of a namespace', page.replaceAll('<Contents>', '<s3:Contents>').replaceAll('</Contents>', '</s3:Contents>')],
  ['attributes', page.replaceAll('<Key>', '<Key a="b">')],
])('leaves %s to the SDK', (_what, text) => {
  expect(readListing(text)).toBeUndefined()
})

await describeWithService('a listing by the lean path', (service) => {
  it('equals that of the SDK, page by page', { timeout: 30_000 }, async () => {
    const { S3 } = await loadSdk()
    const bucket = await createTestBucket(service)
    const { endpoint, ...credentials } = service
    const s3 = new S3({ region: 'eu-west-1', endpoint, credentials, forcePathStyle: true, maxAttempts: 1 })
    const lines = openLines(standardPatience)
    const names = [
      'plain',
      'a b+c ~d',
      'ü/日本',
      '100%/%20',
      "!'()*;:@&=$,?#[]",
      '<x>&amp;',
      'a//b/',
      'tab\tline\nx\u0001',
    ]
    try {
      for (const name of names) await bucket.put(`in/${name}`, Buffer.from(name))
      for (let number = 0; number < 1100; number += 1) await bucket.put(`many/${number}`, Buffer.from(''))
      const lean = createLeanPath(s3, lines, { checksums: true })
      for (const Prefix of ['in/', 'many/', 'in/ü', 'nothing/', '']) {
        let token: string | undefined
        do {
          const input = { Bucket: bucket.name, Prefix, Delimiter: '/', EncodingType: 'url' } as const
          const asked = { ...input, ...(token !== undefined && { ContinuationToken: token }) }
          const ours = await lean.listObjectsV2(asked, { abortSignal: signal })
          const { Contents = [], CommonPrefixes = [], ...theirs } = await s3.listObjectsV2(asked)
          const rows = Contents.map(({ Key, LastModified, ETag, Size, StorageClass }) => {
            return { Key, LastModified, ETag, Size, StorageClass }
          })
          expect(ours.Contents).toEqual(rows)
          expect(ours.CommonPrefixes).toEqual(CommonPrefixes)
          expect(ours.IsTruncated).toBe(theirs.IsTruncated)
          expect(ours.KeyCount).toBe(theirs.KeyCount)
          token = theirs.IsTruncated ? ours.NextContinuationToken : undefined
        } while (token !== undefined)
      }
    } finally {
      lines.close()
      s3.destroy()
      await bucket.remove()
    }
  })
})
