// Runs one program to its end, and measures its duration, its CPU time and its peak memory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

const lookEveryMs = 20

/**
 * `input` is written to the program's standard input. Throws if the program fails, unless its status is one of
 * `mayEnd`.
 */
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

/** Linux records the peak; on other systems this is 0. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Does not include the programs it starts. Linux counts in hundredths of a second. */
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
