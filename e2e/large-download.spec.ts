import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { test } from './support/s3-service.ts'
import { expect } from './support/test.ts'
import { pane } from './support/window.ts'

const sizeBytes = 200 * 1024 ** 2
const mebibyte = 1024 ** 2

test('a large file of a bucket streams through the host to the browser without filling memory', async ({
  app,
  page,
  lab: { s3, bucket, mount },
}) => {
  test.setTimeout(180_000) // The test has many steps and must also pass on slow machines.
  const bytes = Buffer.alloc(sizeBytes, randomBytes(1_000_003))
  const wanted = createHash('sha256').update(bytes).digest('hex')
  await s3.putObject({ Bucket: bucket, Key: 'large.bin', Body: bytes })
  writeFileSync(app.mountsFile, `mounts:\n  - ${mount}\n`)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('lab:')
  await left.row('large.bin').click()

  const before = memoryOf(app.pid())
  const download = page.waitForEvent('download')
  await page.keyboard.press('Control+d')
  const path = await (await download).path()
  const after = memoryOf(app.pid())
  const sum = createHash('sha256')
  await pipeline(createReadStream(path), sum)
  expect(sum.digest('hex')).toBe(wanted)
  test.skip(before === undefined || after === undefined, 'this system does not tell what memory a process had')
  const grown = ((after?.peak ?? 0) - (before?.now ?? 0)) / mebibyte
  console.log(`200 MiB downloaded; the host held ${Math.round(grown)} MiB more than before at its most.`)
  expect(grown).toBeLessThan(120)
})

/** Returns the present and the peak memory of a process, as Linux reports them. */
function memoryOf(pid: number): { readonly now: number; readonly peak: number } | undefined {
  const file = `/proc/${pid}/status`
  if (!existsSync(file)) return undefined
  const status = readFileSync(file, 'utf8')
  const kibibytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) * 1024
  return { now: kibibytes('VmRSS'), peak: kibibytes('VmHWM') }
}
