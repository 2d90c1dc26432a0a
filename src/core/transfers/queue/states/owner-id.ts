import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname, uptime } from 'node:os'

/** How often an owner records that it is alive, and the time after which a silent owner counts as gone. */
export const owner = { beatMs: 2000, goneMs: 20_000 }

export function newOwner(): string {
  return [hostname(), process.pid, randomBytes(4).toString('hex')].join('/')
}

/** Tells whether the program that ran the transfer has ended. */
export function isOwnerGone(who: string, seenMs: number, nowMs: number): boolean {
  const [host, pid] = who.split('/')
  if (host !== hostname()) return nowMs - seenMs > owner.goneMs
  try {
    process.kill(Number(pid), 0)
    // Another program may have its process id by now.
    return nowMs - seenMs > owner.goneMs
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** Returns an id of the current boot of this computer. */
export function bootOf(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return `about ${Math.round((Date.now() / 1000 - uptime()) / 60)}`
  }
}
