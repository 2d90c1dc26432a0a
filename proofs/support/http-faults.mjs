// A line to a server over HTTP on which things go wrong. Requests go on as they are, so that what was signed stays right.
import { once } from 'node:events'
import { Agent, createServer, request as sendRequest } from 'node:http'

/** What can go wrong, and how often each of them is chosen. */
export const httpFaults = {
  reset: 4, // the line is cut: before the request went on, in the middle of it, or when it was done
  stall: 1, // nothing comes for a while, and then the line is cut
  truncate: 3, // the answer ends before its length, and the line with it
  'wrong length': 3, // the answer says that it is shorter than it is, or longer
  500: 3, // with or without having done what was asked
  503: 3, // with Retry-After
  'duplicated reply': 2, // the answer comes twice
}

/**
 * `to` tells the server's port, which may change. `share`: of the requests, so many meet a fault while `isOn`. `counts` has how many there were of each kind; `most` ends them.
 * `stallsMs`: how long nothing comes.
 */
export async function startHttpFaults(to, { share, random, most = Infinity, stallsMs = 1500, kinds = httpFaults }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const counts = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, 0]))
  const state = { isOn: false, total: 0 }
  const bag = Object.entries(kinds).flatMap(([kind, weight]) => Array.from({ length: weight }, () => kind))
  const server = createServer((request, response) => void meet(request, response))
  async function meet(request, response) {
    response.on('error', () => {})
    request.on('error', () => {})
    const isFaulty = state.isOn && state.total < most && random() < share
    if (!isFaulty) return passOn(request, response)
    const kind = bag[Math.floor(random() * bag.length)]
    counts[kind] += 1
    state.total += 1
    try {
      await faults[kind](request, response, random)
    } catch {
      request.socket.destroy()
    }
  }
  server.keepAliveTimeout = 60_000

  function forward(request) {
    const { method, url, headers } = request
    return sendRequest({ agent, hostname: '127.0.0.1', port: to(), method, path: url, headers })
  }
  function passOn(request, response) {
    const onward = forward(request)
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders)
      answer.pipe(response)
      answer.on('error', () => response.destroy())
    })
    onward.on('error', () => response.destroy())
    request.on('aborted', () => onward.destroy())
    request.pipe(onward)
  }
  /** What the server says to it, all of it. */
  async function answerTo(request) {
    const onward = forward(request)
    request.pipe(onward)
    const [answer] = await once(onward, 'response')
    const chunks = []
    for await (const chunk of answer) chunks.push(chunk)
    return { answer, body: Buffer.concat(chunks) }
  }
  const pass = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  function headOf({ statusCode, statusMessage, rawHeaders }, length) {
    const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`]
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const isLength = /^(content-length|transfer-encoding)$/i.test(rawHeaders[at])
      if (!isLength) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`)
    }
    return `${[...lines, `content-length: ${length}`].join('\r\n')}\r\n\r\n`
  }
  async function refuse(request, response, { status, code, headers = {}, isDone }) {
    if (isDone) await answerTo(request)
    else {
      request.resume()
      if (!request.complete) await once(request, 'end')
    }
    const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>on purpose</Message></Error>`
    response.writeHead(status, { 'content-type': 'application/xml', 'content-length': body.length, ...headers })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  const faults = {
    async reset(request) {
      const when = random()
      if (when < 0.3) return request.socket.destroy()
      if (when < 0.6) {
        // the server gets half of it
        const onward = forward(request)
        onward.on('error', () => {})
        const [chunk] = await Promise.race([once(request, 'data'), once(request, 'end').then(() => [])])
        if (chunk) onward.write(chunk.subarray(0, Math.ceil(chunk.length / 2)))
        await pass(5)
        onward.destroy()
        return request.socket.destroy()
      }
      await answerTo(request)
      return request.socket.destroy()
    },
    async stall(request) {
      const isDone = random() < 0.5
      if (isDone) await answerTo(request)
      else request.resume()
      await pass(stallsMs)
      request.socket.destroy()
    },
    async truncate(request) {
      const { answer, body } = await answerTo(request)
      request.socket.write(headOf(answer, body.length))
      request.socket.write(body.subarray(0, Math.floor(body.length * random())))
      await pass(5)
      request.socket.destroy()
    },
    async 'wrong length'(request) {
      const { answer, body } = await answerTo(request)
      const isShorter = random() < 0.5
      const length = isShorter ? Math.floor(body.length * random()) : body.length + 1 + Math.floor(random() * 1000)
      request.socket.write(headOf(answer, length))
      request.socket.write(isShorter ? body.subarray(0, length) : body)
      await pass(20)
      request.socket.destroy()
    },
    500: (request, response) =>
      refuse(request, response, { status: 500, code: 'InternalError', isDone: random() < 0.5 }),
    503: (request, response) =>
      refuse(request, response, { status: 503, code: 'ServerBusy', headers: { 'retry-after': '1' }, isDone: false }),
    async 'duplicated reply'(request, response) {
      const { answer, body } = await answerTo(request)
      const again = Buffer.concat([
        Buffer.from(headOf(answer, body.length)),
        request.method === 'HEAD' ? Buffer.of() : body,
      ])
      response.writeHead(answer.statusCode, answer.rawHeaders)
      response.end(request.method === 'HEAD' ? undefined : body, () => request.socket.write(again))
    },
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: server.address().port,
    counts,
    state,
    async close() {
      server.closeAllConnections()
      server.close()
      agent.destroy()
      await once(server, 'close')
    },
  }
}
