// Installs the packages of the lock file unless they are already installed, no matter by which program.
import { existsSync, lstatSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Resolves to exit code 0 if the packages are installed. `install` runs `npm ci` and returns its exit code. The old
 * packages stay until the new ones are complete, and are restored if the installation fails.
 */
export async function ensurePackages(root, install) {
  const folder = join(root, 'node_modules')
  const before = join(root, 'node_modules.before')
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return 0 // A linked folder is managed elsewhere.
  // Both folders exist if an earlier run was killed during the installation.
  if (existsSync(before)) {
    rmSync(folder, { recursive: true, force: true })
    renameSync(before, folder)
  }
  if (arePackagesThere(root)) return 0
  if (existsSync(folder)) renameSync(folder, before)
  const code = await install()
  if (code === 0) rmSync(before, { recursive: true, force: true })
  else if (existsSync(before)) {
    rmSync(folder, { recursive: true, force: true })
    renameSync(before, folder)
  }
  return code
}

/** Compares npm’s list of installed packages with the lock file. Optional packages for other systems may be missing. */
export function arePackagesThere(root) {
  const installedFile = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installedFile)) return false
  const { '': _, ...wanted } = packagesIn(join(root, 'package-lock.json'))
  const installed = packagesIn(installedFile)
  const isSame = ([path, { version, integrity, optional = false }]) => {
    const there = installed[path]
    return there ? there.version === version && there.integrity === integrity : optional
  }
  return Object.entries(wanted).every(isSame) && Object.keys(installed).every((path) => path in wanted)
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
}
