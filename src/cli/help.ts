import { catalogue } from './catalogue.ts'
import type { Command, OptionTable } from './command.ts'
import { commonOptions } from './arguments/parse-arguments.ts'

/** Returns the output of `portolan --help`. */
export function generalHelp(): string {
  const width = Math.max(...catalogue.map(({ name }) => name.length))
  return `Portolan: a file manager for this computer and for remote storage.

Usage: portolan COMMAND [OPTIONS]

${catalogue.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')}

A location is NAME:PATH, such as reports:2026/q3.pdf, where NAME is one of your mounts; or a path on this computer.

  portolan mounts                             list the mounts
  portolan ls reports:2026                    list a folder
  portolan cp ~/Photos reports:backup         copy a folder to another place
  portolan cat reports:notes.md | less        read a file
  portolan serve --open                       open Portolan in your browser

\`portolan help COMMAND\` explains one command with examples. --json prints one JSON object per line.
Exit codes: 0 all done, 1 some items failed, 2 wrong usage, 3 could not connect or sign in, 4 not found, 130 interrupted.
`
}

/** Returns the output of `portolan help COMMAND`. */
export function commandHelp(command: Command): string {
  return `Usage: ${`portolan ${command.name} ${command.usage}`.trim()}

${command.about.split('\n').map(wrapped).join('\n')}

Examples:
${command.examples.map(([line, meaning]) => `  ${capitalized(meaning)}:\n    ${line}`).join('\n')}

Options:
${optionLines({ ...command.options, json: commonOptions.json, help: commonOptions.help })}
`
}

const widthOfText = 100

function wrapped(paragraph: string): string {
  const lines: string[] = []
  for (const word of paragraph.trim().split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= widthOfText) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function optionLines(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { short, value, help }]) => ({
    option: `${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`,
    help,
  }))
  const width = Math.max(...rows.map(({ option }) => option.length))
  return rows.map(({ option, help }) => `  ${option.padEnd(width)}   ${help}`).join('\n')
}
