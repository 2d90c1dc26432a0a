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
import { said, type Said } from '../contract/sentences/said.ts'
import { doctorChecks } from '../contract/sentences/own/host.ts'
import { filled } from '../contract/sentences/fill.ts'
import type { MountProblem } from '../contract/api/mounts.ts'

export interface DoctorDeps extends HostDeps {
  /** The path of the log file. */
  readonly logPath: string
}

/** Checks what Portolan depends on, each part independently: its own folders, the mounts file, and every mount. */
export async function runDoctor(mounts: Mounts, deps: DoctorDeps, options: Waits): Promise<DoctorCheck[]> {
  const { mounts: configured, problems } = mounts.list()
  return [
    checked('program', 'ok', said('doctor.version', { version: deps.version, platform: process.platform })),
    { name: doctorChecks.node, state: 'ok', message: process.versions.node },
    await checkFolder(doctorChecks.settings, deps.configFolder),
    await checkFolder(doctorChecks.data, deps.dataFolder),
    await checkLog(deps.logPath),
    ...problems.map((problem) => checked('mountsFile', 'failed', saidOfProblem(problem))),
    ...(await Promise.all(configured.map((mount) => checkMount(mounts, mount.name, options)))),
    deps.trashItem
      ? checked('trash', 'ok', said('doctor.trash'))
      : checked('trash', 'warning', said('doctor.no-trash')),
  ]
}

function checked(name: keyof typeof doctorChecks, state: DoctorCheck['state'], { message }: Said): DoctorCheck {
  return { name: doctorChecks[name], state, message }
}

function saidOfProblem({ file, line, message: why }: MountProblem): Said {
  return line === undefined ? said('doctor.problem', { file, why }) : said('doctor.problem-at', { file, line, why })
}

async function checkFolder(name: string, folder: string): Promise<DoctorCheck> {
  const probe = join(folder, `.portolan-probe-${randomBytes(6).toString('hex')}`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(probe, '', { flag: 'wx' })
    await rm(probe)
    return { name, state: 'ok', message: said('doctor.writable', { folder }).message }
  } catch (error) {
    const { message } = ownFileFailure(error, probe) as Error
    return { name, state: 'failed', message }
  }
}

async function checkLog(path: string): Promise<DoctorCheck> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await access(dirname(path), constants.W_OK)
    return { name: doctorChecks.log, state: 'ok', message: path }
  } catch (error) {
    const { message } = ownFileFailure(error, path) as Error
    return { name: doctorChecks.log, state: 'warning', message }
  }
}

async function checkMount(mounts: Mounts, name: string, options: Waits): Promise<DoctorCheck> {
  const title = filled(doctorChecks.mount, { name })
  try {
    const { backend, info } = await mounts.open(name, options)
    await backend.stat('', options)
    return { name: title, state: 'ok', message: said('doctor.answers', { type: info.type }).message }
  } catch (error) {
    options.signal.throwIfAborted()
    return { name: title, state: 'failed', message: failureOf(error).message }
  }
}
