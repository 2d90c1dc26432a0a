/** Converts bytes to base64 and `data:` URLs and back, as a stream. */

const encoder = new TextEncoder()
/** Much longer than any content type. */
const longestHead = 4096

/** Yields base64 in a single line. */
export async function* toBase64(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array()
  for await (const chunk of bytes) {
    const all = joined(rest, chunk)
    const whole = all.length - (all.length % 3)
    rest = all.slice(whole)
    if (whole > 0) yield encoder.encode(encoded(all.subarray(0, whole)))
  }
  if (rest.length > 0) yield encoder.encode(encoded(rest))
}

/** Yields `data:TYPE;base64,…`. */
export async function* toDataUri(bytes: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Uint8Array> {
  yield encoder.encode(`data:${contentType.replaceAll(' ', '')};base64,`)
  yield* toBase64(bytes)
}

/**
 * Decodes base64. White space is skipped, and the URL-safe letters `-` and `_` are accepted. Throws a `SyntaxError` for
 * invalid text.
 */
export async function* fromBase64(text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of text) {
    rest += decoder.decode(chunk, { stream: true }).replace(/\s+/g, '')
    const whole = rest.length - (rest.length % 4)
    if (whole > 4) {
      // The last four characters may contain the padding, after which nothing may follow.
      yield decoded(rest.slice(0, whole - 4))
      rest = rest.slice(whole - 4)
    }
  }
  if (rest !== '') yield decoded(rest)
}

/** Yields the bytes of a `data:` URL. Throws a `SyntaxError` for invalid text. */
export async function* fromDataUri(text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = text[Symbol.asyncIterator]()
  try {
    let head = ''
    while (!head.includes(',')) {
      const next = await chunks.next()
      if (next.done || head.length > longestHead) throw new SyntaxError('This is no data: address.')
      head += lettersOf(next.value)
    }
    const [, parameters] = /^\s*data:([^,]*),/i.exec(head) ?? []
    if (parameters === undefined) throw new SyntaxError('This is no data: address.')
    const body = withFirst(head.slice(head.indexOf(',') + 1), chunks)
    yield* /;\s*base64\s*$/i.test(parameters) ? fromBase64(body) : fromPercent(body)
  } finally {
    await chunks.return?.()
  }
}

/** Decodes a complete `data:` URL. Undefined for any other text. */
export function readDataUri(text: string): { readonly contentType: string; readonly bytes: Uint8Array } | undefined {
  const [, parameters, body] = /^\s*data:([^,]*),(.*)$/is.exec(text) ?? []
  if (parameters === undefined || body === undefined) return undefined
  const isBase64 = /;\s*base64\s*$/i.test(parameters)
  const contentType = parameters.replace(/;\s*base64\s*$/i, '') || 'text/plain;charset=US-ASCII'
  try {
    return {
      contentType,
      bytes: isBase64 ? decoded(body.replace(/\s+/g, '')) : unescaped(lettersOf(encoder.encode(body))),
    }
  } catch {
    return undefined
  }
}

async function* withFirst(head: string, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield Uint8Array.from(head, (letter) => letter.charCodeAt(0))
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

/** The end of a chunk may be in the middle of an escape. */
async function* fromPercent(text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = ''
  for await (const chunk of text) {
    rest += lettersOf(chunk)
    const cut = /%[0-9a-f]?$/i.exec(rest)?.index ?? rest.length
    yield unescaped(rest.slice(0, cut))
    rest = rest.slice(cut)
  }
  if (rest !== '') yield unescaped(rest)
}

/** A `%` that starts no escape stays as it is. */
function unescaped(text: string): Uint8Array {
  const letters = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

function encoded(bytes: Uint8Array): string {
  let letters = ''
  const step = 8190 // A multiple of 3, and a safe number of arguments.
  for (let at = 0; at < bytes.length; at += step) {
    letters += btoa(lettersOf(bytes.subarray(at, at + step)))
  }
  return letters
}

/** Returns one character for each byte. */
function lettersOf(bytes: Uint8Array): string {
  let letters = ''
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return letters
}

function decoded(text: string): Uint8Array {
  try {
    const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
  } catch {
    throw new SyntaxError('This is no base64.')
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other
  const all = new Uint8Array(one.length + other.length)
  all.set(one)
  all.set(other, one.length)
  return all
}
