import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DoctorCheck } from '../contract/api/host.ts'
import { failureOf } from '../contract/failure.ts'
import type { Waits } from '../core/backends/backend.ts'
import { ownFileFailure } from '../core/files/own-file.ts'
import type { Mounts } from '../core/mounts/mounts.ts'
import type { HostDeps } from './host.ts'

export interface DoctorDeps extends HostDeps {
  /** The path of the log file. */
  readonly logPath: string
}

/** Checks what Portolan depends on, each part independently: its own folders, the mounts file, and every mount. */
export async function runDoctor(mounts: Mounts, deps: DoctorDeps, options: Waits): Promise<DoctorCheck[]> {
  const { mounts: configured, problems } = mounts.list()
  return [
    { name: 'Portolan', state: 'ok', message: `version ${deps.version} on ${process.platform}` },
    { name: 'Node', state: 'ok', message: process.versions.node },
    await checkFolder('Settings folder', deps.configFolder),
    await checkFolder('Data folder', deps.dataFolder),
    await checkLog(deps.logPath),
    ...problems.map((problem): DoctorCheck => ({
      name: 'Mounts file',
      state: 'failed',
      message: `${problem.file}${problem.line === undefined ? '' : `, line ${problem.line}`}: ${problem.message}`,
    })),
    ...(await Promise.all(configured.map((mount) => checkMount(mounts, mount.name, options)))),
    deps.trashItem
      ? { name: 'Trash', state: 'ok', message: 'local files can be moved to the trash' }
      : { name: 'Trash', state: 'warning', message: 'there is no trash here: local files are deleted for good' },
  ]
}

async function checkFolder(name: string, folder: string): Promise<DoctorCheck> {
  const probe = join(folder, `.portolan-probe-${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(probe, '', { flag: 'wx' })
    await rm(probe)
    return { name, state: 'ok', message: `${folder} can be written` }
  } catch (error) {
    const { message } = ownFileFailure(error, probe) as Error
    return { name, state: 'failed', message }
  }
}

async function checkLog(path: string): Promise<DoctorCheck> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await access(dirname(path), constants.W_OK)
    return { name: 'Log', state: 'ok', message: path }
  } catch (error) {
    const { message } = ownFileFailure(error, path) as Error
    return { name: 'Log', state: 'warning', message }
  }
}

async function checkMount(mounts: Mounts, name: string, options: Waits): Promise<DoctorCheck> {
  const title = `Mount ${name}`
  try {
    const { backend, info } = await mounts.open(name, options)
    await backend.stat('', options)
    return { name: title, state: 'ok', message: `${info.type}, answers` }
  } catch (error) {
    options.signal.throwIfAborted()
    return { name: title, state: 'failed', message: failureOf(error).message }
  }
}
