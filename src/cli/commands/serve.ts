import { join } from 'node:path'
import type { Command, CommandContext } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { openInBrowser } from '../open-in-browser.ts'
import { UsageError } from '../usage-error.ts'
import { serveLinks } from '../serve-links.ts'

/** How long the last window may be away, as it is while its page reloads. */
const windowGraceMs = 4000

export const serveCommand: Command = {
  name: 'serve',
  usage: '[--port N] [--address A] [--open] | --links [--lan] [--port N] [--base-url URL]',
  about:
    'The same app in a browser, until Ctrl-C. Only this computer can reach it unless --address says otherwise. Each address\nthat is printed opens one window.\nWith --links it answers the links that “portolan share” makes to files of this computer, and nothing else. They are\nhttp: for https, put a proxy of yours before it and give its address with --base-url.',
  examples: [
    ['portolan serve --open', 'in your browser'],
    ['portolan serve --port 8080', 'at a port of your choice'],
    ['portolan serve --links', 'answer links, on this computer alone'],
    ['portolan serve --links --lan', 'answer links in the local network'],
    ['portolan serve --links --base-url https://files.example.org', 'behind a proxy of yours'],
    ['portolan serve --json', 'for scripts: one line {"url":"http://127.0.0.1:PORT/…"} when it is ready'],
  ],
  options: {
    port: { type: 'string', value: 'N', help: 'the port; a free one by default' },
    address: { type: 'string', value: 'A', help: 'the address to listen at; 127.0.0.1 by default' },
    links: { type: 'boolean', help: 'answer links to files of this computer; no window' },
    lan: { type: 'boolean', help: 'with --links: for the local network, not for this computer alone' },
    'base-url': { type: 'string', value: 'URL', help: 'with --links: what links begin with; “none” forgets it' },
    open: { type: 'boolean', help: 'open it in the default browser' },
    'close-with-window': { type: 'boolean', help: 'end when the last window was closed' },
  },
  takes: { min: 0, max: 0, what: 'nothing' },
  async run(context) {
    const { connect, has, output, surroundings, valueOf } = context
    const port = readPort(valueOf('port'))
    if (has('links')) return serveLinks(context, port)
    if (has('lan') || valueOf('base-url') !== undefined) throw new UsageError('--lan and --base-url go with --links.')
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

/** Until Ctrl-C or, where that was asked for, until the last window was closed. */
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
