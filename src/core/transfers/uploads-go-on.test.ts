/** Interrupts the upload of a large file to servers that resume uploads in their own ways. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../backends/backend.ts'
import { openFtp } from '../backends/ftp/index.ts'
import { type FtpServerOptions, startFtpServer, whyNoFtpServer } from '../backends/ftp/testing/ftp-server.ts'
import { openWebdav } from '../backends/webdav/index.ts'
import { startCloud } from '../backends/webdav/testing/cloud/stand-in.ts'
import { standardStack } from '../layers/standard-stack.ts'
import { createRig, type Rig } from './transfers.test-support.ts'

const { signal } = new AbortController()
const missing = await whyNoFtpServer()
/** The piece size of both servers. */
const pieceBytes = 16 * 1024 ** 2
const bytes = randomBytes(pieceBytes * 2 + 100)

let rig: Rig
const cleanUps: (() => Promise<unknown>)[] = []
beforeEach(async () => {
  rig = await createRig()
  await writeFile(join(rig.folder, 'large'), bytes)
})
afterEach(async () => {
  await rig.close()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function ftpServer(options: FtpServerOptions = {}) {
  const server = await startFtpServer(options)
  cleanUps.push(() => server.stop())
  return { files: server.files, open: () => openFtp(server.config(''), {}, signal) }
}

async function cloudServer() {
  const server = await startCloud()
  cleanUps.push(() => server.stop())
  return { files: server.files.at(''), open: () => openWebdav(server.config(''), { signal }) }
}

/** Mounts a backend and returns the numbers of the pieces sent from now on. `before` runs before each piece. */
async function mount(
  open: () => Promise<Backend>,
  before: (number: number) => void = () => {},
): Promise<readonly number[]> {
  const backend = await open()
  cleanUps.push(() => backend.close())
  const numbers: number[] = []
  const { staging } = backend
  if (!staging) throw new Error('it takes no pieces')
  const watched: Backend = {
    ...backend,
    staging: {
      ...staging,
      writePiece(path, token, number, piece, options) {
        numbers.push(number)
        before(number)
        return staging.writePiece(path, token, number, piece, options)
      },
    },
  }
  rig.opened.set('server', standardStack(watched, { mount: 'server', readOnly: false }))
  return numbers
}

const start = () =>
  rig.transfers.start({
    verb: 'copy',
    sources: [{ location: { mount: 'local', path: 'large' } }],
    into: { mount: 'server', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })

/**
 * Copies, ends the program before the second piece is sent, and resumes in another program. Returns the pieces that the
 * second program sent.
 */
async function interrupted(open: () => Promise<Backend>): Promise<readonly number[]> {
  let interrupt = () => {}
  const reached = new Promise<void>((resolve) => (interrupt = resolve))
  await mount(open, (number) => {
    if (number === 1) interrupt()
  })
  const { id } = start()
  await reached
  await rig.transfers.close()
  const sent = await mount(open)
  rig.reopen()
  const { counts } = await rig.untilEnded(id)
  expect(counts).toMatchObject({ done: 1, failed: 0 })
  return sent
}

async function expectStored(files: string): Promise<void> {
  expect(await readdir(files)).toEqual(['large'])
  expect((await readFile(join(files, 'large'))).equals(bytes)).toBe(true)
}

describe.runIf(missing === undefined)('a large file over FTP', () => {
  it('resumes in another program after the existing pieces', async () => {
    const { files, open } = await ftpServer()
    expect(await interrupted(open)).toEqual([1, 2])
    await expectStored(files)
  })

  it('is sent in one request to a server that cannot resume files', async () => {
    const { files, open } = await ftpServer({ withoutRestart: true })
    const sent = await mount(open)
    expect((await rig.untilEnded(start().id)).counts).toMatchObject({ done: 1, failed: 0 })
    expect(sent).toEqual([])
    await expectStored(files)
  })
})

describe('a large file to a stand-in for Nextcloud', () => {
  it('resumes in another program after the existing chunks', async () => {
    const { files, open } = await cloudServer()
    const sent = await interrupted(open)
    expect(sent).not.toContain(0)
    await expectStored(files)
  })
})
