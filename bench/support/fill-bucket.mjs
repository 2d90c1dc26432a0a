// Puts many empty objects into a new bucket as fast as the service accepts them. It signs the requests itself and sends
// them over persistent connections.
import { createHash, createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true, maxSockets: 48 })

/** `keys` is an iterable of names. Resolves when all objects are stored. */
export async function fillBucket({ endpoint, accessKeyId, secretAccessKey }, bucket, keys) {
  const put = (path) => send({ endpoint, accessKeyId, secretAccessKey }, `/${bucket}${path}`)
  await put('')
  const waiting = keys[Symbol.iterator]()
  const lanes = Array.from({ length: 48 }, async () => {
    for (let step = waiting.next(); !step.done; step = waiting.next()) await put(`/${encodeKey(step.value)}`)
  })
  await Promise.all(lanes)
  agent.destroy()
}

function encodeKey(key) {
  return key.split('/').map(encodeURIComponent).join('/').replaceAll("'", '%27')
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
function send({ endpoint, accessKeyId, secretAccessKey }, path) {
  const { host, hostname, port } = new URL(endpoint)
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'x-amz-date': time }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const asked = ['PUT', path, '', lines.join(''), names, 'UNSIGNED-PAYLOAD'].join('\n')
  const text = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(asked).digest('hex')].join('\n')
  const key = scope
    .split('/')
    .reduce((from, part) => createHmac('sha256', from).update(part).digest(), `AWS4${secretAccessKey}`)
  const signature = createHmac('sha256', key).update(text).digest('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  return new Promise((done, fail) => {
    const all = { ...headers, authorization, 'content-length': 0 }
    const sent = request({ agent, hostname, port, method: 'PUT', path, headers: all }, (answer) => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === 200 ? done() : fail(new Error(`PUT ${path}: ${answer.statusCode}`)),
      )
    })
    sent.once('error', fail)
    sent.end()
  })
}
