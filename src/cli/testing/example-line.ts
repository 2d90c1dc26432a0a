/** Reads the shell line of an example in a help text, as far as such lines go: quotes, `~`, `*`, `<`, `>`, `$(…)` and pipes. */
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface ExampleLine {
  readonly argv: readonly string[]
  /** The file after `<`. */
  readonly input?: string
  /** The file after `>`. */
  readonly output?: string
  /** Whether another program writes the input of `portolan`. */
  readonly isPipedInto: boolean
}

export interface Folders {
  readonly home: string
  readonly cwd: string
}

/** Finds the `portolan` command in a line. The programs before and after it in a pipe are not part of the answer. */
export function readExampleLine(line: string, folders: Folders): ExampleLine {
  const inner = /\$\((portolan [^)]*)\)/.exec(line)?.[1] ?? line
  const commands = commandsOf(inner)
  const at = commands.findIndex(([first]) => first?.text === 'portolan')
  const words = commands[at]?.slice(1) ?? []
  const argv: string[] = []
  const files: { input?: string; output?: string } = {}
  for (let place = 0; place < words.length; place += 1) {
    const { text, isQuoted } = words[place] ?? { text: '', isQuoted: true }
    if (!isQuoted && (text === '<' || text === '>')) {
      files[text === '<' ? 'input' : 'output'] = join(folders.cwd, words[(place += 1)]?.text ?? '')
    } else argv.push(...(isQuoted ? [text] : expanded(text, folders)))
  }
  return { argv, ...files, isPipedInto: at > 0 }
}

interface Word {
  readonly text: string
  readonly isQuoted: boolean
}

/** The words of each command of a pipe. */
function commandsOf(line: string): Word[][] {
  const commands: Word[][] = [[]]
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (word === '|') commands.push([])
    else commands.at(-1)?.push({ text: word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'), isQuoted: /['"]/.test(word) })
  }
  return commands
}

function expanded(word: string, { home, cwd }: Folders): string[] {
  const path = word.replace(/^~(?=\/|$)/, home)
  if (!path.includes('*')) return [path]
  const folder = dirname(path)
  const [before = '', after = ''] = basename(path).split('*')
  const names = readdirSync(folder.startsWith('/') ? folder : join(cwd, folder))
  return names.filter((name) => name.startsWith(before) && name.endsWith(after)).map((name) => join(folder, name))
}
