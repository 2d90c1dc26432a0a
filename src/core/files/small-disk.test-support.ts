import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'vitest'

export interface SmallDisk {
  readonly folder: string
  /** A size such as `16m`. */
  readonly resize: (size: string) => void
  readonly unmount: () => Promise<void>
}

/** Mounts a disk in memory of a size such as `6m`. If that is not possible, the test is skipped with a message. */
export async function mountSmallDisk(context: TestContext, size: string): Promise<SmallDisk> {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) {
    leaveOut(context, 'mounting a tmpfs takes root on Linux')
  }
  const folder = await mkdtemp(join(tmpdir(), 'portolan-full-'))
  const mount = (options: string) =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' })
  try {
    mount(`size=${size}`)
  } catch (error) {
    await rm(folder, { recursive: true })
    leaveOut(context, `no tmpfs can be mounted here: ${String(error)}`)
  }
  return {
    folder,
    resize: (other) => void mount(`remount,size=${other}`),
    async unmount() {
      execFileSync('umount', ['-l', folder]) // A database closes its files only after a while.
      await rm(folder, { recursive: true })
    },
  }
}

function leaveOut(context: TestContext, why: string): never {
  process.stderr.write(`\n!! A full disk is not tested: ${why}.\n`)
  return context.skip(`a full disk is not tested: ${why}`)
}
