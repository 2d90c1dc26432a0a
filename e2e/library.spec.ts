/**
 * The library as its users get it: it is packed and installed into an empty folder, and its documented examples are
 * type-checked and run.
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { test } from './support/s3-service.ts'

const root = resolve(import.meta.dirname, '..')
const execute = promisify(execFile)
const isWindows = process.platform === 'win32'

test.describe.configure({ mode: 'serial' })

let folder: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  folder = await mkdtemp(join(tmpdir(), 'portolan-packed-'))
  await execute(process.execPath, [join(root, 'scripts', 'make-types.mjs')], { cwd: root })
  const npm = (...args: string[]) => execute('npm', args, { cwd: folder, shell: isWindows })
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }')
  // The build already exists.
  const { stdout } = await npm('pack', root, '--ignore-scripts', '--silent')
  await npm('install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, stdout.trim()))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

async function examples(): Promise<readonly string[]> {
  const text = await readFile(join(root, 'docs', 'library.md'), 'utf8')
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code)
}

async function typesOf(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  const options = {
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'esnext.disposable', 'dom'],
    strict: true,
    noEmit: true,
    allowJs: true,
    checkJs: true,
    noUncheckedIndexedAccess: false,
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  }
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: Object.keys(files) }),
  )
  return execute(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
}

test('the examples of docs/library.md type-check, and a mistake is detected', async () => {
  const all = Object.fromEntries((await examples()).map((code, at) => [`example-${at}.mjs`, code]))
  expect(Object.keys(all).length).toBeGreaterThan(3)
  expect(await typesOf(all)).toBe('')
  const wrong = "import { openMounts } from 'portolan'\nconst n: number = (await openMounts('s3://b')).node('x').name\n"
  expect(await typesOf({ 'wrong.mts': wrong })).toContain("Type 'string' is not assignable to type 'number'")
})

test('the examples of docs/library.md run, the first one with S3', async ({ lab }) => {
  await lab.s3.putBucketVersioning({ Bucket: lab.bucket, VersioningConfiguration: { Status: 'Enabled' } })
  const credentials = await lab.s3.config.credentials()
  const endpoint = /endpoint: '([^']+)'/.exec(lab.mount)?.[1] ?? ''
  const env = {
    ...process.env,
    HOME: folder,
    FORCE_COLOR: '0',
    S3_BUCKET: lab.bucket,
    S3_ENDPOINT: endpoint,
    S3_ACCESS: credentials.accessKeyId,
    S3_SECRET: credentials.secretAccessKey,
  }
  await mkdir(join(folder, 'invoices'), { recursive: true })
  await writeFile(join(folder, 'invoices', 'march.txt'), 'twelve')
  const run = async (code: string) => {
    await writeFile(join(folder, 'run.mjs'), code)
    const { stdout, stderr } = await execute(process.execPath, ['run.mjs'], { cwd: folder, env, timeout: 60_000 })
    expect(stderr).toBe('')
    return stdout
  }
  const [first = '', ...others] = await examples()
  const said = await run(first)
  expect(said).toContain('1 copied 0 skipped')
  const url = /https?:\S+/.exec(said)?.[0] ?? ''
  expect(await (await fetch(url)).text()).toBe('twelve')
  expect(await run(first)).toContain('0 copied 1 skipped')

  const outputs: string[] = []
  for (const code of others) outputs.push(await run(code))
  const [sources, files, copies] = outputs
  expect(sources).toContain("[ 'photos (local)', 'cloud (s3)' ]")
  expect(files).toContain('m:2026/q3.txt')
  expect(copies).toContain('not-found')
})

test('the example of a plugin passes the suite of portolan/conformance', async () => {
  test.setTimeout(120_000)
  // Uses the vitest of this project, but the package itself is the packed one.
  const modules = join(folder, 'node_modules')
  await symlink(join(root, 'node_modules', 'vitest'), join(modules, 'vitest'), 'junction')
  const plugin = join(folder, 'plugin')
  await cp(join(root, 'examples', 'portolan-backend-json'), plugin, { recursive: true })
  await writeFile(join(plugin, 'vitest.config.mjs'), 'export default { test: { testTimeout: 20_000 } }')
  const said = await execute(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=json'],
    {
      cwd: plugin,
      env: { ...process.env, FORCE_COLOR: '0' },
      maxBuffer: 50_000_000,
    },
  )
  const report = JSON.parse(said.stdout) as { numPassedTests: number; numFailedTests: number; success: boolean }
  expect(report).toMatchObject({ success: true, numFailedTests: 0 })
  expect(report.numPassedTests).toBeGreaterThan(60)
})
