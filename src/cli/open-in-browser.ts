import { spawn } from 'node:child_process'

/** Opens a page in the default browser; does nothing if there is none. */
export async function openInBrowser(url: string, platform: NodeJS.Platform): Promise<void> {
  const [command, ...args] = opener(url, platform)
  if (command === undefined) return
  await new Promise<void>((resolve) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' })
    child.once('error', () => resolve())
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
}

function opener(url: string, platform: NodeJS.Platform): string[] {
  if (platform === 'darwin') return ['open', url]
  // `start` is a cmd command, and cmd reads `&` in a URL as the next command.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return ['xdg-open', url]
}
