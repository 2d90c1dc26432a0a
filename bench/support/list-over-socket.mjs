// Starts a host, lists a folder once as a warm-up, and lists it again over its WebSocket. It prints the milliseconds of
// the second listing, to the end and to the first page. Then it prints the peak memory of the host before the first
// listing and after the second, in MiB.
// Usage: node list-over-socket.mjs FOLDER [MOUNT PATH [ENTRIES]]
// It implements the wire protocol itself, so that it needs only the built app.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

const [, , folder, mount = 'Home', path = 'some', wanted = '100000'] = process.argv
const root = resolve(import.meta.dirname, '..', '..')
const host = spawn(process.execPath, [join(root, 'bin', 'portolan'), 'serve', '--json'], {
  env: { ...process.env, HOME: join(folder, 'home'), PORTOLAN_HOME: join(folder, 'portolan') },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const [line] = await once(createInterface(host.stdout), 'line')
const { url } = JSON.parse(line)
const opened = await fetch(url)
const cookie = opened.headers.getSetCookie()[0].split(';')[0]
const { host: address, origin } = new URL(url)
const socket = new WebSocket(`ws://${address}/rpc`, 'portolan.1', { headers: { cookie, origin } })
socket.binaryType = 'arraybuffer'
await once(socket, 'open')
let firstAt = 0
const startMiB = peakMiB()
await list(1)
const started = performance.now()
const count = await list(2)
const tookMs = performance.now() - started
if (count !== Number(wanted)) throw new Error(`listed ${count} entries`)
console.log(`${tookMs} ${firstAt - started} ${startMiB} ${peakMiB()}`)
socket.close()
host.kill()

/** Linux records the peak; on other systems this is 0. */
function peakMiB() {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${host.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

function list(id) {
  let entries = 0
  return new Promise((done, fail) => {
    const onMessage = ({ data }) => {
      const message = headOf(data)
      if (message.type === 'item') {
        if (entries === 0) firstAt = performance.now()
        entries += message.value.count
        send({ type: 'credit', id, count: 1 })
      } else if (message.failure) fail(new Error(message.failure.message))
      else if (message.type === 'end') {
        socket.removeEventListener('message', onMessage)
        done(entries)
      }
    }
    socket.addEventListener('message', onMessage)
    const input = { location: { mount, path } }
    send({ type: 'call', version: 1, id, method: 'listing.list', input, credit: 4 })
  })
}

function send(message) {
  const json = Buffer.from(JSON.stringify(message))
  const frame = Buffer.alloc((4 + json.length + 7) & ~7)
  frame.writeUInt32LE(json.length)
  json.copy(frame, 4)
  socket.send(frame)
}

function headOf(frame) {
  return JSON.parse(Buffer.from(frame, 4, new DataView(frame).getUint32(0, true)).toString())
}
