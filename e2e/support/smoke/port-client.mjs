/** Implements the wire protocol over a port, so that the smoke test needs none of the code it tests. */
export function connectPort(port) {
  let lastId = 0
  const calls = new Map()
  const closed = new Promise((done) => port.on('close', done))
  port.on('message', (message) => calls.get(message.id)?.(message))

  function stream(method, input) {
    const id = ++lastId
    const items = []
    return new Promise((resolve, reject) => {
      calls.set(id, (message) => {
        if (message.type === 'item') {
          items.push(message.value)
          port.postMessage({ type: 'credit', id, count: 1 })
        } else if (message.failure) reject(new Error(JSON.stringify(message.failure)))
        else resolve(message.value ?? items)
      })
      port.postMessage({ type: 'call', version: 1, id, method, input, credit: 4 })
    })
  }

  return {
    closed,
    stream,
    /** A call with one answer. */
    once: stream,
    async listNames(location) {
      const pages = await stream('listing.list', { location })
      return pages.flatMap(({ names, nameEnds }) =>
        [...nameEnds].map((end, row) =>
          new TextDecoder().decode(names.subarray(row === 0 ? 0 : nameEnds[row - 1], end)),
        ),
      )
    },
    close: () => port.close(),
  }
}
