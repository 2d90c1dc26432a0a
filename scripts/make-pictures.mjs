// Creates docs/pictures again: every screen of the built app with sample files, in light and dark, at three sizes.
// Usage: npm run pictures [-- FOLDER]
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureBuild, ensureChromium, root } from './setup.mjs'

const target = resolve(process.argv[2] ?? join(root, 'docs', 'pictures'))
await ensureBuild()
const chromium = await ensureChromium()
rmSync(target, { recursive: true, force: true }) // Removes the pictures of screens that no longer exist.
const { status } = spawnSync('npx', ['playwright', 'test', 'e2e/screens/screens.spec.ts', '--trace=off'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PORTOLAN_PICTURES: target, PORTOLAN_CHROMIUM: chromium },
})
process.exitCode = status ?? 1
