/** Searches everything that the contract returns and that is written for the secrets that were given. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contract, type Contract } from '../contract/contract.ts'
import { failureOf } from '../contract/failure.ts'
import { refusing, startFakeService } from '../core/backends/s3/testing/fake-service.ts'
import type { Connection } from '../rpc/client.ts'
import { connectInProcess } from './connect-in-process.ts'
import { createHost } from './create-host.ts'
import type { Host } from './host.ts'

const secrets = ['S3cretKey/very+long==', 'T0kenOfSession', 'Passw0rt-ü', 'Phr4se of key', 'M4ster password']
const [s3Secret = '', token = '', password = '', passphrase = '', master = ''] = secrets
const keyText = '-----BEGIN OPENSSH PRIVATE KEY-----\nbm90IGEga2V5IDEyMzQ1Njc4OTA=\n-----END OPENSSH PRIVATE KEY-----\n'
let folder: string
let host: Host
let connection: Connection<Contract>
let said: unknown[]

async function start(env: Record<string, string> = {}) {
  host = await createHost({
    version: '1',
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    homeFolder: join(folder, 'home'),
    env,
  })
  connection = connectInProcess(host)
}
async function stop() {
  connection.close()
  await host.close()
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-scan-'))
  mkdirSync(join(folder, 'home'))
  said = []
  await start()
})
afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

const mounts = () => connection.client.mounts

/** Returns the answer or the failure. Both are kept for the search. */
async function hear<T>(answer: Promise<T> | AsyncIterable<T>): Promise<T[]> {
  const heard: T[] = []
  try {
    if (Symbol.asyncIterator in answer) for await (const item of answer) heard.push(item)
    else heard.push(await answer)
  } catch (error) {
    said.push(failureOf(error), String(error))
  }
  said.push(heard)
  return heard
}

function written(path = folder): string {
  return readdirSync(path)
    .map((name) => join(path, name))
    .map((item) => (statSync(item).isDirectory() ? written(item) : readFileSync(item, 'latin1')))
    .join('\n')
}

function searchAll(text: string) {
  for (const secret of [...secrets, keyText.split('\n')[1] ?? '']) {
    const forms = [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ]
    for (const form of forms) expect(text.includes(form), `a secret was found: ${secret.slice(0, 4)}…`).toBe(false)
  }
}

test('accepts secrets and never returns them', async () => {
  const service = await startFakeService(
    refusing(403, 'SignatureDoesNotMatch', {}, `<StringToSign>${token}</StringToSign>`),
  )
  const s3 = { type: 's3', endpoint: service.endpoint, bucket: 'b', accessKeyId: 'AK' }
  await hear(connection.client.credentials.unlock({ masterPassword: master }))
  await hear(
    mounts().add({
      config: { ...s3, name: 'a' },
      secrets: { secretAccessKey: s3Secret, sessionToken: token },
      keep: 'file',
    }),
  )
  await hear(mounts().add({ config: { ...s3, name: 'strayed', secretAccessKey: s3Secret }, keep: 'session' }))
  await hear(
    mounts().add({ config: { ...s3, name: 'wrong', region: 7 }, secrets: { secretAccessKey: s3Secret }, keep: 'file' }),
  )
  await hear(mounts().add({ config: { ...s3, name: 'odd' }, secrets: { pin: password }, keep: 'session' }))
  await hear(mounts().add({ config: { name: 'typed', type: 's3', secretKey: s3Secret } }))
  const sftp = { type: 'sftp', host: '127.0.0.1', port: 9, user: 'ann' }
  await hear(
    mounts().add({ config: { ...sftp, name: 'k' }, secrets: { privateKey: keyText, passphrase }, keep: 'file' }),
  )
  await hear(mounts().test({ config: { ...sftp, name: 't' }, secrets: { privateKey: keyText, passphrase } }))
  await hear(mounts().test({ config: { ...sftp, name: 't' }, secrets: { password } }))
  await hear(mounts().test({ name: 'a' }))
  await hear(mounts().check({ name: 'a' }))
  await hear(mounts().check({ name: 'k' }))
  await hear(connection.client.listing.list({ location: { mount: 'a', path: '' } }))

  for (const text of [
    `s3://AK:${encodeURIComponent(s3Secret)}@b?endpoint=${service.endpoint}&sessionToken=${token}`,
    `sftp://ann:${encodeURIComponent(password)}@127.0.0.1:9/x`,
    `export AWS_ACCESS_KEY_ID=AK\nexport AWS_SECRET_ACCESS_KEY=${s3Secret}\n`,
    `${password} is no address`,
    `foo://${password}:${s3Secret}@x`,
  ]) {
    const [parsed] = await hear(mounts().parse({ text }))
    const draft = parsed?.drafts[0]
    if (!draft) continue
    expect(contract.mounts.parse.output.parse(parsed).drafts[0]?.secrets.length).toBeGreaterThan(0)
    await hear(mounts().test({ draft: draft.draft }))
    await hear(mounts().add({ config: {}, draft: draft.draft, keep: 'file' }))
  }
  writeFileSync(
    join(folder, 'home', '.rclone.conf'),
    `[r]\ntype = s3\naccess_key_id = A\nsecret_access_key = ${s3Secret}\n`,
  )
  await hear(mounts().importable({}))
  rmSync(join(folder, 'home', '.rclone.conf'))

  const [listed] = await hear(mounts().list({}))
  expect(listed?.mounts.map(({ name }) => name)).toEqual(['Home', 'Shelf', 'a', 'strayed', 'k', 'b', '127.0.0.1', 's3'])
  for (const { name } of listed?.mounts ?? []) await hear(mounts().describe({ name }))
  await hear(mounts().update({ name: 'a', secrets: { secretAccessKey: password } }))
  await hear(mounts().update({ name: 'a', config: { secretAccessKey: 9 } }))
  await hear(mounts().duplicate({ name: 'a', as: 'a2' }))
  await hear(mounts().moveSecrets({ name: 'strayed', to: 'file' }))
  await hear(connection.client.host.doctor({}))
  await hear(connection.client.credentials.unlock({ masterPassword: password }))
  await hear(connection.client.credentials.lock({}))
  await hear(mounts().open({ name: 'a' }))
  await hear(mounts().giveSecrets({ name: 'a', secrets: { secretAccessKey: s3Secret } }))
  await hear(mounts().check({ name: 'a' }))
  await stop()
  await start({ PORTOLAN_MASTER_PASSWORD: 'not it' })
  await hear(mounts().open({ name: 'a' }))
  await hear(mounts().remove({ name: 'a' }))
  await service.close()
  expect(said.length).toBeGreaterThan(40)
  searchAll(JSON.stringify(said))
  searchAll(written())
})
