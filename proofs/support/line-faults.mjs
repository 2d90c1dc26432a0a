// A line to a server whose bytes nobody reads, on which things go wrong: what is encrypted can be cut and held, not changed.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** What can go wrong, and how often each of them is chosen. */
export const lineFaults = {
  reset: 4, // both ends are cut off at once
  stall: 1, // nothing passes for a while, and then the line is cut
  truncate: 4, // what was sent last arrives in part, then the line ends as if all was well
}

/** After some bytes, `everyBytes` on the average while `isOn`, a line meets a fault. */
export async function startLineFaults(
  to,
  { everyBytes, random, most = Infinity, stallsMs = 1500, kinds = lineFaults },
) {
  const counts = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, 0]))
  const state = { isOn: false, total: 0 }
  const bag = Object.entries(kinds).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind))
  const sockets = new Set()
  const next = () => Math.ceil(everyBytes * 2 * random())
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    let left = next()
    let isFaulty = false
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('end', () => other.end())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
      socket.on('drain', () => other.resume())
      socket.on('data', (chunk) => {
        if (isFaulty) return
        left -= chunk.length
        if (left > 0 || !state.isOn || state.total >= most) {
          if (!other.write(chunk)) socket.pause()
          return
        }
        isFaulty = true
        const kind = bag[Math.floor(random() * bag.length)]
        counts[kind] += 1
        state.total += 1
        if (kind === 'reset') {
          near.resetAndDestroy()
          far.destroy()
        } else if (kind === 'truncate') {
          other.end(chunk.subarray(0, Math.floor(chunk.length * random())))
          socket.destroySoon()
        } else setTimeout(() => near.destroy(), stallsMs)
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: server.address().port,
    counts,
    state,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
