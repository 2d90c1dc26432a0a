// Runs in the page, before the page's own script: measures the duration of frames, and the time from a key press to the
// frame that shows its result.

export function installProbes() {
  let keyAt = 0
  window.addEventListener('keydown', (event) => (keyAt = event.timeStamp), { capture: true })

  /** Everything present in the callback of a frame is rendered with that frame; a message arrives after it. */
  function afterFrame(run) {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => run(performance.now()))
    port1.start()
    port2.postMessage(0)
  }

  /** Resolves to the milliseconds from `from` to the end of the first frame in which the condition is true. */
  function untilDrawn(isThere, from) {
    return new Promise((done) => {
      const giveUpAt = performance.now() + 30_000
      const look = () => {
        if (isThere()) afterFrame((at) => done(at - from()))
        else if (performance.now() > giveUpAt) done(Number.NaN)
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    })
  }

  const all = (selector) => [...document.querySelectorAll(selector)]
  const grid = () => document.querySelector('[aria-label="Left pane"] [role=grid]')
  const conditions = {
    panes: () => all('[role=grid] [role=row][data-position]').length > 0,
    filtered: (before) => () => grid()?.getAttribute('aria-rowcount') !== before,
    palette: () => document.activeElement?.matches('[role=dialog] [role=combobox]') ?? false,
    image: () => all('[role=dialog] img').some((image) => image.complete && image.naturalWidth > 0),
  }

  window.bench = {
    firstRows: untilDrawn(conditions.panes, () => 0),
    /** Measures from the last key to its result. Call it before the key press. */
    fromKey(name) {
      const isThere = name === 'filtered' ? conditions.filtered(grid().getAttribute('aria-rowcount')) : conditions[name]
      keyAt = 0
      return void (window.bench.took = untilDrawn(
        () => keyAt > 0 && isThere(),
        () => keyAt,
      ))
    },
  }
}

/** Runs in the page: calls the host over a separate connection, with its own implementation of the protocol. */
export function callHost({ method, input }) {
  const socket = new WebSocket(new URL('/rpc', location.href.replace('http', 'ws')), 'portolan.1')
  socket.binaryType = 'arraybuffer'
  return new Promise((done, fail) => {
    socket.addEventListener('open', () => {
      const json = new TextEncoder().encode(
        JSON.stringify({ type: 'call', version: 1, id: 1, method, input, credit: 1 }),
      )
      const frame = new Uint8Array((4 + json.length + 7) & ~7)
      new DataView(frame.buffer).setUint32(0, json.length, true)
      frame.set(json, 4)
      socket.send(frame)
    })
    socket.addEventListener('message', ({ data }) => {
      const head = new Uint8Array(data, 4, new DataView(data).getUint32(0, true))
      const message = JSON.parse(new TextDecoder().decode(head))
      if (message.type !== 'end') return
      socket.close()
      if (message.failure) fail(new Error(message.failure.message))
      else done(message.value)
    })
    socket.addEventListener('close', () => fail(new Error('The host did not take the line.')))
  })
}
