/** The files of a person with a boat and a small business, used for pictures and for the checks of every screen. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { makeZipBytes } from '../../src/core/archives/testing/make-zip.test-support.ts'
import { paintedPng, pdfOf } from '../support/samples.ts'
import type { ServedApp } from '../support/served-app.ts'

const megabyte = 1_000_000

/** The size of a sparse file or its content, and how many days ago it was changed. */
type Sample = readonly [content: number | string | Buffer, daysAgo: number]

const documents: Readonly<Record<string, Sample>> = {
  'Letters/harbour-master.txt': ['Dear Sir or Madam,\n\nthe buoy off the north quay has gone adrift.\n', 12],
  'Travel/coast.zip': [
    makeZipBytes([
      { name: 'log.txt', bytes: 'Day 1: fair wind.\n' },
      { name: 'charts/north.svg', bytes: '<svg/>' },
      { name: 'charts/south.svg', bytes: '<svg/>' },
    ]),
    40,
  ],
  'budget.xlsx': [88_000, 3],
  'contract.pdf': [pdfOf('Charter of the sloop Halcyon'), 30],
  'minutes.docx': [61_000, 1.2],
  'plan.md': [
    '# Spring\n\nLay up until the **first of March**.\n\n- Berth: south quay, 14\n- Paint the hull\n- New halyards\n\n| Part | Cost |\n| --- | ---: |\n| Paint | 240 |\n| Halyards | 180 |\n',
    0.4,
  ],
  'portolan.svg': [
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="18"/></svg>',
    60,
  ],
  'route.ts': [
    "import { bearing } from './bearing'\n\n/** The course from one buoy to the next. */\nexport function course(from: Buoy, to: Buoy): number {\n  return Math.round(bearing(from, to)) % 360\n}\n",
    2,
  ],
  'season.sha256': ['a76ec5c2c2dd4d9bd4c6d6c2a0fbd1f5c7dc0b8e3cd2d3c4be04ea0a1b9b9f10  plan.md\n', 3],
  'tides.csv': [
    `day,harbour,high,low\n${Array.from({ length: 400 }, (_, at) => `${at + 1},${['Aldport', 'Brook', 'Cove'][at % 3]},${(40 + (at % 17)) / 10},${(8 + (at % 7)) / 10}`).join('\n')}\n`,
    5,
  ],
  'a rather long name of a report on the third quarter of the year, revised and approved.pdf': [90_000, 7],
}
const invoices: Readonly<Record<string, Sample>> = {
  '2024/INV-0412.pdf': [220_000, 400],
  '2025/INV-0977.pdf': [230_000, 40],
  'ledger.parquet': [812 * megabyte, 0.2],
  'notes.md': [4100, 1.1],
  'Q1-statement.pdf': [402 * megabyte, 230],
  'Q2-statement.pdf': [409 * megabyte, 140],
  'Q3-statement.pdf': [418 * megabyte, 0.1],
  'scan-0001.tiff': [9.1 * megabyte, 9],
  'scan-0002.tiff': [9.1 * megabyte, 9],
  'scan-0010.tiff': [9 * megabyte, 9],
  'summary.xlsx': [1.2 * megabyte, 0.3],
  'vendors.csv': [640_000, 11],
}
const pictures = ['harbour.png', 'lighthouse.png', 'low tide.png', 'north quay.png', 'regatta.png', 'sunset.png']

export const mountsFile = `mounts:
  - { name: reports, type: s3, bucket: acme-reports, endpoint: 'http://127.0.0.1:9', accessKeyId: AKIAEXAMPLE, secretAccessKey: example }
  - { name: build box, type: sftp, host: 127.0.0.1, port: 9, user: ann, path: /srv/releases, secret: session }
  - { name: scratch, type: memory, versions: true, color: '#c9782a' }
`

/**
 * The names of the sample files, longest first. Each name is included whole and split from its extension, because the
 * window may show both.
 */
export const sampleNames: readonly string[] = [
  ...[...Object.keys(documents), ...Object.keys(invoices)].flatMap((path) => path.split('/')),
  ...pictures,
  ...'Documents Pictures Empty nowhere finance invoices season crew.txt Home Shelf reports scratch acme-reports charts'.split(
    ' ',
  ),
  'build box',
  'log.txt',
  'no such name',
]
  .flatMap((name) => [name].concat(name.split(/(?=\.\w+$)/)))
  .toSorted((a, b) => b.length - a.length)

/**
 * Fills the home folder and the Shelf of an app, and then restarts the app, so that it has not seen the files arrive.
 * Large files are sparse.
 */
export async function makeSampleFiles(app: ServedApp): Promise<void> {
  const plugin = resolve(import.meta.dirname, '../../examples/portolan-backend-json')
  cpSync(plugin, join(dirname(app.mountsFile), 'plugins/portolan-backend-json'), { recursive: true })
  writeFileSync(app.mountsFile, mountsFile)
  const home = join(app.home, 'Documents')
  for (const [name, sample] of Object.entries(documents)) make(join(home, name), sample)
  for (const [name, sample] of Object.entries(invoices)) make(join(app.shelf, 'finance/invoices', name), sample)
  for (const [at, name] of pictures.entries())
    make(join(app.home, 'Pictures', name), [paintedPng(480, 320, at), at * 9])
  mkdirSync(join(home, 'Empty'))
  makeHistory(app)
  await app.kill()
  await app.restart()
}

function make(path: string, [content, daysAgo]: Sample): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'number' ? '' : content)
  if (typeof content === 'number') truncateSync(path, Math.round(content))
  const time = new Date(Date.now() - daysAgo * 24 * 3600_000)
  utimesSync(path, time, time)
}

/** Creates a plan that was changed twice in the Shelf, and a deleted file beside it. */
function makeHistory(app: ServedApp): void {
  const drafts = join(app.home, 'season')
  const text = (berth: string, more: readonly string[]) =>
    ['# Season', '', 'Lay up until the first of March.', `Berth: ${berth}`, 'Paint the hull.', ...more, ''].join('\n')
  const states = [
    text('north quay, 14', []),
    text('south quay, 14', ['New halyards.']),
    text('south quay, 15', ['New halyards.', 'Survey.']),
  ]
  mkdirSync(drafts)
  for (const state of states) {
    writeFileSync(join(drafts, 'plan.md'), state)
    writeFileSync(join(drafts, 'crew.txt'), 'Ann, Bo, Cleo\n')
    portolan(app, 'cp', drafts, 'Shelf:')
  }
  portolan(app, 'rm', 'Shelf:season/crew.txt')
  rmSync(drafts, { recursive: true })
}

/** Runs the command line on the same mounts, beside the window. */
export function portolan(app: ServedApp, ...args: readonly string[]): void {
  const env = { ...process.env, HOME: app.home, PORTOLAN_HOME: dirname(app.mountsFile) }
  execFileSync(process.execPath, [resolve('bin', 'portolan'), ...args], { env })
}
