/** A large file over FTP, whose upload is interrupted. */
import { randomBytes } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../backends/backend.ts'
import { openFtp } from '../backends/ftp/index.ts'
import {
  type FtpServer,
  type FtpServerOptions,
  startFtpServer,
  whyNoFtpServer,
} from '../backends/ftp/testing/ftp-server.ts'
import { standardStack } from '../layers/standard-stack.ts'
import { createRig, type Rig } from './transfers.test-support.ts'

const { signal } = new AbortController()
const missing = await whyNoFtpServer()
const pieceBytes = 16 * 1024 ** 2
const bytes = randomBytes(pieceBytes * 2 + 100)

describe.runIf(missing === undefined)('a large file over FTP', () => {
  let rig: Rig
  let server: FtpServer
  const backends: Backend[] = []
  beforeEach(async () => {
    rig = await createRig()
  })
  afterEach(async () => {
    await rig.close()
    for (const backend of backends.splice(0)) await backend.close()
    await server.stop()
  })

  async function serve(options: FtpServerOptions): Promise<void> {
    server = await startFtpServer(options)
    await writeFile(join(rig.folder, 'large'), bytes)
  }

  /** Gives the numbers of the pieces that are sent from now on. `before` each of them something may happen. */
  async function mount(before: (number: number) => void = () => {}): Promise<readonly number[]> {
    const backend = await openFtp(server.config(''), {}, signal)
    backends.push(backend)
    const numbers: number[] = []
    const { staging } = backend
    const watched: Backend = !staging
      ? backend
      : {
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
    rig.opened.set('ftp', standardStack(watched, { mount: 'ftp', readOnly: false }))
    return numbers
  }

  const start = () =>
    rig.transfers.start({
      verb: 'copy',
      sources: [{ location: { mount: 'local', path: 'large' } }],
      into: { mount: 'ftp', path: '' },
      policy: { skip: 'never', onConflict: 'fail' },
    })

  it('goes on in another program after the pieces that are there', async () => {
    await serve({})
    let interrupt = () => {}
    const reached = new Promise<void>((resolve) => (interrupt = resolve))
    await mount((number) => {
      if (number === 1) interrupt()
    })
    const { id } = start()
    await reached
    await rig.transfers.close()
    expect(await readdir(server.files)).toEqual([expect.stringMatching(/^\.portolan-.*\.part$/)])
    const sent = await mount()
    rig.reopen()
    const { counts } = await rig.untilEnded(id)
    expect(counts).toMatchObject({ done: 1, failed: 0 })
    expect(sent).toEqual([1, 2])
    expect(await readdir(server.files)).toEqual(['large'])
    expect((await readFile(join(server.files, 'large'))).equals(bytes)).toBe(true)
  })

  it('is sent in one go to a server that does not go on with files', async () => {
    await serve({ withoutRestart: true })
    const sent = await mount()
    const { counts } = await rig.untilEnded(start().id)
    expect(counts).toMatchObject({ done: 1, failed: 0 })
    expect(sent).toEqual([])
    expect(await readdir(server.files)).toEqual(['large'])
    expect((await readFile(join(server.files, 'large'))).equals(bytes)).toBe(true)
  })
})
