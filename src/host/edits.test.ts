import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Contract } from '../contract/contract.ts'
import { failureOf } from '../contract/failure.ts'
import type { Connection } from '../rpc/client.ts'
import { connectInProcess } from './connect-in-process.ts'
import { createHost } from './create-host.ts'
import type { DesktopDeps, Host } from './host.ts'

let folder: string
let host: Host
let connection: Connection<Contract>
let opened: string[]

async function start(hasDesktop: boolean) {
  const nothing = async () => {}
  const desktop: DesktopDeps = {
    chooseFolder: async () => undefined,
    dragOut: nothing,
    notify: nothing,
    showProgress: nothing,
    openPath: async (path) => void opened.push(path),
  }
  host = await createHost({
    version: '1.2.3',
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    homeFolder: join(folder, 'home'),
    env: {},
    ...(hasDesktop && { desktop }),
  })
  connection = connectInProcess(host)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-edits-'))
  mkdirSync(join(folder, 'home'))
  mkdirSync(join(folder, 'config'))
  writeFileSync(join(folder, 'home', 'here.txt'), 'here')
  writeFileSync(join(folder, 'config', 'mounts.yaml'), '- { name: Far, type: memory }\n')
  opened = []
})
afterEach(async () => {
  connection.close()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

async function* bytes(text: string) {
  yield new TextEncoder().encode(text)
}

it('opens a local file directly, and a remote one as a copy stored after each save', async () => {
  await start(true)
  const { client } = connection
  await client.edits.open({ location: { mount: 'Home', path: 'here.txt' } })
  expect(opened).toEqual([join(folder, 'home', 'here.txt')])
  const location = { mount: 'Far', path: 'note.txt' }
  await client.files.write({ location, ifExists: 'fail' }, { body: bytes('first') })
  await client.edits.open({ location })
  const copy = opened.at(-1) ?? ''
  expect(readFileSync(copy, 'utf8')).toBe('first')
  writeFileSync(copy, 'second')
  await vi.waitFor(async () => {
    const read: Uint8Array[] = []
    for await (const chunk of client.files.read({ location })) read.push(chunk)
    expect(Buffer.concat(read).toString()).toBe('second')
  }, 5000)
})

it('refuses to open a file without a desktop', async () => {
  await start(false)
  const work = connection.client.edits.open({ location: { mount: 'Home', path: 'here.txt' } })
  await expect(work.catch((error: unknown) => failureOf(error).kind)).resolves.toBe('unsupported')
  for await (const { edits } of connection.client.edits.watch({})) expect(edits).toEqual([])
})
