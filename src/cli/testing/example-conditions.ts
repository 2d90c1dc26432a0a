/** What an example needs before it runs, and the examples that end in another way than with 0 and no message. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CliHarness } from './cli-harness.ts'
import { sha256, withoutMount } from './example-world.ts'

/** Examples that only another test can run, with the reason. */
export const ranElsewhere: Readonly<Record<string, string>> = {
  'portolan mount add lab --type s3-minio --set endpoint=https://minio.lab:9000 --set accessKeyId=AK':
    'keeps the secret key in the keychain: mount.test.ts',
  'portolan mount trust web': 'needs a server with an unknown key: trust.test.ts',
  'portolan props archive:2019.tar --unarchive slow --days 3': 'the test server has no archive: archive.test.ts of S3',
  'portolan serve --open': 'opens a browser',
}

const notServed = { code: 0, err: 'This link does not work yet' }

/** Examples that end with another code, or with a message. */
export const otherEnds: Readonly<Record<string, { readonly code: number; readonly err: string }>> = {
  "portolan diff . backup:work --filter '*.ts' --ignore node_modules/": { code: 1, err: '' },
  [String.raw`portolan diff a b --json | jq -r 'select(.difference == "left-only").path'`]: { code: 1, err: '' },
  'portolan diff --text notes.md reports:notes.md': { code: 1, err: '' },
  'portolan diff --text reports:notes.md --version 3sL4kq…': { code: 1, err: '' },
  'portolan mount edit web --secret password': { code: 0, err: 'Password: ' },
  'portolan plugins enable portolan-backend-json': { code: 0, err: 'A plugin runs with your rights' },
  'portolan share ~/Pictures/harbour --downloads 5': notServed,
  'portolan share a.pdf b.pdf --together': notServed,
  'portolan share notes.md --password-stdin < password.txt': notServed,
  'portolan share --put ~/inbox --max-size 100M': notServed,
  'curl -T scan.tiff "$(portolan share --put inbox:scan.tiff)"': notServed,
  'portolan sync ~/Work backup: --mode mirror --max-delete 5%': { code: 1, err: 'would be deleted' },
}

type Prepare = (cli: CliHarness) => Promise<void>

const ran =
  (...lines: readonly string[][]): Prepare =>
  async (cli) => {
    for (const argv of lines) {
      const { code, err } = await cli.run(argv.map((word) => word.replace(/^~/, cli.home)))
      if (code !== 0) throw new Error(`${argv.join(' ')}: ${err}`)
    }
  }

const zipped = ran(
  ['mkdir', 'Home:summer'],
  ['cp', 'Home:Photos', 'Home:summer'],
  ['zip', 'Home:summer', 'Home:photos.zip'],
  ['rm', '-r', '--forever', 'Home:summer'],
)

const before: Readonly<Record<string, Prepare>> = {
  'portolan check --report': ran(['cp', '~/Photos', 'reports:', '--report', 'report.json']),
  'portolan cp Home:photos.zip!/summer': zipped,
  'portolan diff --text reports:notes.md --version': ran(['cp', 'a.txt', 'reports:notes.md']),
  'portolan links --revoke': ran(['share', 'notes.md']),
  'portolan ls Home:photos.zip/': zipped,
  'portolan plugins disable': ran(['plugins', 'enable', 'portolan-backend-json', '--yes']),
  'portolan put reports:notes.md --on-conflict fail': ran(['rm', '--forever', 'reports:notes.md']),
  'portolan restore reports:q3.pdf': ran(['rm', 'reports:q3.pdf']),
  'portolan shelf prune': ran(['shelf', 'keep', '--newest', '10']),
  'portolan shelf verify notes': ran(['shelf', 'add', '~/Notes', '--name', 'notes']),
  'portolan sql "select a.id': ran(['sql', "from 'Home:a.csv'", '--output', 'reports:b.parquet']),
  'portolan sql "select country': ran(['sql', "from 'Home:a.csv'", '--output', 'reports:2026/a.parquet']),
  'portolan sync run': ran(['sync', '~/Work', 'nas:Work', '--name', 'Work']),
  'portolan transfers report': ran(['cp', '~/Photos', 'reports:']),
  'portolan transfers resume': interrupted,
  'portolan transfers retry': async (cli) => {
    await cli.run(['cp', 'notes.md', 'reports:', '--on-conflict', 'fail'])
    await ran(['rm', '--forever', 'reports:notes.md'])(cli)
  },
  'portolan unzip photos.zip': ran(['zip', '~/Photos', 'photos.zip']),
  'portolan unzip reports:2026.tar.gz': async (cli) => {
    execFileSync('tar', ['czf', join(cli.cwd, '2026.tar.gz'), '-C', cli.cwd, 'notes.md'])
    await ran(['cp', '2026.tar.gz', 'reports:'])(cli)
  },
}

/** A copy that was interrupted after it had begun. */
async function interrupted(cli: CliHarness): Promise<void> {
  writeFileSync(join(cli.cwd, 'large'), Buffer.alloc(200_000))
  const stop = new AbortController()
  const copy = cli.run(['cp', 'large', 'reports:', '--limit', '100K'], { signal: stop.signal })
  while (!(await cli.run(['transfers'])).out.includes('running')) await pause(20)
  stop.abort()
  await copy
}

export async function prepare(line: string, cli: CliHarness): Promise<void> {
  const [, added] = /^portolan mount add (\w+)/.exec(line) ?? []
  if (added !== undefined) withoutMount(cli, added)
  if (line === 'portolan doctor') withoutMount(cli, 'web')
  for (const [start, run] of Object.entries(before)) if (line.startsWith(start)) await run(cli)
}

/** Replaces the identifiers of an example, which differ on each computer, by those of this run. */
export async function withOwnIds(line: string, cli: CliHarness): Promise<string> {
  const records = async (...argv: string[]) => {
    const { out } = await cli.run([...argv, '--json'])
    return out
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as { readonly id: number | string })
  }
  const [, file = ''] = /(reports:\S+).*3sL4kq…/.exec(line) ?? []
  if (file !== '') return line.replace('3sL4kq…', String((await records('versions', file)).at(-1)?.id))
  if (line.includes('3f0c…')) return line.replace('3f0c…', String((await records('links'))[0]?.id))
  if (/^portolan transfers \w+ 12/.test(line)) return line.replace('12', String((await records('transfers'))[0]?.id))
  return line.replace('9f86d081…', sha256('the third quarter'))
}
