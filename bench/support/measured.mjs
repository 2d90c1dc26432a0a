// Runs one program to its end; tells how long it took, how long it kept processors busy, and its most memory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

const lookEveryMs = 20

/** `input`: given to it on its standard input. Throws when it fails, unless its status is one of `mayEnd`. */
export async function measured(command, args, { env = process.env, cwd, input = '', mayEnd = [0] } = {}) {
  const began = performance.now()
  const child = spawn(command, args, { env, cwd, stdio: ['pipe', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => (said = `${said}${chunk}`.slice(-2000)))
  child.stdin.end(input)
  let peakKiB = 0
  let cpuMs = 0
  const look = () => {
    peakKiB = Math.max(peakKiB, peakOf(child.pid))
    cpuMs = Math.max(cpuMs, cpuOf(child.pid))
  }
  const timer = setInterval(look, lookEveryMs)
  const [status] = await once(child, 'exit')
  const ms = performance.now() - began
  clearInterval(timer)
  if (!mayEnd.includes(status)) throw new Error(`${command} ${args[0]} ended with ${status}: ${said}`)
  return { ms, cpuMs, peakMiB: peakKiB / 1024 }
}

/** The system keeps the highest; where it does not tell, 0. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Without the programs it starts. Linux counts in hundredths of a second. */
function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return 0
  }
}
