/** Cases of S3 mounts that only synthetic responses can show. */
import { afterEach, describe, expect, it } from 'vitest'
import type { S3Config } from './config.ts'
import { openS3 } from './index.ts'
import { type Answer, refusing, startFakeService } from './testing/fake-service.ts'

const { signal } = new AbortController()

function must<T>(facet: T | undefined): T {
  if (facet === undefined) throw new Error('this ability is missing')
  return facet
}

describe('a synthetic response', () => {
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-nobody-may-see' }
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close()
  })

  async function mountOf(answer: Answer, config: Partial<S3Config> = {}) {
    const service = await startFakeService(answer)
    const backend = await openS3({ endpoint: service.endpoint, bucket: 'reports', ...keys, ...config }, { signal })
    closing.push(
      () => service.close(),
      () => backend.close(),
    )
    return { backend, service }
  }

  it('shows the state of an archived file, and a second restore request does no harm', async () => {
    const states = [
      {},
      { 'x-amz-restore': 'ongoing-request="true"' },
      { 'x-amz-restore': 'ongoing-request="false", expiry-date="Fri, 23 Dec 2050 00:00:00 GMT"' },
    ]
    let state = 0
    const { backend, service } = await mountOf((request, response, count) => {
      if (request.method === 'POST') return refusing(409, 'RestoreAlreadyInProgress')(request, response, count)
      if (request.url?.includes('tagging')) return refusing(403, 'AccessDenied')(request, response, count)
      response.writeHead(200, { 'x-amz-storage-class': 'GLACIER', 'content-length': '5', ...states[state] }).end()
    })
    const shown: unknown[] = []
    for (state = 0; state < states.length; state += 1) {
      const { archive, withheld } = await must(backend.properties).read('file', { signal })
      shown.push(archive)
      expect(withheld).toEqual({ tags: 's3:GetObjectTagging' })
    }
    expect(shown).toEqual([
      { state: 'archived' },
      { state: 'restoring' },
      { state: 'restored', untilMs: Date.parse('2050-12-23T00:00:00Z') },
    ])
    await must(backend.archive).restore('file', { speed: 'slow', days: 2 }, { signal })
    expect(service.requests.at(-1)).toMatch(/^POST \/reports\/file\?restore/)
  })

  it('limits a link to the lifetime of the credential that signs it', async () => {
    const endsMs = Math.floor(Date.now() / 1000) * 1000 + 600_000
    const { backend, service } = await mountOf(
      (request, response) => {
        if (request.method !== 'POST') {
          response.writeHead(200, { 'content-length': '1' }).end()
          return
        }
        const expiration = new Date(endsMs).toISOString()
        response.writeHead(200, { 'content-type': 'text/xml' }).end(
          `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>ROLEKEY</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
            <SessionToken>role-token</SessionToken><Expiration>${expiration}</Expiration>
          </Credentials></AssumeRoleResult></AssumeRoleResponse>`,
        )
      },
      { assumeRole: 'arn:aws:iam::123456789012:role/reader' },
    )
    const link = await must(backend.links).make('file', { method: 'get', lastsMs: 3600_000, signal })
    expect(link.endsSooner).toBe('credential')
    expect(link.endsMs).toBeLessThanOrEqual(endsMs)
    expect(link.url).toContain('X-Amz-Credential=ROLEKEY')
    expect(service.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1)
  })

  it('that denies access to versions leaves them out, and the missing permission is named', async () => {
    const service = await startFakeService(() => {}, { onVersions: refusing(403, 'AccessDenied') })
    const backend = await openS3({ endpoint: service.endpoint, bucket: 'reports', ...keys }, { signal })
    closing.push(
      () => service.close(),
      () => backend.close(),
    )
    expect(backend.versions).toBeUndefined()
    expect(backend.capabilities.keepsVersions).toBe('unknown')
    expect(backend.capabilities.withheld.versions).toContain('s3:ListBucketVersions')
    expect(backend.capabilities.withheld.trash).toContain('s3:GetBucketVersioning')
  })

  it('that refuses part of a batch gives each file its own result', async () => {
    const names = ['a', 'b', 'c', 'd']
    const { backend, service } = await mountOf((request, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' })
      if (request.method === 'POST') {
        response.end(
          '<DeleteResult><Error><Key>c</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>',
        )
        return
      }
      const rows = names.map((name) => `<Contents><Key>${name}</Key><Size>1</Size></Contents>`).join('')
      response.end(`<ListBucketResult><IsTruncated>false</IsTruncated><KeyCount>4</KeyCount>${rows}</ListBucketResult>`)
    })
    const ends: string[] = []
    for await (const removals of must(backend.removeMany).removeMany(names, { signal })) {
      ends.push(...removals.map(({ path, failure }) => `${path} ${failure?.kind ?? 'gone'}`))
    }
    expect(ends).toEqual(['a gone', 'b gone', 'c denied', 'd gone'])
    expect(service.requests).toHaveLength(2)
  })
})
