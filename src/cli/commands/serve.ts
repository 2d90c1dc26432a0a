import { join } from 'node:path'
import type { Command, CommandContext } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { openInBrowser } from '../open-in-browser.ts'
import { UsageError } from '../usage-error.ts'
import { serveLinks } from '../serve-links.ts'

/** How long the last window may be disconnected, as while its page reloads. */
const windowGraceMs = 4000

export const serveCommand: Command = {
  name: 'serve',
  usage: '[--port N] [--address A] [--open] | --links [--lan] [--port N] [--base-url URL]',
  about: [
    'Serves the app to a browser until Ctrl-C.',
    'Only this computer can reach it, unless --address says otherwise.',
    'Each printed address opens one window.',
    '\nWith --links, serves only the links that `portolan share` makes to files of this computer.',
    'Their addresses begin with http:.',
    'For https, put your own proxy before it and give its address with --base-url.',
  ].join(' '),
  examples: [
    ['portolan serve --open', 'open Portolan in your browser'],
    ['portolan serve --port 8080', 'use another port'],
    ['portolan serve --links', 'serve links on this computer only'],
    ['portolan serve --links --lan', 'serve links in the local network'],
    ['portolan serve --links --base-url https://files.example.org', 'serve links behind your own proxy'],
    ['portolan serve --json', 'print {"url":"http://127.0.0.1:PORT/…"} when it is ready, for scripts'],
  ],
  options: {
    port: { type: 'string', value: 'N', help: 'the port; default: a free port' },
    address: { type: 'string', value: 'A', help: 'the address to listen on; default: 127.0.0.1' },
    links: { type: 'boolean', help: 'serve links to files of this computer, without the window' },
    lan: { type: 'boolean', help: 'with --links: listen in the local network, not only on this computer' },
    'base-url': {
      type: 'string',
      value: 'URL',
      help: 'with --links: the address that links begin with; “none” removes it',
    },
    open: { type: 'boolean', help: 'open it in the default browser' },
    'close-with-window': { type: 'boolean', help: 'end when the last window is closed' },
  },
  takes: { min: 0, max: 0, what: 'nothing' },
  async run(context) {
    const { connect, has, output, surroundings, valueOf } = context
    const port = readPort(valueOf('port'))
    if (has('links')) return serveLinks(context, port)
    if (has('lan') || valueOf('base-url') !== undefined) throw new UsageError('--lan and --base-url need --links.')
    const address = valueOf('address')
    const { host, folders } = await connect({ isUnattended: true })
    const { startServe } = await import('../../serve/start-serve.ts')
    const ending = waitForEnd(context)
    const serving = await startServe({
      host,
      rendererFolder: surroundings.rendererFolder,
      keyFile: join(folders.stateFolder, 'session-key'),
      ...(port !== undefined && { port }),
      ...(address !== undefined && { address }),
      onLinkUsed: (url) => void output.nextUrl(url),
      onWindows: ending.onWindows,
    })
    try {
      await output.ready(serving.url)
      if (has('open')) await openInBrowser(serving.url, surroundings.platform)
      await ending.over
      return exitCodes.done
    } finally {
      await serving.close()
    }
  },
}

/** Resolves on Ctrl-C or, if requested, when the last window was closed. */
function waitForEnd({ has, signal }: CommandContext) {
  let end = () => {}
  const over = new Promise<void>((resolve) => (end = resolve))
  let grace: NodeJS.Timeout | undefined
  signal.addEventListener('abort', () => end())
  return {
    over,
    onWindows: (count: number) => {
      clearTimeout(grace)
      if (count === 0 && has('close-with-window')) grace = setTimeout(() => end(), windowGraceMs)
    },
  }
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`“${text}” is not a port.`, 'A port is a number from 0 to 65535.')
}
