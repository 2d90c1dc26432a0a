/**
 * Tests the table of docs/failures.md row by row, on the command line and through the contract as the window uses it.
 * Each row must give the right failure within its time, while a local folder can still be listed normally. All rows of
 * a suite run in parallel.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Contract } from '../contract/contract.ts'
import { type Failure, failureOf } from '../contract/failure.ts'
import { describeWithService, type ServiceKeys } from '../core/backends/s3/testing/service.ts'
import { whyNoSshd } from '../core/backends/sftp/testing/sshd.ts'
import { whyNoFtpServer } from '../core/backends/ftp/testing/ftp-server.ts'
import { whyNoRclone } from '../core/backends/webdav/testing/rclone-server.ts'
import { connectInProcess } from '../host/connect-in-process.ts'
import { createHost } from '../host/create-host.ts'
import type { Host } from '../host/host.ts'
import type { Connection } from '../rpc/client.ts'
import { type BrokenPlaces, createBrokenPlaces, hasOpenssl, testSecret } from './testing/broken-places.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'
import type { FailureRow } from './testing/failure-rows/failure-row.ts'
import { type FailureCase, failureRows, failureTable, tableLine } from './testing/failure-table.ts'

interface Outcome {
  readonly failure: Failure | undefined
  readonly tookMs: number
  readonly exit?: number
}

/** Long enough for a busy machine, and far below the time of a call that hangs. */
const aliveMs = 2500

const missingSsh = await whyNoSshd()
const missingRclone = await whyNoRclone()
const missingFtp = await whyNoFtpServer()
const rowsFor = (...needs: (string | undefined)[]) => failureRows.filter(([, row]) => needs.includes(row.needs))

describe('docs/failures.md', () => {
  it('contains exactly this table', () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'failures.md'), 'utf8')
    const stores = new Set<string | undefined>(failureRows.map(([, { store }]) => store))
    const lines = text.split('\n').filter((line) => stores.has(/^\| (\S+) \|/.exec(line)?.[1]))
    expect(lines).toEqual(failureRows.map(([, row]) => tableLine(row)))
  })
})

describe('failures of mounts that need no other program', () => {
  describeRows([
    ...rowsFor(undefined),
    ...(hasOpenssl() ? rowsFor('openssl') : []),
    ...(process.platform === 'linux' ? rowsFor('Linux') : []),
  ])
})

describe.runIf(missingSsh === undefined)('failures with OpenSSH', () => {
  describeRows(rowsFor('OpenSSH'))
})

describe.runIf(missingRclone === undefined)('failures with the WebDAV server of rclone', () => {
  describeRows(rowsFor('rclone'))
})

describe.runIf(missingFtp === undefined)('failures with the server of pyftpdlib', () => {
  describeRows(rowsFor('pyftpdlib'))
})

await describeWithService('failures with S3', (gateway) => {
  const others = rowsFor('S3 gateway').filter(([name]) => name !== 's3-clock')
  describe('with a real service', () => {
    describeRows(others, gateway)
  })
  describe('with a clock that is off by one hour', () => {
    beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 }))
    afterAll(() => void vi.useRealTimers())
    describeRows([['s3-clock', failureTable['s3-clock']]], gateway)
  })
})

function describeRows(rows: readonly (readonly [FailureCase, FailureRow])[], gateway?: ServiceKeys) {
  let places: BrokenPlaces
  let folder: string
  let cli: CliHarness
  let host: Host
  let connection: Connection<Contract>
  let overContract: Map<FailureCase, Outcome>
  let onCommandLine: Map<FailureCase, Outcome>
  const listingsMs: number[] = []

  beforeAll(async () => {
    places = createBrokenPlaces(gateway && { gateway })
    const mounts = await Promise.all(rows.map(async ([name]) => ({ name, ...(await places.make(name)) })))
    folder = mkdtempSync(join(tmpdir(), 'portolan-failures-'))
    cli = createCliHarness()
    for (const config of [join(folder, 'config'), cli.configFolder]) {
      mkdirSync(config, { recursive: true })
      writeFileSync(join(config, 'mounts.yaml'), JSON.stringify(mounts))
    }
    mkdirSync(join(folder, 'home', 'alive'), { recursive: true })
    host = await createHost({
      version: '1',
      configFolder: join(folder, 'config'),
      dataFolder: join(folder, 'data'),
      homeFolder: join(folder, 'home'),
      env: {},
    })
    connection = connectInProcess(host)

    let isOver = false
    const watching = (async () => {
      while (!isOver) {
        const began = performance.now()
        expect((await list('Home')).failure).toBeUndefined()
        listingsMs.push(performance.now() - began)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    })()
    try {
      const names = rows.map(([name]) => name)
      ;[overContract, onCommandLine] = await Promise.all([outcomes(names, list), outcomes(names, runLs)])
    } finally {
      isOver = true
      await watching
    }
  }, 90_000)
  afterAll(async () => {
    connection.close()
    await host.close()
    cli.close()
    await places.close()
    rmSync(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    expect(JSON.stringify([...overContract, ...onCommandLine])).not.toContain(testSecret)
  })

  async function list(mount: string): Promise<Outcome> {
    const began = performance.now()
    let failure: Failure | undefined
    try {
      for await (const _ of connection.client.listing.list({ location: { mount, path: '' } }));
    } catch (error) {
      failure = failureOf(error)
    }
    return { failure, tookMs: performance.now() - began }
  }

  async function runLs(mount: string): Promise<Outcome> {
    const began = performance.now()
    const { code, err } = await cli.run(['ls', `${mount}:`, '--json'])
    const tookMs = performance.now() - began
    const line = err.split('\n').find((text) => text !== '')
    const failure = line === undefined ? undefined : (JSON.parse(line) as { failure: Failure }).failure
    return { failure, tookMs, exit: code }
  }

  it.each(rows)('%s over the contract', (name, row) => {
    const outcome = overContract.get(name)
    expectOutcome(outcome, row)
    expect(outcome?.exit).toBeUndefined()
  })

  it.each(rows)('%s on the command line', (name, row) => {
    const outcome = onCommandLine.get(name)
    expectOutcome(outcome, row)
    expect(outcome?.exit).toBe(row.exit)
  })

  it('keeps a local folder responsive during the failures', () => {
    const slowest = Math.max(...[...overContract.values()].map(({ tookMs }) => tookMs))
    expect(listingsMs.length).toBeGreaterThan(Math.min(20, slowest / 1000))
    expect(Math.max(...listingsMs)).toBeLessThan(aliveMs)
  })
}

/** How much longer a failure may take on a machine that also runs other tests. */
const loadedMs = 10_000

function expectOutcome(outcome: Outcome | undefined, { kind, says, withinS }: FailureRow) {
  expect(outcome?.failure?.kind, outcome?.failure?.message).toBe(kind)
  if (says !== undefined) expect(outcome?.failure?.message).toContain(says)
  expect(outcome?.tookMs).toBeLessThan(withinS * 1000 + loadedMs)
}

async function outcomes(
  names: readonly FailureCase[],
  ask: (mount: FailureCase) => Promise<Outcome>,
): Promise<Map<FailureCase, Outcome>> {
  return new Map(await Promise.all(names.map(async (name) => [name, await ask(name)] as const)))
}
