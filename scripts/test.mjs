// `npm test`: prepares what is missing, runs every check and suite, and ends with one line that counts them all.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  ensureBuild,
  ensureChromium,
  ensureKeyring,
  ensureFtpServer,
  ensureOtherClients,
  ensurePackages,
  ensureSshServer,
  root,
  run,
  say,
} from './setup.mjs'

const isCi = Boolean(process.env.CI) && process.env.CI !== 'false'
const reports = join(root, '.cache', 'reports')
const totals = { passed: 0, failed: 0, skipped: 0 }
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

await step('set-up: packages', async () => ((await ensurePackages()) === 0 ? { passed: 1 } : { failed: 1 }))
if (totals.failed === 0) {
  await step('format, types, lint, boundaries', checks)
  await step('unit', unitTests)
  await step('build', async () => ((await ensureBuild()) === 0 ? { passed: 1 } : { failed: 1 }))
  await step('size of the window', firstChunk)
  await step('smoke', smokeTests)
  await step('e2e', browserTests)
}
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)

/** Runs a part and adds its counts. A part that throws counts as failed. */
async function step(name, runPart) {
  say(`\n── ${name}`)
  try {
    for (const [outcome, count] of Object.entries(await runPart())) totals[outcome] += count
  } catch (error) {
    say(`${name}: ${error.message}`)
    totals.failed += 1
  }
}

/** Checks the size of the script that the built window loads first. `npm run build` also ends with this check. */
async function firstChunk() {
  const code = await run(process.execPath, [join(root, 'scripts', 'check-first-chunk.mjs')])
  return code === 0 ? { passed: 1 } : { failed: 1 }
}

/** Counts each check of the whole tree as one. The checks run in parallel, and the output of a failed one is shown. */
async function checks() {
  const scripts = ['format:check', 'types', 'lint', 'boundaries']
  const all = await Promise.all(scripts.map((script) => npmRun(script, [], { isQuiet: true })))
  const failed = all.filter(({ code }) => code !== 0)
  for (const { output } of failed) say(output)
  return { passed: all.length - failed.length, failed: failed.length }
}

async function unitTests() {
  await ensureSshServer() // The suite decides whether the server is required.
  await ensureKeyring()
  await ensureOtherClients()
  await ensureFtpServer()
  const file = join(reports, 'unit.json')
  const { code } = await npmRun('unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`])
  const report = JSON.parse(readFileSync(file, 'utf8'))
  // A file that cannot be loaded contains no test that could fail.
  const brokenFiles = report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0)
  return counted('unit', code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

async function smokeTests() {
  const { code, output } = await npmRun('smoke', [], { isCaptured: true })
  const count = (name) => Number(output.match(new RegExp(`^\\S* ?${name} (\\d+)$`, 'm'))?.[1] ?? 0)
  return counted('smoke', code, {
    passed: count('pass'),
    failed: count('fail') + count('cancelled'),
    skipped: count('skipped') + count('todo'),
  })
}

async function browserTests() {
  const chromium = await ensureChromium()
  if (!chromium) {
    say('There is no Chromium for the journeys. `npx playwright install chromium` fetches one.')
    return isCi ? { failed: 1 } : { skipped: 1 }
  }
  const file = join(reports, 'e2e.json')
  const env = { PORTOLAN_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  const { code } = await npmRun('e2e', ['--reporter=list,json'], { env })
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'))
  if (stats.flaky > 0) say(`e2e: ${stats.flaky} passed only at the second attempt; the list above names them as flaky`)
  return counted('e2e', code, {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  })
}

/** A runner that fails without a failed test, or that ran no tests, also counts as a failure. */
function counted(name, code, counts) {
  if (code !== 0 && counts.failed === 0) {
    say(`${name}: the runner itself ended with ${code}`)
    return { ...counts, failed: 1 }
  }
  if (counts.passed + counts.failed === 0) {
    say(`${name}: no test ran`)
    return { ...counts, failed: 1 }
  }
  return counts
}

/** `isCaptured` returns the output in addition to showing it. `isQuiet` returns it without showing it. */
function npmRun(script, args = [], { isCaptured = false, isQuiet = false, env = {} } = {}) {
  const isWindows = process.platform === 'win32'
  return new Promise((done) => {
    let output = ''
    const child = spawn('npm', ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', isCaptured || isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'],
      shell: isWindows, // On Windows, npm is a script.
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        output += chunk
        if (!isQuiet) process.stdout.write(chunk)
      })
    }
    child.once('error', () => done({ code: 127, output }))
    child.once('close', (code) => done({ code: code ?? 1, output }))
  })
}
