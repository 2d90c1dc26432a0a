/** A reply of a server: three digits and a text of one or more lines (RFC 959, 4.2). Text is bytes, as latin1. */
export interface Reply {
  readonly code: number
  /** Without the digits of the first and the last line. */
  readonly lines: readonly string[]
}

/** A reply without success. */
export class ReplyError extends Error {
  readonly code: number
  readonly text: string

  constructor({ code, lines }: Reply) {
    const text = Buffer.from(lines.join(' '), 'latin1').toString()
    super(`${code} ${text}`)
    this.name = 'ReplyError'
    this.code = code
    this.text = text
  }
}

/** The connection to the server is lost, or the received bytes are not valid FTP. */
export class LineError extends Error {}

const mostBytes = 256 * 1024

export interface ReplyReader {
  add(text: string): readonly Reply[]
}

export function createReplyReader(): ReplyReader {
  let rest = ''
  let open: { readonly code: string; readonly lines: string[] } | undefined

  function read(line: string): Reply | undefined {
    const [, code, mark, text = ''] = /^(\d{3})([ -]?)(.*)$/.exec(line) ?? []
    if (open) {
      const isEnd = code === open.code && mark !== '-'
      open.lines.push(isEnd ? text : line)
      if (!isEnd) return undefined
      const reply = { code: Number(open.code), lines: open.lines }
      open = undefined
      return reply
    }
    if (code === undefined) throw new LineError('what came is no reply of an FTP server')
    if (mark !== '-') return { code: Number(code), lines: [text] }
    open = { code, lines: [text] }
    return undefined
  }

  return {
    add(text) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      const size = rest.length + (open?.lines.reduce((sum, { length }) => sum + length, 0) ?? 0)
      if (size > mostBytes) throw new LineError('a reply of the server does not end')
      return lines.map((line) => read(line.replace(/\r$/, ''))).filter((reply) => reply !== undefined)
    },
  }
}
