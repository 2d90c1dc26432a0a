import { said } from '../../contract/sentences/said.ts'
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { StorageError } from '../../contract/failure.ts'

const patienceMs = 10_000

/**
 * Runs `work` while no other process runs work for the same file. The lock file is `path.lock`. A lock left by a dead
 * process of this computer is removed. Fails with `busy` if the lock is held for too long.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`
  const token = `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const until = Date.now() + patienceMs
  while (!(await create(lock, token))) {
    await breakIfDead(lock)
    if (Date.now() > until) throw heldTooLong(lock)
    await wait(5 + Math.random() * 20)
  }
  try {
    return await work()
  } finally {
    if ((await readIfAny(lock)) === token) await unlink(lock)
  }
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(content)
    } catch (error) {
      await unlink(path) // Without its content, no process could tell whether the lock is dead.
      throw error
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // Windows refuses a name whose file is just being deleted.
    if (process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES')) return false
    throw error
  }
}

/**
 * Removes a dead lock. Only the holder of a second lock, named after the dead lock's token, may do this, and it checks
 * again first. So a new lock is never removed by mistake.
 */
async function breakIfDead(lock: string): Promise<void> {
  const token = await readIfAny(lock)
  const [pid, host, id] = token?.split(' ') ?? []
  if (id === undefined || host !== hostname() || isAlive(Number(pid))) return
  const right = `${lock}.${id}`
  if (!(await create(right, `${process.pid}`))) return
  try {
    if ((await readIfAny(lock)) === token) await unlink(lock)
  } finally {
    await unlink(right)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function readIfAny(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

function heldTooLong(lock: string): StorageError {
  return new StorageError({
    kind: 'busy',
    ...said('own-file.locked', { lock }),
    operation: 'files.lock',
    retry: 'later',
  })
}
