/** Runs the examples of every help text, with the mounts and files that they name. */
import { readFileSync, writeFileSync } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { describeWithService } from '../core/backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../core/backends/s3/testing/test-bucket.ts'
import { catalogue } from './catalogue.ts'
import { exitCodes } from './exit-codes.ts'
import { type CliHarness, type CliRun, createCliHarness } from './testing/cli-harness.ts'
import { otherEnds, prepare, ranElsewhere, withOwnIds } from './testing/example-conditions.ts'
import { readExampleLine } from './testing/example-line.ts'
import { makeWorld } from './testing/example-world.ts'

const commands = await Promise.all(catalogue.map((item) => item.load()))
const lines = commands.flatMap(({ examples }) => examples.map(([line]) => line))

it('every command has an example', () => {
  expect(commands.filter(({ examples }) => examples.length === 0)).toEqual([])
  for (const line of [...Object.keys(ranElsewhere), ...Object.keys(otherEnds)]) expect(lines).toContain(line)
})

await describeWithService('the examples of help', (service) => {
  let cli: CliHarness
  let bucket: TestBucket
  let count = 0
  let prefix = ''
  beforeAll(async () => {
    bucket = await createTestBucket(service, { keepsVersions: true })
  })
  afterAll(() => bucket.remove())
  beforeEach(async () => {
    cli = createCliHarness()
    prefix = `world-${(count += 1)}`
    cli.env['PORTOLAN_MASTER_PASSWORD'] = 'correct horse'
    await makeWorld(cli, service, bucket, prefix)
  })
  afterEach(() => cli.close())

  it.each(lines.filter((line) => ranElsewhere[line] === undefined))('%s', async (line) => {
    await prepare(line, cli)
    const { code, err } = await run(await withOwnTime(await withOwnIds(line, cli)))
    const expected = otherEnds[line] ?? { code: line.startsWith('portolan serve') ? exitCodes.interrupted : 0, err: '' }
    expect([code, err]).toEqual([expected.code, expected.err === '' ? '' : expect.stringContaining(expected.err)])
  })

  /** The times of examples are days ago; here they are the time just before a change. */
  async function withOwnTime(line: string): Promise<string> {
    const atMs = Date.now()
    const changed = line.replace(/(?<=--at )(?:"[^"]*"|\w+)/, new Date(atMs).toISOString())
    if (changed === line) return line
    // S3 keeps whole seconds
    await vi.waitUntil(() => Date.now() > atMs + 1000, { timeout: 5000 })
    await bucket.put(`${prefix}/2026/q3.pdf`, 'changed')
    await bucket.put(`${prefix}/notes.md`, 'changed')
    return changed
  }

  async function run(line: string): Promise<CliRun> {
    const { argv, input, output, isPipedInto } = readExampleLine(line, cli)
    if (argv[0] === 'serve') return serve(argv)
    const ran = await cli.run(argv, inputOf(line, input, isPipedInto))
    if (output !== undefined) {
      writeFileSync(output, ran.out)
      expect(ran.out).not.toBe('')
    }
    return ran
  }

  function inputOf(line: string, input: string | undefined, isPipedInto: boolean) {
    if (input !== undefined) return { stdin: Readable.from([readFileSync(input)]) }
    if (isPipedInto) return { stdin: Readable.from([Buffer.from('bytes')]) }
    if (/mount add lab --type|--secret password/.test(line))
      return { isTerminal: true, stdin: Readable.from(['secret\n']) }
    if (line.startsWith('portolan plugins enable')) return { isTerminal: true, stdin: Readable.from(['yes\n']) }
    return {}
  }

  /** Serves until the first line is printed. */
  async function serve(argv: readonly string[]): Promise<CliRun> {
    const stop = new AbortController()
    const stdout = Object.assign(new PassThrough(), { isTTY: false, columns: 80 })
    stdout.once('data', () => stop.abort())
    return cli.run(argv, { stdout, signal: stop.signal })
  }
})
